//! A method gives another message.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A method gives another message.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "rpc-response-type-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::NewReaders],
    summary: "A method gives another message.",
    explanation: "\
        What one side writes is read by the other one as another message: under the same numbers, whatever \
        they mean there. Old clients of new servers break, and new clients of old servers.\n\nSee the Protocol Buffers documentation, Language Guide, Defining Services.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Toy); }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet); }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}" "message Toy { int32 size = 1; }" "service Pets { rpc Get(Pet) returns (Pet) { option deprecated = true; } }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Method, "output_type", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{} gives `{}`, and gave `{}`", change.subject(), change.new, change.old),
        "what one side writes is read by the other one as another message",
        "add a method with the new message, and deprecate this one",
    ))
}
