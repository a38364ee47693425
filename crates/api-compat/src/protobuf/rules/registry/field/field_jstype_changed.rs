//! A number has another type in JavaScript.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Element, KINDS, Levels, ProtobufLevel};

/// A number has another type in JavaScript.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-jstype-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A number has another type in JavaScript.",
    explanation: "\
        `jstype` decides whether a number of 64 bits is a string, a number or a `bigint` in generated \
        code.\n\nSee the Protocol Buffers documentation, descriptor.proto, FieldOptions.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { int64 id = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { int64 id = 1 [jstype = JS_STRING]; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { int32 id = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { int32 id = 1 [jstype = JS_STRING]; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    let (old, new) = change.fields()?;
    let is_option = change.is_option(Element::Field, "jstype") || change.is_option(Element::Extension, "jstype");
    if !(is_option && old.kind.is_64_bits() && new.kind.is_64_bits()) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Package),
        change.option_message(),
        "code in JavaScript gets another type",
        "leave the option as it was",
    ))
}
