//! Of the fields of an input object exactly one must be given.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// Of the fields of an input object exactly one must be given.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "one-of-applied",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "Of the fields of an input object exactly one must be given.",
    explanation: "\
        What gives none of them, or several, is refused.\n\n\
        See the GraphQL Specification (September 2025), 3.10.1 OneOf Input Objects.",
    bad: (
        r"type Query {
  pet(by: Key): Int
}

input Key {
  id: ID
  name: String
}",
        r"type Query {
  pet(by: Key): Int
}

input Key @oneOf {
  id: ID
  name: String
}",
    ),
    good: (
        r"type Query {
  pet(by: Key): Int
}

input Key @oneOf {
  id: ID
  name: String
}",
        r"type Query {
  pet(by: Key): Int
}

input Key {
  id: ID
  name: String
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Applied, Aspect::Whole, Edit::Added) || !change.is_one_of() {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.in_new { Severity::NonBreaking } else { RULES[0].severity },
        format!("the directive `@oneOf` stands on {} now", change.host()),
        if change.in_new { "what it stands on is new" } else { "what gives several of its fields is refused" },
        "take the new form under a new name",
    ))
}
