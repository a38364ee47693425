//! A directive is new.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive is new.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A directive is new.",
    explanation: "\
        Nobody used it before.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives.",
    bad: (
        r"type Query {
  pets: Int
}",
        r"directive @show on FIELD

type Query {
  pets: Int
}",
    ),
    good: (
        r"directive @show on FIELD

type Query {
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
    if !change.is(Element::Directive, Aspect::Whole, Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the directive `{}` is new", change.at),
        "nobody used it before",
        "nothing",
    ))
}
