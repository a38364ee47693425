//! A field that is not there means another value.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels, ProtobufLevel};

/// A field that is not there means another value.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-default-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A field that is not there means another value.",
    explanation: "\
        The value is not sent: writer and reader each take the one that their own definition has.\n\nSee the \
        Protocol Buffers documentation, Language Guide (proto2), Default Values.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional int32 legs = 1 [default = 4]; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional int32 legs = 1 [default = 2]; }"),
    ),
    good: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional int32 legs = 1 [default = 4]; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional int32 legs = 1 [default = 4]; optional int32 wings = 2 [default = 2]; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_of_field("default_value") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{} is {} where it is not there, and was {}", change.subject(), change.new, change.old),
        "the value is not sent: each side takes its own",
        "leave the default value as it was",
    ))
}
