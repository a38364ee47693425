//! A field is deprecated.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field is deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-deprecated",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A field is deprecated.",
    explanation: "\
        It works as before, and clients are asked to stop using it.\n\n\
        See the GraphQL Specification (October 2021), 3.6.2 Field Deprecation.",
    bad: (
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
    good: (
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
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Field, Aspect::Deprecation, Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` is deprecated{}", change.at, change.reason()),
        "it works as before, and clients are asked to stop using it",
        "tell those who use it",
    ))
}
