//! An argument of a field is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// An argument of a field is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "argument-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "An argument of a field is gone.",
    explanation: "\
        Whoever gives it is refused.\n\n\
        See the GraphQL Specification (October 2021), 3.6.1 Field Arguments.",
    bad: (
        r"type Query {
  pets(first: Int, tag: Int): Int
}",
        r"type Query {
  pets(first: Int): Int
}",
    ),
    good: (
        r"type Query {
  pets(first: Int): Int
}",
        r"type Query {
  pets(first: Int, tag: Int): Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Argument, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the argument `{}` is gone{}", change.at, change.as_announced()),
        "an operation that gives it is refused",
        "deprecate it first; remove it once nobody gives it",
    ))
}
