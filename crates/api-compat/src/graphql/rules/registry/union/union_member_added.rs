//! A union has another member.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A union has another member.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "union-member-added",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "A union has another member.",
    explanation: "\
        A client may get an object of a type that it does not know.\n\n\
        See the GraphQL Specification (October 2021), 3.8 Unions.",
    bad: (
        r"type Query {
  any: Any
}

union Any = Cat

type Cat {
  name: String
}

type Dog {
  name: String
}",
        r"type Query {
  any: Any
}

union Any = Cat | Dog

type Cat {
  name: String
}

type Dog {
  name: String
}",
    ),
    good: (
        r"type Query {
  any: Any
}

union Any = Cat | Dog

type Cat {
  name: String
}

type Dog {
  name: String
}",
        r"type Query {
  any: Any
}

union Any = Cat | Dog

type Cat {
  name: String
}

type Dog {
  name: String
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::UnionMember, Aspect::Whole, Edit::Added) {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.in_new { Severity::Additive } else { RULES[0].severity },
        format!("`{}` is a member of `{}` now", change.new_name(), change.name()),
        "a client may get an object of a type that it does not know",
        "make sure that clients pass over types that they do not know",
    ))
}
