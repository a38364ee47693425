//! A field is of another type.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS};

/// A field is of another type.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-field-type-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A field is of another type.",
    explanation: "\
        Types of one group are read on the wire as each other: `int32`, `uint32`, `int64`, `uint64` and \
        `bool`; `sint32` and `sint64`; `fixed32` and `sfixed32`; `fixed64` and `sfixed64`; a `string` as \
        `bytes`, an enum as one of the same name with more values. In JSON the groups are smaller. Code does \
        not compile in any case.\n\nSee the Protocol Buffers documentation, Language Guide, Updating A \
        Message Type.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { int32 age = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string age = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { int32 age = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { int32 age = 1; string years = 2; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_of_field("type") {
        return None;
    }
    let (old, new) = change.fields()?;
    let (levels, why) = context.types(old, new);
    Some(context.finding(
        &RULES[0],
        change,
        levels,
        format!("{} went from `{}` to `{}`", change.subject(), change.old, change.new),
        why,
        "add a field with the new type, and deprecate this one",
    ))
}
