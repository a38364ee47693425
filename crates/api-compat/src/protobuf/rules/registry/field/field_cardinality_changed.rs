//! A field comes another number of times, or its absence means something else.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{Change, Context, KINDS};

/// A field comes another number of times, or its absence means something else.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-cardinality-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A field comes another number of times, or its absence means something else.",
    explanation: "\
        On the wire a field that comes once and one that is repeated are not the same, nor is one that is \
        required; whether the absence of a value can be told from its default value shows in code and in \
        what is written. A map is a repeated message on the wire and another thing in JSON.\n\nSee the \
        Protocol Buffers documentation, Application Note: Field Presence.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { repeated string name = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; repeated string names = 2; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is_of_field("label") {
        return None;
    }
    let (old, new) = change.fields()?;
    let (levels, why) = context.cardinalities(old.cardinality, new.cardinality);
    Some(context.finding(
        &RULES[0],
        change,
        levels,
        format!("{} was {}, and is {}", change.subject(), change.old, change.new),
        why,
        "add a field, and deprecate this one",
    ))
}
