//! A value of an enum is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::change::Node;
use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, OLD_TO_NEW, Who};

/// A value of an enum is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-number-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::StoredData],
    summary: "A value of an enum is gone.",
    explanation: "\
        Readers find a number that they have no name for, JSON with its name is refused, and number and name \
        may come back with another meaning: so both have to be reserved. Reserving the number makes it safe \
        on the wire, reserving the names as well makes it safe in JSON; code that uses the value does not \
        compile either way.\n\nSee the Protocol Buffers documentation, Language Guide, Enumerations, \
        Reserved Values.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; CAT = 2; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; CAT = 2; }"),
        lines!("syntax = \"proto3\";" "package pets;" "enum Kind { KIND_UNKNOWN = 0; DOG = 1; CAT = 2 [deprecated = true]; }"),
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::EnumValue, "", Edit::Removed) {
        return None;
    }
    let Node::EnumValue(_, owner, value) = change.before? else { return None };
    let now = change.after.and_then(crate::protobuf::change::Node::enumeration);
    let number = now.is_some_and(|it| it.reserved_ranges.iter().any(|range| range.holds(value.number)));
    let mut names = owner.values.iter().filter(|it| it.number == value.number).map(|it| &it.name);
    let name = now.is_some_and(|it| names.all(|name| it.reserved_names.contains(name)));
    let (levels, state) = context.reserved(number, name);
    Some(context.finding(
        &RULES[0],
        change,
        levels.whom(Who::data(OLD_TO_NEW, OLD_TO_NEW)),
        format!("{} (number {}) is gone, {state}", change.subject(), value.number),
        "readers have no name for the number, JSON with its name is refused, and both may come back as another value",
        "keep it, deprecated, or reserve both its number and its name",
    ))
}
