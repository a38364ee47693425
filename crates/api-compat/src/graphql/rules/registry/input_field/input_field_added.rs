//! A field of an input object is new, and need not be given.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field of an input object is new, and need not be given.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "input-field-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A field of an input object is new, and need not be given.",
    explanation: "\
        What clients send is valid as before. With a default the service gets a value that nobody gave, \
        which may break it while it is rolled out.\n\n\
        See the GraphQL Specification (October 2021), 3.10 Input Objects.",
    bad: (
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
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::InputField, Aspect::Whole, Edit::Added) || change.is_required() {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.has_default() && !change.in_new { Severity::PotentiallyBreaking } else { RULES[0].severity },
        format!("the input field `{}` is new", change.at),
        if change.has_default() {
            "the service gets a value that nobody gave"
        } else {
            "what clients send is valid as before"
        },
        "nothing",
    ))
}
