//! A type is of another kind.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A type is of another kind.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "type-kind-changed",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A type is of another kind.",
    explanation: "\
        What was an object cannot be selected from as a scalar, what was an enum has no list of values as a \
        scalar, and so on.\n\n\
        See the GraphQL Specification (October 2021), 3.4 Types.",
    bad: (
        r"type Query {
  born: Date
}

type Date {
  year: Int
}",
        r"type Query {
  born: Date
}

scalar Date",
    ),
    good: (
        r"type Query {
  born: Date
}

scalar Date",
        r#"type Query {
  born: Date
}

"A day" scalar Date"#,
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Type, Aspect::Kind, Edit::Changed) {
        return None;
    }
    Some(context.finding(
        &RULES[0],
        change,
        format!("`{}` {}", change.name(), change.was_and_is()),
        "operations that use it as what it was are refused, or answered with something else",
        "give what is new another name",
    ))
}
