//! The description of an argument of a directive is another one.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The description of an argument of a directive is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "directive-argument-description-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The description of an argument of a directive is another one.",
    explanation: "\
        Descriptions are for people.\n\n\
        See the GraphQL Specification (October 2021), 3.13 Directives.",
    bad: (
        r"directive @show(name: String) on FIELD

type Query {
  pets: Int
}",
        r#"directive @show("Its name" name: String) on FIELD

type Query {
  pets: Int
}"#,
    ),
    good: (
        r"directive @show(name: String) on FIELD

type Query {
  pets: Int
}",
        r#"directive @show(name: String = "Rex") on FIELD

type Query {
  pets: Int
}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::DirectiveArgument || change.aspect != Aspect::Description {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the description of `{}` {}", change.at, change.became()),
        "descriptions are for people",
        "nothing",
    ))
}
