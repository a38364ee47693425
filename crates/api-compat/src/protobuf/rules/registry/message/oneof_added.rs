//! A oneof came.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// A oneof came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "oneof-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A oneof came.",
    explanation: "\
        Fields that were there before and moved into it are said for themselves.\n\nSee the Protocol Buffers \
        documentation, Language Guide, Oneof.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string id = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string id = 1; oneof name { string nick = 2; string full = 3; } }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string id = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string id = 1; string nick = 2; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Oneof, "", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{} is new", change.subject()),
        "nothing that was there is in it, or it is said of the field",
        "nothing",
    ))
}
