//! The extensions of a message travel in another way.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// The extensions of a message travel in another way.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-set-wire-format-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "The extensions of a message travel in another way.",
    explanation: "\
        With `message_set_wire_format` extensions are written as groups of a number and a value, and as \
        records otherwise: neither reader understands the other writer.\n\nSee the Protocol Buffers \
        documentation, descriptor.proto, MessageOptions.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 4 to max; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { option message_set_wire_format = true; extensions 4 to max; }"),
    ),
    good: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 4 to max; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 4 to max; optional string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::Message, "message_set_wire_format") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        change.option_message(),
        "extensions are written in a way that the other side does not read",
        "make a new message instead",
    ))
}
