//! A field is of another type.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field is of another type.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-type-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A field is of another type.",
    explanation: "\
        A client gets what it does not expect: another value, no value, or a list where there was none; or \
        its operation is refused.\n\n\
        See the GraphQL Specification (October 2021), 3.6.1 Field Arguments to 3.6.2 Field Deprecation; \
        6.4.3 Value Completion.",
    bad: (
        r"type Query {
  pets: [String]
}",
        r"type Query {
  pets: [Int]
}",
    ),
    good: (
        r"type Query {
  pets: [String]
}",
        r"type Query {
  pets: [String!]
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Field, Aspect::Type, Edit::Changed) || change.is_safe_output() {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the field `{}` {}", change.at, change.was_and_is()),
        "a client gets what it does not expect, or its operation is refused",
        "add a field of the new type beside it, and deprecate this one",
    ))
}
