//! A method takes another message.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A method takes another message.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "rpc-request-type-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::NewWriters],
    summary: "A method takes another message.",
    explanation: "\
        What one side writes is read by the other one as another message: under the same numbers, whatever \
        they mean there. Calls of old clients to new servers break, and those of new clients to old servers.\n\nSee the Protocol Buffers documentation, Language Guide, Defining Services.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Toy) returns (Pet); }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet) { option deprecated = true; } }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Method, "input_type", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{} takes `{}`, and took `{}`", change.subject(), change.new, change.old),
        "what one side writes is read by the other one as another message",
        "add a method with the new message, and deprecate this one",
    ))
}
