//! A field has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels, ProtobufLevel};

/// A field has another name.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-field-renamed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A field has another name.",
    explanation: "\
        The number is the same, so that nobody sees it on the wire; JSON, text format and field masks go by \
        the name, and so does generated code.\n\nSee the Protocol Buffers documentation, ProtoJSON Format.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string title = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; string title = 2; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_of_field("name") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::WireJson),
        format!("{} is called `{}` now", change.subject(), change.new),
        "JSON, text format, field masks and generated code go by the name",
        "add a field, and deprecate this one",
    ))
}
