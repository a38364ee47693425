//! The default of a field changed.

use findings::{Finding, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// The default of a field changed.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "record-field-default-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The default of a field changed.",
    explanation: "\
        A reader takes the default where data lack the field. Both versions write it, so that data of theirs do \
        not change; older data, which lack it, are read with the new value.\n\nSee the Avro Specification 1.12, \
        \"Records\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "n", "type": "int", "default": 1}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "n", "type": "int", "default": 2}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::DefaultChanged {
        return None;
    }
    let message = format!("the default of `{}` went from {} to {}", change.item, change.words.0, change.words.1);
    let safe =
        (Severity::NonBreaking, "data of both versions hold the field; only older data are read with another value");
    Some(context.graded(&RULES[0], change, safe, message, "nothing"))
}
