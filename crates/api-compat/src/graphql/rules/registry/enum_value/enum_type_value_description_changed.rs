//! The description of an enum value is another one.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The description of an enum value is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-type-value-description-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The description of an enum value is another one.",
    explanation: "\
        Descriptions are for people.\n\n\
        See the GraphQL Specification (October 2021), 3.9 Enums.",
    bad: (
        r"type Query {
  mood: Mood
}

enum Mood {
  GOOD
  FINE
}",
        r#"type Query {
  mood: Mood
}

enum Mood {
  GOOD
  "Fine" FINE
}"#,
    ),
    good: (
        r"type Query {
  mood: Mood
}

enum Mood {
  GOOD
  FINE
}",
        r#"type Query {
  mood: Mood
}

enum Mood {
  GOOD
  FINE @deprecated(reason: "Use GOOD")
}"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if change.element != Element::EnumValue || change.aspect != Aspect::Description {
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
