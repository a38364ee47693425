//! An enum has another value.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// An enum has another value.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "enum-type-value-added",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "An enum has another value.",
    explanation: "\
        A client may get a value that it does not know. Where the enum is only sent, nobody is surprised.\n\n\
        See the GraphQL Specification (October 2021), 3.9 Enums.",
    bad: (
        r"type Query {
  pets(mood: Mood): Mood
}

enum Mood {
  GOOD
}",
        r"type Query {
  pets(mood: Mood): Mood
}

enum Mood {
  GOOD
  FINE
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
  FINE
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::EnumValue, Aspect::Whole, Edit::Added) {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.in_new || context.takes_new_values() { Severity::Additive } else { RULES[0].severity },
        format!("the value `{}` of `{}` is new", change.member(), change.name()),
        "a client may get a value that it does not know",
        "make sure that clients take values that they do not know",
    ))
}
