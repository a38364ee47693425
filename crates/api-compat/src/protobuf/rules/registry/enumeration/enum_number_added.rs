//! A value of an enum came.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A value of an enum came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-number-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A value of an enum came.",
    explanation: "\
        Old readers of an open enum see a number without a name, those of a closed one keep it among the \
        unknown fields; JSON with its name is refused by readers that do not know it.\n\nSee the Protocol \
        Buffers documentation, Enum Behavior.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1 [deprecated = true]; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::EnumValue, "", Edit::Added) {
        return None;
    }
    Some(context.addition(
        &RULES[0],
        change,
        Levels::only(ProtobufLevel::WireJson),
        format!("{} (number {}) is new", change.subject(), change.item()),
        "readers that do not know it see a number without a name, and refuse its name in JSON",
        "let readers know it before anybody writes it",
    ))
}
