//! A directive may no longer be used several times at one place.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive may no longer be used several times at one place.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-no-longer-repeatable",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A directive may no longer be used several times at one place.",
    explanation: "\
        Whoever repeats it is refused; most uses of a directive are single.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives; 5.7.3 Directives Are Unique per \
        Location.",
    bad: (
        r"directive @show repeatable on FIELD

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
    if !change.is(Element::Directive, Aspect::Repeatable, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the directive `{}` may no longer be repeated", change.at),
        "whoever repeats it is refused",
        "keep it repeatable",
    ))
}
