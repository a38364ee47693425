//! A directive stands on something that it did not stand on.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive stands on something that it did not stand on.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-applied",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A directive stands on something that it did not stand on.",
    explanation: "\
        What it means is known to the service and to tools alone: it may restrict access, or cost more. \
        `@deprecated` says that clients should stop using something, which works as before.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives; 3.13.3 @deprecated; 3.13.4 \
        @specifiedBy.",
    bad: (
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int
}",
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int @cost(of: 1)
}",
    ),
    good: (
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int
}",
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Applied, Aspect::Whole, Edit::Added) || change.is_one_of() {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.in_new || change.is_documentation() { Severity::NonBreaking } else { RULES[0].severity },
        format!("the directive `@{}` stands on {} now", change.directive(), change.host()),
        if change.in_new {
            "what it stands on is new"
        } else if change.is_documentation() {
            "it works as before"
        } else {
            "what the directive means is known to the service alone"
        },
        "find out what the directive does for clients",
    ))
}
