//! The numbers of a field travel in one record, or in one each.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels};

/// The numbers of a field travel in one record, or in one each.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-packing-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The numbers of a field travel in one record, or in one each.",
    explanation: "\
        Every reader takes both.\n\nSee the Protocol Buffers documentation, Encoding, Packed Repeated \
        Fields.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { repeated int32 ages = 1 [packed = true]; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { repeated int32 ages = 1 [packed = false]; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { repeated int32 ages = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { repeated int32 ages = 1 [packed = true]; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_of_field("packed") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} was {}, and is {}", change.subject(), change.old, change.new),
        "every reader takes both",
        "nothing",
    ))
}
