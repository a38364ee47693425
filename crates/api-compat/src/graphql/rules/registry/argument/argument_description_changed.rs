//! The description of an argument of a field is another one.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The description of an argument of a field is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "argument-description-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The description of an argument of a field is another one.",
    explanation: "\
        Descriptions are for people.\n\n\
        See the GraphQL Specification (October 2021), 3.6.1 Field Arguments.",
    bad: (
        r"type Query {
  pets(first: Int): Int
}",
        r#"type Query {
  pets("How many" first: Int): Int
}"#,
    ),
    good: (
        r"type Query {
  pets(first: Int): Int
}",
        r"type Query {
  pets(first: Int = 10): Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::Argument || change.aspect != Aspect::Description {
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
