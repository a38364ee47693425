//! A record has a field less.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A record has a field less.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "record-field-removed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "A record has a field less.",
    explanation: "\
        The new version passes over the field in data that hold it. An old reader wants it, and where it is \
        missing takes its default; without one it fails. Give a field a default a version before it \
        goes.\n\nSee the Avro Specification 1.12, \"Records\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}, {"name": "note", "type": "string"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::FieldRemoved {
        return None;
    }
    let message = format!("the field `{}` ({}, {}) was removed", change.item, change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "the new version passes over it in old data");
    Some(context.graded(
        &RULES[0],
        change,
        safe,
        message,
        "keep the field, or give it a default in one version and remove it in a later one",
    ))
}
