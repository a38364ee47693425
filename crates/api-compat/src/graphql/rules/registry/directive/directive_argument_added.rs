//! An argument of a directive is new, and need not be given.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// An argument of a directive is new, and need not be given.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-argument-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "An argument of a directive is new, and need not be given.",
    explanation: "\
        Uses of the directive are valid as before.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives.",
    bad: (
        r"directive @show(name: String) on FIELD

type Query {
  pets: Int
}",
        r"directive @show(name: String, tag: Int) on FIELD

type Query {
  pets: Int
}",
    ),
    good: (
        r"directive @show(name: String) on FIELD

type Query {
  pets: Int
}",
        r"directive @show(name: String) on FIELD

type Query {
  pets: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::DirectiveArgument, Aspect::Whole, Edit::Added) || change.is_required() {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the argument `{}` is new", change.at),
        "uses of the directive are valid as before",
        "nothing",
    ))
}
