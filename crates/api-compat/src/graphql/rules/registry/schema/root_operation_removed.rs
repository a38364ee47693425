//! The schema no longer has queries, mutations or subscriptions.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// The schema no longer has queries, mutations or subscriptions.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "root-operation-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "The schema no longer has queries, mutations or subscriptions.",
    explanation: "\
        Every such operation is refused.\n\n\
        See the GraphQL Specification (October 2021), 3.3.1 Root Operation Types.",
    bad: (
        r"type Query {
  pets: Int
}

type Mutation {
  feed: Int
}",
        r"type Query {
  pets: Int
}",
    ),
    good: (
        r"type Query {
  pets: Int
}

type Mutation {
  feed: Int
}",
        r"type Query {
  pets: Int
}

type Mutation {
  feed: Int @deprecated
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Root, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the schema no longer has {}", change.operations()),
        "every operation of this type is refused",
        "deprecate its fields first, and remove it once no client uses them",
    ))
}
