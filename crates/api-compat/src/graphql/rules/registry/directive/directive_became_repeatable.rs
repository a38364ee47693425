//! A directive may be used several times at one place.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive may be used several times at one place.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-became-repeatable",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A directive may be used several times at one place.",
    explanation: "\
        Uses are valid as before.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives.",
    bad: (
        r"directive @show on FIELD

type Query {
  pets: Int
}",
        r"directive @show repeatable on FIELD

type Query {
  pets: Int
}",
    ),
    good: (
        r"type Query {
  pets: Int
}",
        r"directive @show on FIELD

type Query {
  pets: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Directive, Aspect::Repeatable, Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the directive `{}` may be repeated", change.at),
        "uses are valid as before",
        "nothing",
    ))
}
