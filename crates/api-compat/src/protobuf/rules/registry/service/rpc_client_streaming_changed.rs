//! The client of a method sends a stream, or sends one no more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// The client of a method sends a stream, or sends one no more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "rpc-client-streaming-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::NewWriters],
    summary: "The client of a method sends a stream, or sends one no more.",
    explanation: "\
        The other side waits for one message where many come, or for more than comes; generated code has \
        another shape. Calls of old clients to new servers break, and those of new clients to old servers; \
        what is stored is not concerned.\n\nSee the Protocol Buffers documentation, Language Guide, Defining Services.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(stream Pet) returns (Pet); }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet) { option deprecated = true; } }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Method, "client_streaming", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{}: the client sends {}, and sent {}", change.subject(), change.new, change.old),
        "one side waits for another number of messages than the other one sends",
        "add a method, and deprecate this one",
    ))
}
