//! Something is deprecated.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels};

/// Something is deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "proto-deprecated",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "Something is deprecated.",
    explanation: "\
        It works as before; compilers warn.\n\nSee the Protocol Buffers documentation, Language Guide, \
        Options.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1 [deprecated = true]; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1 [deprecated = true]; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !(change.field == "options" && change.item() == "deprecated" && change.new == "true") {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} is deprecated", change.subject()),
        "it works as before",
        "nothing",
    ))
}
