//! An enum value is deprecated.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// An enum value is deprecated.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-type-value-deprecated",
    severity: Severity::NonBreaking,
    kinds: KINDS,
    who_breaks: &[],
    summary: "An enum value is deprecated.",
    explanation: "\
        It works as before, and clients are asked to stop using it.\n\n\
        See the GraphQL Specification (October 2021), 3.13.3 @deprecated.",
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
  FINE @deprecated(reason: "Use GOOD")
}"#,
    ),
    good: (
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
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::EnumValue, Aspect::Deprecation, Edit::Added) {
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
