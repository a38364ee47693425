//! A required field came.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::model::Cardinality;
use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A required field came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "required-field-added",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::NewReaders, Party::StoredData],
    summary: "A required field came.",
    explanation: "\
        Messages of writers that do not know it, and stored ones, lack it: readers refuse them as not \
        initialised.\n\nSee the Protocol Buffers documentation, Language Guide (proto2), Required Fields.",
    bad: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; required string tag = 2; }"),
    ),
    good: (
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; }"),
        lines!("syntax = \"proto2\";" "package pets;" "message Pet { optional string name = 1; optional string tag = 2; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    let field = change.after.and_then(crate::protobuf::change::Node::field);
    let required = field.is_some_and(|field| field.cardinality == Cardinality::Required);
    if !(change.is(Element::Field, "", Edit::Added) && required) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::Wire),
        format!("{} is new, and required", change.subject()),
        "a message of a writer that does not know it is refused",
        "make it optional, and check for it in the application",
    ))
}
