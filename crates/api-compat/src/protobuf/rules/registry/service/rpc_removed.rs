//! A method of a service is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A method of a service is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "rpc-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A method of a service is gone.",
    explanation: "\
        Whoever calls it is told that it is not implemented. In the bytes of messages nobody sees it.\n\nSee \
        the Protocol Buffers documentation, Language Guide, Defining Services.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); rpc Put(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet) { option deprecated = true; } }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Method, "", Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        format!("{} is gone", change.subject()),
        "who calls it is told that it is not implemented",
        "serve it on, deprecated, until nobody calls it",
    ))
}
