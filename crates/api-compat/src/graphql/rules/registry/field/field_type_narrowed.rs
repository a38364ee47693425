//! A field is of a type that promises more.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field is of a type that promises more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-type-narrowed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A field is of a type that promises more.",
    explanation: "\
        What it answers is what it answered, or part of that: what could be `null` is not any more.\n\n\
        See the GraphQL Specification (October 2021), 3.6 Objects; 3.12 Non-Null.",
    bad: (
        r"type Query {
  pets: [String]
}",
        r"type Query {
  pets: [String!]
}",
    ),
    good: (
        r"type Query {
  pets: [String]
}",
        r"type Query {
  pets: [Int]
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Field, Aspect::Type, Edit::Changed) || !change.is_safe_output() {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the field `{}` {}", change.at, change.was_and_is()),
        "every answer is one that clients were prepared for",
        "nothing",
    ))
}
