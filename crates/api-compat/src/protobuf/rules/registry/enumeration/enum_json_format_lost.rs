//! An enum is not promised to work in JSON any more.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// An enum is not promised to work in JSON any more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-json-format-lost",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::StoredData],
    summary: "An enum is not promised to work in JSON any more.",
    explanation: "\
        With `json_format = LEGACY_BEST_EFFORT`, which proto2 has, nobody checks that its names work.\n\nSee \
        the Protocol Buffers documentation, Feature Settings for Editions, features.json_format.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; }"),
        lines!("syntax = \"proto2\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; }"),
    ),
    good: (
        lines!("syntax = \"proto2\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !(change.is(Element::Enum, "json_format", Edit::Changed) && change.old == "ALLOW") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::WireJson),
        format!("{} is not promised to work in JSON any more", change.subject()),
        "nobody checks that its names work in JSON",
        "set `features.json_format = ALLOW`",
    ))
}
