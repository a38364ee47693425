//! A directive is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A directive is gone.",
    explanation: "\
        Operations, or other schemas, that use it are refused.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives; 5.7.1 Directives Are Defined.",
    bad: (
        r"directive @show on FIELD

type Query {
  pets: Int
}",
        r"type Query {
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
    if !change.is(Element::Directive, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the directive `{}` is gone", change.at),
        "whoever uses it is refused",
        "keep it until nobody uses it",
    ))
}
