//! A field came into a oneof, or left one.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{BOTH_WAYS, Change, Context, KINDS, Levels, NEW_TO_OLD, OLD_TO_NEW, ProtobufLevel, Who};

/// A field came into a oneof, or left one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-oneof-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A field came into a oneof, or left one.",
    explanation: "\
        Of the fields of a oneof only the last one that is read stays: values that were sent together are \
        lost, or two come that cannot be told apart.\n\nSee the Protocol Buffers documentation, Language \
        Guide, Oneof, Backwards-compatibility Issues.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string nick = 1; string full = 2; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { oneof name { string nick = 1; string full = 2; } }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { oneof name { string nick = 1; string full = 2; } }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { oneof name { string nick = 1; string full = 2; string code = 3; } }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_of_field("oneof_index") {
        return None;
    }
    // Whose oneof it is not writes it beside the others, of which the other side keeps the last one.
    let (what, ways) = match (change.old.as_str(), change.new.as_str()) {
        ("", new) => (format!("came into oneof `{new}`"), OLD_TO_NEW),
        (old, "") => (format!("left oneof `{old}`"), NEW_TO_OLD),
        (old, new) => (format!("went from oneof `{old}` to `{new}`"), BOTH_WAYS),
    };
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire).whom(Who::data(ways, ways)),
        format!("{} {what}", change.subject()),
        "of the fields of a oneof only the last one that is read stays",
        "add new fields for the oneof, and deprecate these",
    ))
}
