//! The schema has another type of operations.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// The schema has another type of operations.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "root-operation-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "The schema has another type of operations.",
    explanation: "\
        Mutations or subscriptions can be asked for that could not be before.\n\n\
        See the GraphQL Specification (October 2021), 3.3.1 Root Operation Types.",
    bad: (
        r"type Query {
  pets: Int
}",
        r"type Query {
  pets: Int
}

type Mutation {
  feed: Int
}",
    ),
    good: (
        r"type Query {
  pets: Int
}",
        r"type Query {
  pets: Int
  toys: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Root, Aspect::Whole, Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the type of {} is `{}` now", change.operations(), change.new_name()),
        "nobody asked for such operations before",
        "nothing",
    ))
}
