//! C++ services are generated, or are not.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// C++ services are generated, or are not.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "cc-generic-services-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "C++ services are generated, or are not.",
    explanation: "\
        The option `cc_generic_services` decides what is generated: classes of services come or go. On the \
        wire nobody sees the difference.\n\nSee the Protocol Buffers documentation, Language Guide, Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "option cc_generic_services = true;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option cc_generic_services = false;" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "option cc_generic_services = true;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option cc_generic_services = true;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::File, "cc_generic_services") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "classes of services come or go",
        "leave the option as it was, or put the new definitions into a new package",
    ))
}
