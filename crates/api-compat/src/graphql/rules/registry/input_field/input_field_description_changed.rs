//! The description of a field of an input object is another one.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The description of a field of an input object is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "input-field-description-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The description of a field of an input object is another one.",
    explanation: "\
        Descriptions are for people.\n\n\
        See the GraphQL Specification (October 2021), 3.10 Input Objects.",
    bad: (
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
}",
        r#"type Query {
  pets(by: Filter): Int
}

input Filter {
  "Its name" name: String
}"#,
    ),
    good: (
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
}",
        r#"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String = "Rex"
}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::InputField || change.aspect != Aspect::Description {
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
