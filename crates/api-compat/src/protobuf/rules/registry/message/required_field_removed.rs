//! A required field is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::model::Cardinality;
use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A required field is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "required-field-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::NewWriters],
    summary: "A required field is gone.",
    explanation: "\
        Readers that know it refuse messages that lack it, as all messages of new writers do.\n\nSee the \
        Protocol Buffers documentation, Language Guide (proto2), Required Fields.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; required string tag = 2; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; reserved 2; reserved \"tag\"; }"),
    ),
    good: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; required string tag = 2; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { required string tag = 2; optional string name = 1; optional string kind = 3; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    let field = change.before.and_then(crate::protobuf::change::Node::field);
    let required = field.is_some_and(|field| field.cardinality == Cardinality::Required);
    if !(change.is(Element::Field, "", Edit::Removed) && required) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{}, which was required, is gone", change.subject()),
        "a reader that knows it refuses every message without it",
        "make it optional first, and remove it once every reader knows that",
    ))
}
