//! A field has another name in JSON.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels, ProtobufLevel};

/// A field has another name in JSON.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "json-name-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A field has another name in JSON.",
    explanation: "\
        Whoever writes the old name is refused, and whoever looks for it does not find it.\n\nSee the \
        Protocol Buffers documentation, ProtoJSON Format.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1 [json_name = \"title\"]; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1 [json_name = \"name\"]; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_of_field("json_name") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::WireJson),
        format!("{} is called `{}` in JSON now, not `{}`", change.subject(), change.new, change.old),
        "who reads JSON does not find it, and who writes it is refused",
        "leave the name as it was",
    ))
}
