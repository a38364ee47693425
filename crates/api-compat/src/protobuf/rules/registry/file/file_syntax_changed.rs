//! A file is written in another syntax.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A file is written in another syntax.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "file-syntax-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A file is written in another syntax.",
    explanation: "\
        What nobody wrote down follows from the syntax: presence, closed enums, packing, the check of \
        strings. Each that changes is said for itself; generated code changes all the more.\n\nSee the \
        Protocol Buffers documentation, Feature Settings for Editions.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { optional string name = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { optional string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { optional string name = 1; string tag = 2; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::File, "syntax", Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        format!("{} went from {} to {}", change.subject(), change.old, change.new),
        "what nobody wrote down follows from the syntax, and generated code with it",
        "set the features that keep what was: `protoc --edition_defaults_out`, prototiller",
    ))
}
