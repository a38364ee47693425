//! The reason for which an enum value is deprecated is another one.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Element, KINDS};

/// The reason for which an enum value is deprecated is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-type-value-deprecation-reason-changed",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The reason for which an enum value is deprecated is another one.",
    explanation: "\
        Reasons are for people.\n\n\
        See the GraphQL Specification (October 2021), 3.13.3 @deprecated.",
    bad: (
        r#"type Query {
  mood: Mood
}

enum Mood {
  GOOD
  FINE @deprecated(reason: "Use GOOD")
}"#,
        r#"type Query {
  mood: Mood
}

enum Mood {
  GOOD
  FINE @deprecated(reason: "Say GOOD")
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
    if change.element != Element::EnumValue || change.aspect != Aspect::Reason {
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
