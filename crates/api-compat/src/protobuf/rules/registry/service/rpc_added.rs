//! A method of a service came.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A method of a service came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "rpc-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A method of a service came.",
    explanation: "\
        Nobody calls it yet. Forwards, a client that calls it on the old server is told that it is not \
        implemented.\n\nSee the Protocol Buffers documentation, Language Guide, Defining Services.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); rpc Put(Pet) returns (Pet); }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet) { option deprecated = true; } }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Method, "", Edit::Added) {
        return None;
    }
    Some(context.addition(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{} is new", change.subject()),
        "a new client that calls it on the old server is told that it is not implemented",
        "serve it before anybody calls it",
    ))
}
