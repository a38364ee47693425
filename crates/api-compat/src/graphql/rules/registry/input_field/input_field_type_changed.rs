//! A field of an input object is of another type.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field of an input object is of another type.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "input-field-type-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A field of an input object is of another type.",
    explanation: "\
        Values and variables of the old type are refused, `null` among them where it is not allowed any \
        more.\n\n\
        See the GraphQL Specification (October 2021), 3.10 Input Objects; 5.8.5 All Variable Usages Are \
        Allowed.",
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
  name: String!
}",
    ),
    good: (
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String!
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
    if !change.is(Element::InputField, Aspect::Type, Edit::Changed) || change.is_safe_input() {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the input field `{}` {}", change.at, change.was_and_is()),
        "what was given is refused",
        "take the new type under a new name",
    ))
}
