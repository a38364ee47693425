//! A value of an enum has another name.

use std::collections::HashSet;

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::rules::{
    BOTH_WAYS, Change, Context, Edit, Element, KINDS, Levels, OLD_TO_NEW, ProtobufLevel, Who,
};

/// A value of an enum has another name.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-number-renamed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::NewWriters, Party::StoredData],
    summary: "A value of an enum has another name.",
    explanation: "\
        The number is the same, so that nobody sees it on the wire; JSON and text format go by the name, and \
        so does generated code.\n\nSee the Protocol Buffers documentation, ProtoJSON Format.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; HOUND = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { option allow_alias = true; KIND_UNKNOWN = 0; DOG = 1; HOUND = 1; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::EnumValue, "name", Edit::Changed) {
        return None;
    }
    let old: HashSet<&str> = change.old.split(", ").collect();
    let comes = change.new.split(", ").any(|new| !old.contains(new));
    let json = if comes { BOTH_WAYS } else { OLD_TO_NEW };
    Some(context.finding(
        &RULES[0],
        change,
        Levels::up_to(ProtobufLevel::WireJson).whom(Who::data(json, &[])),
        format!("{} (number {}) is called `{}` now", change.subject(), change.item(), change.new),
        "JSON, text format and generated code go by the name",
        "give the number both names with `allow_alias`",
    ))
}
