//! A field came.

use findings::{Finding, RuleMetadata, Severity};

use crate::protobuf::model::Cardinality;
use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, Levels, ProtobufLevel};

/// A field came.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-field-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A field came.",
    explanation: "\
        Readers that do not know it keep or skip it.\n\nSee the Protocol Buffers documentation, Language \
        Guide, Updating A Message Type.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; string tag = 2; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1 [deprecated = true]; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Field, "", Edit::Added) {
        return None;
    }
    let field = change.after?.field().filter(|it| it.cardinality != Cardinality::Required)?;
    Some(context.addition(
        &RULES[0],
        change,
        Levels::only(ProtobufLevel::WireJson),
        format!("{} (number {}) is new", change.subject(), field.number),
        "readers that do not know it skip it on the wire; one of JSON refuses it unless it ignores unknown fields",
        "nothing",
    ))
}
