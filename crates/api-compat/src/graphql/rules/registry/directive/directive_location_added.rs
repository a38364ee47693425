//! A directive may stand at more places.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A directive may stand at more places.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-location-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A directive may stand at more places.",
    explanation: "\
        Uses are valid as before.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives.",
    bad: (
        r"directive @show on FIELD

type Query {
  pets: Int
}",
        r"directive @show on FIELD | QUERY

type Query {
  pets: Int
}",
    ),
    good: (
        r"type Query {
  pets: Int
}",
        r#""Pets"
type Query {
  pets: Int
}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::DirectiveLocation, Aspect::Whole, Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the directive `{}` may stand at `{}`", change.at, change.new_name()),
        "uses are valid as before",
        "nothing",
    ))
}
