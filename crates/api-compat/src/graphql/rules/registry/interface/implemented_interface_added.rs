//! A type implements another interface.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A type implements another interface.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "implemented-interface-added",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "A type implements another interface.",
    explanation: "\
        Where a field returns the interface, a client may now get an object of a type that it does not know.\n\n\
        See the GraphQL Specification (October 2021), 3.7 Interfaces.",
    bad: (
        r"type Query {
  node: Node
}

interface Node {
  id: ID
}

type Pet implements Node {
  id: ID
}

type Toy {
  id: ID
}",
        r"type Query {
  node: Node
}

interface Node {
  id: ID
}

type Pet implements Node {
  id: ID
}

type Toy implements Node {
  id: ID
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
    if !change.is(Element::Interface, Aspect::Whole, Edit::Added) {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.in_new { Severity::Additive } else { RULES[0].severity },
        format!("`{}` implements `{}` now", change.name(), change.new_name()),
        "a client that asks for the interface may get an object of a type that it does not know",
        "make sure that clients pass over types that they do not know",
    ))
}
