//! A field has another name, with an alias.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A field has another name, with an alias.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "record-field-renamed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "A field has another name, with an alias.",
    explanation: "\
        An alias of the reader's field leads to the writer's: who knows the alias reads data under both names. \
        A reader without it, such as the old version, finds no field of its name, and fails where it has no \
        default. Aliases are optional for implementations: make sure that those in use have them.\n\nSee the \
        Avro Specification 1.12, \"Records\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "number", "type": "long", "aliases": ["id"]}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::FieldRenamed {
        return None;
    }
    let message = format!("the field `{}` is called `{}` now", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "the alias leads from one name to the other");
    Some(context.graded(
        &RULES[0],
        change,
        safe,
        message,
        "have readers with the alias everywhere before writers use the new name",
    ))
}
