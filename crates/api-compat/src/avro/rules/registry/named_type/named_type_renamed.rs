//! A record, an enum or a fixed has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A record, an enum or a fixed has another name.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "named-type-renamed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A record, an enum or a fixed has another name.",
    explanation: "\
        Named types match where their names without namespace are equal, or where an alias of the reader is the \
        writer's full name. With an alias in the new version it reads old data; the old version, which does not \
        know the new name, reads no new data.\n\nThe Rust library (apache-avro 0.22) \
        goes by what values look like when it reads data, and reads some of them all the same; its check of two \
        schemas refuses them as the specification does, and confirms the finding.\n\nSee the Avro Specification 1.12, \
        \"Names\"; \"Aliases\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Purchase", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::TypeRenamed {
        return None;
    }
    let message = format!("`{}` is called `{}` now", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "an alias leads from one name to the other");
    Some(context.graded(&RULES[0], change, safe, message, "give the new type the old full name as an alias"))
}
