//! The values of a type mean something else.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// The values of a type mean something else.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "logical-type-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "The values of a type mean something else.",
    explanation: "\
        A logical type says what the values of the type below it mean: a `long` may be milliseconds or \
        microseconds. Who reads with another logical type reads the same number, and takes it for something \
        else: 1000 as milliseconds is a second, as microseconds a thousandth of one. Who does not know a \
        logical type reads the type below it; whether that matters lies with whoever reads, so it counts as \
        potentially breaking where one side has none.\n\nSee the Avro Specification 1.12, \"Schema \
        Resolution\"; \"Logical Types\".",
    bad: (
        r#"{"type": "long", "logicalType": "timestamp-millis"}"#,
        r#"{"type": "long", "logicalType": "timestamp-micros"}"#,
    ),
    good: (
        r#"{"type": "long", "logicalType": "timestamp-millis"}"#,
        r#"{"type": "long", "logicalType": "timestamp-millis"}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::LogicalTypeChanged {
        return None;
    }
    let message = format!("{} became {}", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "the values themselves are read");
    Some(context.graded(&RULES[0], change, safe, message, "add a field with the new meaning beside the old one"))
}
