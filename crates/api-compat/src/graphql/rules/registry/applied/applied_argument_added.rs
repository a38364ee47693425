//! A directive that stands somewhere is given another argument.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive that stands somewhere is given another argument.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "applied-argument-added",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A directive that stands somewhere is given another argument.",
    explanation: "\
        A use says more than before, or comes with its arguments.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives.",
    bad: (
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int @cost
}",
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int @cost(of: 1)
}",
    ),
    good: (
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int @cost(of: 1)
}",
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int @cost(of: 1)
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::AppliedArgument, Aspect::Whole, Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` is given now: {}", change.at, change.new_value()),
        "what the directive says is more than before",
        "find out what the directive does for clients",
    ))
}
