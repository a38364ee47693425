//! An argument of a field is new, and need not be given.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::super::super::{Aspect, Change, Context, Edit, Element, KINDS};

/// An argument of a field is new, and need not be given.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "argument-added",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders],
    summary: "An argument of a field is new, and need not be given.",
    explanation: "\
        Operations are valid as before. What the field answers where the argument is left out may be \
        something else than before, which no schema tells.\n\n\
        See the GraphQL Specification (October 2021), 3.6.1 Field Arguments.",
    bad: (
        r"type Query {
  pets(first: Int): Int
}",
        r"type Query {
  pets(first: Int, tag: Int): Int
}",
    ),
    good: (
        r"type Query {
  pets(first: Int): Int
}",
        r"type Query {
  pets(first: Int): Int
}",
    ),
}];

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change<'_>, context: &Context<'_>) -> Option<Finding> {
    if !change.is(Element::Argument, Aspect::Whole, Edit::Added) || change.is_required() {
        return None;
    }
    Some(context.graded(
        &RULES[0],
        change,
        if change.in_new { Severity::Additive } else { RULES[0].severity },
        format!("the argument `{}` is new", change.at),
        "what the field answers where the argument is left out may be something else than before",
        "answer as before where it is left out",
    ))
}
