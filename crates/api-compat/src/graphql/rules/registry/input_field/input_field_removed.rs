//! A field of an input object is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field of an input object is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "input-field-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A field of an input object is gone.",
    explanation: "\
        Whoever gives it is refused.\n\n\
        See the GraphQL Specification (October 2021), 3.10 Input Objects.",
    bad: (
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
  tag: Int
}",
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
}",
    ),
    good: (
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
}",
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
  tag: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::InputField, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the input field `{}` is gone{}", change.at, change.as_announced()),
        "an operation that gives it is refused",
        "deprecate it first; remove it once nobody gives it",
    ))
}
