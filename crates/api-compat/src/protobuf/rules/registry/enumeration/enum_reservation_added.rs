//! Numbers or names of an enum are reserved.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// Numbers or names of an enum are reserved.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-reservation-added",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "Numbers or names of an enum are reserved.",
    explanation: "\
        Nothing can be given them by mistake.\n\nSee the Protocol Buffers documentation, Language Guide, \
        Reserved Field Numbers.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { reserved 2, 4; KIND_UNKNOWN = 0; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { reserved 2, 4 to 6; reserved \"DOG\"; KIND_UNKNOWN = 0; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { reserved 2, 4 to 6; reserved \"DOG\"; KIND_UNKNOWN = 0; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { reserved 2, 4; KIND_UNKNOWN = 0; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    let range = change.is(Element::Enum, "reserved_range", Edit::Added);
    let name = change.is(Element::Enum, "reserved_name", Edit::Added);
    if !(range || name) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{}: `{}` is reserved", change.subject(), change.item()),
        "nothing can be given it by mistake",
        "nothing",
    ))
}
