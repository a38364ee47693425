//! The description of the schema is another one.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The description of the schema is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "schema-description-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The description of the schema is another one.",
    explanation: "\
        Descriptions are for people.\n\n\
        See the GraphQL Specification (October 2021), 3.3 Schema.",
    bad: (
        r#""Pets" schema {
  query: Query
}

type Query {
  pets: Int
}"#,
        r#""All pets" schema {
  query: Query
}

type Query {
  pets: Int
}"#,
    ),
    good: (
        r"schema {
  query: Query
}

type Query {
  pets: Int
}",
        r"schema {
  query: Query
}

type Query {
  pets: Int
  toys: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::Schema || change.aspect != Aspect::Description {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the description of the schema {}", change.became()),
        "descriptions are for people",
        "nothing",
    ))
}
