//! A message is promised to work in JSON.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// A message is promised to work in JSON.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-json-format-promised",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A message is promised to work in JSON.",
    explanation: "\
        Compilers check from now on that its names in JSON do not clash.\n\nSee the Protocol Buffers \
        documentation, Feature Settings for Editions, features.json_format.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { optional string name = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { optional string name = 1; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !(change.is(Element::Message, "json_format", Edit::Changed) && change.old != "ALLOW") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} is promised to work in JSON", change.subject()),
        "that is checked from now on",
        "nothing",
    ))
}
