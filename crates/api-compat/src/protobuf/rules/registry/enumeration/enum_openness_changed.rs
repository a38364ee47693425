//! An enum is open or closed as it was not before.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// An enum is open or closed as it was not before.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-openness-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "An enum is open or closed as it was not before.",
    explanation: "\
        A reader puts a value that a closed enum does not declare among the unknown fields, and gives that \
        of an open enum as a number; generated code differs with it.\n\nSee the Protocol Buffers \
        documentation, Enum Behavior.",
    bad: (
        lines!("edition = \"2023\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; }"),
        lines!("edition = \"2023\";" "package pets;" "enum Kind { option features.enum_type = CLOSED; KIND_UNKNOWN = 0; }"),
    ),
    good: (
        lines!("edition = \"2023\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; }"),
        lines!("edition = \"2023\";" "package pets;" "enum Kind { option features.enum_type = OPEN; KIND_UNKNOWN = 0; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Enum, "enum_type", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        format!("{} was {}, and is {}", change.subject(), change.old, change.new),
        "values that it does not declare go elsewhere",
        "set `features.enum_type` to what it was",
    ))
}
