//! The namespace of metadata in PHP is another one.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// The namespace of metadata in PHP is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "php-metadata-namespace-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "The namespace of metadata in PHP is another one.",
    explanation: "\
        The option `php_metadata_namespace` decides what is generated: what loads the metadata finds \
        nothing. On the wire nobody sees the difference.\n\nSee the Protocol Buffers documentation, Language \
        Guide, Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "option php_metadata_namespace = \"Pets\\\\Meta\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option php_metadata_namespace = \"Animals\\\\Meta\";" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "option php_metadata_namespace = \"Pets\\\\Meta\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option php_metadata_namespace = \"Pets\\\\Meta\";" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::File, "php_metadata_namespace") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "what loads the metadata finds nothing",
        "leave the option as it was, or put the new definitions into a new package",
    ))
}
