//! A field is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::protobuf::model::Cardinality;
use crate::protobuf::rules::{Change, Context, Edit, Element, KINDS, OLD_TO_NEW, Who};

/// A field is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "message-field-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters, Party::NewReaders, Party::StoredData],
    summary: "A field is gone.",
    explanation: "\
        Its value is lost on the way, JSON that holds it is refused, and its number and name may come back \
        with another meaning: so both have to be reserved. Reserving the number makes it safe on the wire, \
        reserving the name as well makes it safe in JSON; code that uses the field does not compile either \
        way.\n\nSee the Protocol Buffers documentation, Language Guide, Deleting Fields.",
    bad: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; string tag = 2; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; }"),
    ),
    good: (
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; string tag = 2; }"),
        lines!("syntax = \"proto3\";" "package pets;" "message Pet { string name = 1; string tag = 2 [deprecated = true]; }"),
    ),
}];

/// Nobody reads what is written, and old readers wait for it; new readers pass over it.
const LOST: &[Party] = &[Party::OldReaders, Party::OldWriters, Party::StoredData];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Field, "", Edit::Removed) {
        return None;
    }
    let field = change.before?.field().filter(|it| it.cardinality != Cardinality::Required)?;
    let message = change.after.and_then(crate::protobuf::change::Node::message);
    let number = message.is_some_and(|it| it.reserved_ranges.iter().any(|range| range.holds(field.number)));
    let name = message.is_some_and(|it| it.reserved_names.contains(&field.name));
    let (levels, state) = context.reserved(number, name);
    Some(context.finding(
        &RULES[0],
        change,
        levels.whom(Who::data(OLD_TO_NEW, LOST)),
        format!("{} (number {}) is gone, {state}", change.subject(), field.number),
        "its value is lost, JSON with it is refused, and what comes back under its number or name is taken for it",
        "keep it, deprecated, or reserve both its number and its name",
    ))
}
