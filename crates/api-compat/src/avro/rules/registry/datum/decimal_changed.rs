//! A decimal has another precision or scale.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A decimal has another precision or scale.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "decimal-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A decimal has another precision or scale.",
    explanation: "\
        Two decimals match only where precision and scale are the same. The scale is no part of the data: 1234 \
        with scale 2 is 12.34, and with scale 3 it is 1.234, silently. A precision alone does not change \
        numbers, and implementations differ in what they refuse; it counts as potentially breaking.\n\nSee the \
        Avro Specification 1.12, \"Schema Resolution\"; \"Logical Types\".",
    bad: (
        r#"{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}"#,
        r#"{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3}"#,
    ),
    good: (r#""bytes""#, r#""bytes""#),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::DecimalChanged {
        return None;
    }
    let message = format!("{} became {}", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "the numbers are read as before");
    Some(context.graded(&RULES[0], change, safe, message, "add a field with the new scale beside the old one"))
}
