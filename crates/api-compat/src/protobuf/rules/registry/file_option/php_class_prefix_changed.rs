//! The prefix of classes in PHP is another one.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// The prefix of classes in PHP is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "php-class-prefix-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "The prefix of classes in PHP is another one.",
    explanation: "\
        The option `php_class_prefix` decides what is generated: classes have other names. On the wire \
        nobody sees the difference.\n\nSee the Protocol Buffers documentation, Language Guide, Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "option php_class_prefix = \"Pet\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option php_class_prefix = \"Animal\";" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "option php_class_prefix = \"Pet\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option php_class_prefix = \"Pet\";" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::File, "php_class_prefix") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "classes have other names",
        "leave the option as it was, or put the new definitions into a new package",
    ))
}
