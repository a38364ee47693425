//! A directive that stands somewhere is given another value.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive that stands somewhere is given another value.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "applied-argument-changed",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A directive that stands somewhere is given another value.",
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
  pets: Int @cost(of: 2)
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
    if !change.is(Element::AppliedArgument, Aspect::Whole, Edit::Changed) {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.is_documentation() { Severity::NonBreaking } else { RULES[0].severity },
        format!("`{}` {}", change.at, change.was_and_is()),
        if change.is_documentation() {
            "reasons are for people"
        } else {
            "what the directive means is known to the service alone"
        },
        "find out what the directive does for clients",
    ))
}
