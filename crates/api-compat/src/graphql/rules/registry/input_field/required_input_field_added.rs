//! A field of an input object is new, and must be given.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// A field of an input object is new, and must be given.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "required-input-field-added",
    severity: Severity::Breaking,
    kinds: KINDS,
    who_breaks: &[Party::OldWriters],
    summary: "A field of an input object is new, and must be given.",
    explanation: "\
        Whoever does not give it is refused. With a default, or where it may be `null`, it need not be \
        given.\n\n\
        See the GraphQL Specification (October 2021), 3.10 Input Objects.",
    bad: (
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
}",
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
  tag: Int!
}",
    ),
    good: (
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
}",
        r"type Query {
  pets(by: Filter): Int
}

input Filter {
  name: String
  tag: Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::InputField, Aspect::Whole, Edit::Added) || !change.is_required() {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.in_new { Severity::Additive } else { RULES[0].severity },
        format!("the input field `{}` is new and must be given", change.at),
        if change.in_new {
            "nobody used what it stands in before"
        } else {
            "an operation that leaves it out is refused"
        },
        "give it a default, or let it be left out",
    ))
}
