//! A file came.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// A file came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "proto-file-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A file came.",
    explanation: "\
        Nothing that was there refers to it.\n\nSee the Protocol Buffers documentation, Language Guide, \
        Importing Definitions.",
    bad: ("", ""),
    good: ("", ""),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::File, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} is new", change.subject()),
        "nothing that was there refers to it",
        "nothing",
    ))
}
