//! A union no longer has a member.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A union no longer has a member.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "union-member-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A union no longer has a member.",
    explanation: "\
        Fragments on that type, where the union is returned, are refused.\n\n\
        See the GraphQL Specification (October 2021), 3.8 Unions.",
    bad: (
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

union Any = Cat

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
    if !change.is(Element::UnionMember, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` is no longer a member of `{}`", change.old_name(), change.name()),
        "a fragment on that type is refused where the union is returned",
        "keep the member as long as clients ask for it",
    ))
}
