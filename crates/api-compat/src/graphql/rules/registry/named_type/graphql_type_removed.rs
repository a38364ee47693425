//! A type is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A type is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "graphql-type-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A type is gone.",
    explanation: "\
        Operations with fragments on it, or with variables of it, are refused; what programs were generated \
        from it no longer has a source.\n\n\
        See the GraphQL Specification (October 2021), 3.4 Types.",
    bad: (
        r"type Query {
  pets: [Animal]
}

union Animal = Cat | Dog

type Cat {
  name: String
}

type Dog {
  name: String
}",
        r"type Query {
  pets: [Animal]
}

union Animal = Cat

type Cat {
  name: String
}",
    ),
    good: (
        r"type Query {
  pets: [Pet]
}

type Pet {
  name: String
  tag: String
}",
        r"type Query {
  pets: [Pet]
}

type Pet {
  name: String
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Type, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the {} `{}` is gone", change.kind(), change.name()),
        "an operation that names it is refused",
        "keep it until no client names it",
    ))
}
