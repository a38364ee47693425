//! C++ messages of the file are made on arenas, or are not.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// C++ messages of the file are made on arenas, or are not.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "cc-enable-arenas-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "C++ messages of the file are made on arenas, or are not.",
    explanation: "\
        The option `cc_enable_arenas` decides what is generated: code that allocates messages on arenas does \
        not compile. On the wire nobody sees the difference.\n\nSee the Protocol Buffers documentation, \
        Language Guide, Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "option cc_enable_arenas = true;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option cc_enable_arenas = false;" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "option cc_enable_arenas = true;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option cc_enable_arenas = true;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::File, "cc_enable_arenas") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "code that allocates messages on arenas does not compile",
        "leave the option as it was, or put the new definitions into a new package",
    ))
}
