//! An option is another one.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS, Levels};

/// An option is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "proto-option-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "An option is another one.",
    explanation: "\
        It is none that another rule knows: what it changes, if anything, is said for itself.\n\nSee the \
        Protocol Buffers documentation, descriptor.proto.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { Pet child = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { Pet child = 1 [lazy = true]; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { Pet child = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { Pet child = 1 [lazy = false]; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if change.field != "options" || change.item().starts_with('(') || context.is_judged_elsewhere(change) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        change.option_message(),
        "what it changes, if anything, is said for itself",
        "nothing",
    ))
}
