//! A directive no longer stands on something.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive no longer stands on something.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-no-longer-applied",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A directive no longer stands on something.",
    explanation: "\
        What it means is known to the service and to tools alone. Without `@deprecated` clients may rely on \
        something again, and without `@oneOf` more is taken than before.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives; 3.13.3 @deprecated; 3.13.4 \
        @specifiedBy.",
    bad: (
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int @cost(of: 1)
}",
        r"directive @cost(of: Int) on FIELD_DEFINITION

type Query {
  pets: Int
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
    if !change.is(Element::Applied, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.is_documentation() || change.is_one_of() { Severity::NonBreaking } else { RULES[0].severity },
        format!("the directive `@{}` no longer stands on {}", change.directive(), change.host()),
        if change.is_documentation() || change.is_one_of() {
            "whatever worked works"
        } else {
            "what the directive means is known to the service alone"
        },
        "find out what the directive does for clients",
    ))
}
