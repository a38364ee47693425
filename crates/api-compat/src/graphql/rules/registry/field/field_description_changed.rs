//! The description of a field is another one.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The description of a field is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-description-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The description of a field is another one.",
    explanation: "\
        Descriptions are for people.\n\n\
        See the GraphQL Specification (October 2021), 3.6 Objects.",
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
  "A tag" tag: String
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
    if change.element != Element::Field || change.aspect != Aspect::Description {
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
