//! A field has a default now.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A field has a default now.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "record-field-default-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A field has a default now.",
    explanation: "\
        Data that lack the field can be read from now on, and the field may be removed in a later \
        version.\n\nSee the Avro Specification 1.12, \"Records\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "n", "type": "int"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "n", "type": "int", "default": 2}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::DefaultAdded {
        return None;
    }
    let message = format!("the field `{}` has the default {} now", change.item, change.words.1);
    let safe = (Severity::Additive, "more data can be read than before");
    Some(context.graded(&RULES[0], change, safe, message, "nothing"))
}
