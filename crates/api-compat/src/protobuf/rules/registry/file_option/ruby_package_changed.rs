//! The module in Ruby is another one.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// The module in Ruby is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "ruby-package-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "The module in Ruby is another one.",
    explanation: "\
        The option `ruby_package` decides what is generated: constants have other full names. On the wire \
        nobody sees the difference.\n\nSee the Protocol Buffers documentation, Language Guide, Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "option ruby_package = \"Pets\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option ruby_package = \"Animals\";" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "option ruby_package = \"Pets\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option ruby_package = \"Pets\";" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::File, "ruby_package") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "constants have other full names",
        "leave the option as it was, or put the new definitions into a new package",
    ))
}
