//! A type is new.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A type is new.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "graphql-type-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A type is new.",
    explanation: "\
        Nobody used it before.\n\n\
        See the GraphQL Specification (October 2021), 3.4 Types.",
    bad: (
        r"type Query {
  pets: [Pet]
}

type Pet {
  name: String
}",
        r"type Query {
  pets: [Pet]
}

type Pet {
  name: String
}

type Toy {
  name: String
}",
    ),
    good: (
        r"type Query {
  pets: [Pet]
}

type Pet {
  name: String
}",
        r"type Query {
  pets: [Pet]
}

type Pet {
  name: String
  tag: String
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Type, Aspect::Whole, Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the {} `{}` is new", change.kind(), change.name()),
        "nobody used it before",
        "nothing",
    ))
}
