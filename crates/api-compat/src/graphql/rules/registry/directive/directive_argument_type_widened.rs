//! An argument of a directive is of a type that takes more.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// An argument of a directive is of a type that takes more.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-argument-type-widened",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "An argument of a directive is of a type that takes more.",
    explanation: "\
        What was given before is taken as before: what had to be given may be `null`.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives; 5.8.5 All Variable Usages Are \
        Allowed.",
    bad: (
        r"directive @show(name: String!) on FIELD

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
        r"directive @show(name: String!) on FIELD

type Query {
  pets: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::DirectiveArgument, Aspect::Type, Edit::Changed) || !change.is_safe_input() {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the argument `{}` {}", change.at, change.was_and_is()),
        "what was given is taken as before",
        "nothing",
    ))
}
