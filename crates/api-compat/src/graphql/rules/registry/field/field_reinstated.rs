//! A field is no longer deprecated.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field is no longer deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-reinstated",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A field is no longer deprecated.",
    explanation: "\
        Clients may rely on it again.\n\n\
        See the GraphQL Specification (October 2021), 3.6.2 Field Deprecation.",
    bad: (
        r#"type Query {
  pets: [Pet]
}

type Pet {
  name: String
  tag: String @deprecated(reason: "Use name")
}"#,
        r"type Query {
  pets: [Pet]
}

type Pet {
  name: String
  tag: String
}",
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
    if !change.is(Element::Field, Aspect::Deprecation, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` is no longer deprecated", change.at),
        "clients may rely on it again",
        "nothing",
    ))
}
