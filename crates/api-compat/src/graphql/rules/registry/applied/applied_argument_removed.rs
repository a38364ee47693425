//! A directive that stands somewhere is no longer given an argument.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive that stands somewhere is no longer given an argument.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "applied-argument-removed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A directive that stands somewhere is no longer given an argument.",
    explanation: "\
        What it means is known to the service and to tools alone.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives.",
    bad: (
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int @cost(of: 1)
}",
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int @cost
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
    if !change.is(Element::AppliedArgument, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.is_documentation() { Severity::NonBreaking } else { RULES[0].severity },
        format!("`{}` is no longer given; it was {}", change.at, change.old_value()),
        if change.is_documentation() {
            "reasons are for people"
        } else {
            "what the directive means is known to the service alone"
        },
        "find out what the directive does for clients",
    ))
}
