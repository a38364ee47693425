//! Numbers of a message are for extensions.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels};

/// Numbers of a message are for extensions.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "extension-range-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "Numbers of a message are for extensions.",
    explanation: "\
        Nobody used them before.\n\nSee the Protocol Buffers documentation, Extension Declarations.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 199; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 299; }"),
    ),
    good: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 199; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { extensions 100 to 149; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Message, "extension_range", Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::NONE,
        format!("{}: {} can be used for extensions", change.subject(), change.item()),
        "nobody used them before",
        "nothing",
    ))
}
