//! A value of an enum has one more name.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// A value of an enum has one more name.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-alias-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A value of an enum has one more name.",
    explanation: "\
        The first one is written, all are read.\n\nSee the Protocol Buffers documentation, Language Guide, \
        Enum Value Aliases.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { option allow_alias = true; KIND_UNKNOWN = 0; DOG = 1; HOUND = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; HOUND = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::EnumValue, "name", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} (number {}) is called `{}` as well", change.subject(), change.item(), change.new),
        "what was written before is read as before",
        "nothing",
    ))
}
