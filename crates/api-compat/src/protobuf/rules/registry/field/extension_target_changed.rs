//! An extension extends another message, or has another number.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// An extension extends another message, or has another number.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "extension-target-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "An extension extends another message, or has another number.",
    explanation: "\
        What was written under the old number is not found under the new one, and stays among the unknown \
        fields.\n\nSee the Protocol Buffers documentation, Extension Declarations.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 199; }" "message Toy {}" "extend Pet { optional Toy toy = 100; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 199; }" "message Toy {}" "extend Pet { optional Toy toy = 101; }"),
    ),
    good: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 199; }" "message Toy {}" "extend Pet { optional Toy toy = 100; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 199; }" "message Toy {}" "extend Pet { optional Toy toy = 100; optional Toy ball = 101; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !(change.is(Element::Extension, "extendee", Edit::Changed)) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{} was {}, and is {}", change.subject(), change.old, change.new),
        "what was written under the old number is not found under the new one",
        "add an extension, and deprecate this one",
    ))
}
