//! An argument of a directive is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// An argument of a directive is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-argument-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "An argument of a directive is gone.",
    explanation: "\
        Whoever gives it is refused.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives.",
    bad: (
        r"directive @show(name: String, tag: Int) on FIELD

type Query {
  pets: Int
}",
        r"directive @show(name: String) on FIELD

type Query {
  pets: Int
}",
    ),
    good: (
        r"directive @show(name: String) on FIELD

type Query {
  pets: Int
}",
        r"directive @show(name: String, tag: Int) on FIELD

type Query {
  pets: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::DirectiveArgument, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the argument `{}` is gone{}", change.at, change.as_announced()),
        "a use of the directive with it is refused",
        "deprecate it first; remove it once nobody gives it",
    ))
}
