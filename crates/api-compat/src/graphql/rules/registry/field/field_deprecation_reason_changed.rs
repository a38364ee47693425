//! The reason for which a field is deprecated is another one.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The reason for which a field is deprecated is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-deprecation-reason-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The reason for which a field is deprecated is another one.",
    explanation: "\
        Reasons are for people.\n\n\
        See the GraphQL Specification (October 2021), 3.6.2 Field Deprecation.",
    bad: (
        r#"type Query {
  pets: [Pet]
}

type Pet {
  name: String
  tag: String @deprecated(reason: "Use name")
}"#,
        r#"type Query {
  pets: [Pet]
}

type Pet {
  name: String
  tag: String @deprecated(reason: "Use id")
}"#,
    ),
    good: (
        r"type Query {
  pets: [Pet]
}

type Pet {
  name: String
  tag: String
}",
        r#"type Query {
  pets: [Pet]
}

type Pet {
  name: String
  tag: String @deprecated(reason: "Use name")
}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::Field || change.aspect != Aspect::Reason {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the reason for which `{}` is deprecated {}", change.at, change.became()),
        "reasons are for people",
        "nothing",
    ))
}
