//! An enum no longer has a value.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// An enum no longer has a value.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-type-value-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "An enum no longer has a value.",
    explanation: "\
        Operations that send it are refused; who waits for it waits in vain.\n\n\
        See the GraphQL Specification (October 2021), 3.9 Enums.",
    bad: (
        r"type Query {
  pets(mood: Mood): Mood
}

enum Mood {
  GOOD
  FINE
}",
        r"type Query {
  pets(mood: Mood): Mood
}

enum Mood {
  GOOD
}",
    ),
    good: (
        r"type Query {
  pets(mood: Mood): Mood
}

enum Mood {
  GOOD
  FINE
}",
        r"type Query {
  pets(mood: Mood): Mood
}

enum Mood {
  GOOD
  FINE @deprecated
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::EnumValue, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the value `{}` of `{}` is gone{}", change.member(), change.name(), change.as_announced()),
        "an operation that sends it is refused, and a client that waits for it waits in vain",
        "deprecate it first; remove it once no client sends it",
    ))
}
