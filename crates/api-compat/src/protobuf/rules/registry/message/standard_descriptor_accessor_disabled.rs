//! The accessor of a message's descriptor has another name.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// The accessor of a message's descriptor has another name.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "standard-descriptor-accessor-disabled",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "The accessor of a message's descriptor has another name.",
    explanation: "\
        With `no_standard_descriptor_accessor` the method `descriptor()` of C++ is not generated, so that a \
        field may have that name.\n\nSee the Protocol Buffers documentation, descriptor.proto, \
        MessageOptions.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { option no_standard_descriptor_accessor = true; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { option no_standard_descriptor_accessor = true; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !(change.is_option(Element::Message, "no_standard_descriptor_accessor") && change.new == "true") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "code that asks the message for its descriptor does not compile",
        "leave the option unset",
    ))
}
