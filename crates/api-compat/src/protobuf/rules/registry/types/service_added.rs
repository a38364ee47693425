//! A service came.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A service came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "service-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A service came.",
    explanation: "\
        Nothing that was there refers to it.\n\nSee the Protocol Buffers documentation, Language Guide, \
        Updating A Message Type.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "service Toys {}" "message Pet {}"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet {}"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Service, "", Edit::Added) {
        return None;
    }
    Some(context.addition(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{} is new", change.subject()),
        "a new client that calls it on the old server is told that there is no such service",
        "serve it before anybody calls it",
    ))
}
