//! A fixed has another size.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A fixed has another size.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "fixed-size-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A fixed has another size.",
    explanation: "\
        Fixed match only where names and sizes are the same: the size is no part of the data, so that a reader \
        of another size would take the wrong bytes.\n\nSee the Avro Specification 1.12, \"Fixed\"; \"Schema \
        Resolution\".",
    bad: (r#"{"type": "fixed", "name": "Hash", "size": 16}"#, r#"{"type": "fixed", "name": "Hash", "size": 32}"#),
    good: (r#"{"type": "fixed", "name": "Hash", "size": 16}"#, r#"{"type": "fixed", "name": "Hash", "size": 16}"#),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::FixedSizeChanged {
        return None;
    }
    let message = format!("the size went from {} to {} bytes", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "nothing passes here");
    Some(context.graded(
        &RULES[0],
        change,
        safe,
        message,
        "add a field with a fixed of another name and of the new size",
    ))
}
