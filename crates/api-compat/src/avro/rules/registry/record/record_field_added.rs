//! A record has a field more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A record has a field more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "record-field-added",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A record has a field more.",
    explanation: "\
        A reader that wants a field which the data lack takes the field's default; without one it fails. Data \
        that were written before hold no such field. The other way round nothing happens: a reader passes over \
        fields that it does not know.\n\nSee the Avro Specification 1.12, \"Records\"; \"Schema Resolution\".",
    bad: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}, {"name": "note", "type": "string"}]}"#,
    ),
    good: (
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
        r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::FieldAdded {
        return None;
    }
    let message = format!("the field `{}` ({}) was added {}", change.item, change.words.0, change.words.1);
    let safe = (Severity::Additive, "whoever lacks it takes its default, and whoever does not know it passes over it");
    Some(context.graded(&RULES[0], change, safe, message, "give the new field a default"))
}
