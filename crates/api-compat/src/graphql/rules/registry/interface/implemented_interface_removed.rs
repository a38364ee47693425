//! A type no longer implements an interface.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A type no longer implements an interface.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "implemented-interface-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A type no longer implements an interface.",
    explanation: "\
        Fragments on the type, where the interface is returned, are refused, and the other way round.\n\n\
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

type Toy implements Node {
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

type Toy {
  id: ID
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
    if !change.is(Element::Interface, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` no longer implements `{}`", change.name(), change.old_name()),
        "a fragment on the type where the interface is returned is refused",
        "keep the interface as long as clients ask for it",
    ))
}
