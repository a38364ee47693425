//! A type became another one.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::avro::rules::{Change, Context, KINDS, What};

/// A type became another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "datum-type-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A type became another one.",
    explanation: "\
        A reader takes data of its own type, and of those that are promoted to it: int to long, float and \
        double; long to float and double; float to double; string and bytes to each other. A union takes what \
        one of its branches takes; what was written by a union is read by a type only where it reads every \
        branch. A promotion is read in one direction only.\n\nSee the Avro Specification 1.12, \"Schema \
        Resolution\"; \"Logical Types\".",
    bad: (r#""long""#, r#""int""#),
    good: (r#""int""#, r#""int""#),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    if change.what != What::TypeChanged {
        return None;
    }
    let message = format!("{} became {}", change.words.0, change.words.1);
    let safe = (Severity::NonBreaking, "what was written as the old type is promoted to the new one");
    Some(context.graded(
        &RULES[0],
        change,
        safe,
        message,
        "keep the type, or add a field of the new type beside the old one",
    ))
}
