//! The package in Go is another one.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// The package in Go is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "go-package-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "The package in Go is another one.",
    explanation: "\
        The option `go_package` decides what is generated: every import of the old path finds nothing. On \
        the wire nobody sees the difference.\n\nSee the Protocol Buffers documentation, Language Guide, \
        Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "option go_package = \"example.com/pets\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option go_package = \"example.com/animals\";" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "option go_package = \"example.com/pets\";" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option go_package = \"example.com/pets\";" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::File, "go_package") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "every import of the old path finds nothing",
        "leave the option as it was, or put the new definitions into a new package",
    ))
}
