//! Java classes stand alone, or within one outer class.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// Java classes stand alone, or within one outer class.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "java-multiple-files-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "Java classes stand alone, or within one outer class.",
    explanation: "\
        The option `java_multiple_files` decides what is generated: classes have other full names. On the \
        wire nobody sees the difference.\n\nSee the Protocol Buffers documentation, Language Guide, Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "option java_multiple_files = true;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option java_multiple_files = false;" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "option java_multiple_files = true;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "option java_multiple_files = true;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_option(Element::File, "java_multiple_files") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "classes have other full names",
        "leave the option as it was, or put the new definitions into a new package",
    ))
}
