//! A directive may no longer stand at a place.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive may no longer stand at a place.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-location-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A directive may no longer stand at a place.",
    explanation: "\
        Whoever uses it there is refused.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives; 5.7.2 Directives Are in Valid \
        Locations.",
    bad: (
        r"directive @show on FIELD | QUERY

type Query {
  pets: Int
}",
        r"directive @show on FIELD

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
    if !change.is(Element::DirectiveLocation, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the directive `{}` may no longer stand at `{}`", change.at, change.old_name()),
        "whoever uses it there is refused",
        "keep the place",
    ))
}
