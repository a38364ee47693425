//! The type of queries, of mutations or of subscriptions is another one.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// The type of queries, of mutations or of subscriptions is another one.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "root-operation-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "The type of queries, of mutations or of subscriptions is another one.",
    explanation: "\
        Operations are valid as before where the new type has the same fields, but fragments on the old one \
        are not, and `__typename` says something else.\n\n\
        See the GraphQL Specification (October 2021), 3.3.1 Root Operation Types.",
    bad: (
        r"type Query {
  pets: Int
}",
        r"schema {
  query: Root
}

type Root {
  pets: Int
}",
    ),
    good: (
        r"type Query {
  pets: Int
}",
        r"schema {
  query: Query
}

type Query {
  pets: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Root, Aspect::Whole, Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the type of {} was `{}` and is `{}`", change.operations(), change.old_name(), change.new_name()),
        "a fragment on the old type is refused",
        "keep the name of the type",
    ))
}
