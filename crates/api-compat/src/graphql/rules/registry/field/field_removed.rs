//! A field of an object type or an interface is gone.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field of an object type or an interface is gone.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "field-removed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A field of an object type or an interface is gone.",
    explanation: "\
        Operations that ask for it are refused as a whole. Deprecate it first, and remove it once no client \
        asks for it: `--queries` tells.\n\n\
        See the GraphQL Specification (October 2021), 3.6 Objects; 5.3.1 Field Selections.",
    bad: (
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
  tag: String @deprecated
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Field, Aspect::Whole, Edit::Removed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("the field `{}` of `{}` is gone{}", change.member(), change.name(), change.as_announced()),
        "an operation that asks for it is refused",
        "deprecate it first; remove it once no client asks for it",
    ))
}
