//! A field of an object type or an interface is new.

use findings::{Finding, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field of an object type or an interface is new.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-added",
    severity: Severity::Additive,
    kinds: KINDS,
    who_breaks: &[],
    summary: "A field of an object type or an interface is new.",
    explanation: "\
        Nobody asked for it before.\n\n\
        See the GraphQL Specification (October 2021), 3.6 Objects.",
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
  tag: String
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
  tag: String
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Field, Aspect::Whole, Edit::Added) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the field `{}` of `{}` is new", change.member(), change.name()),
        "a field that nobody asks for is not answered",
        "nothing",
    ))
}
