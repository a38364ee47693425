//! A change that no rule knows.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::{Change, Context, KINDS};

/// A change that no rule knows.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "unclassified-graphql-change",
    severity: Severity::PotentiallyBreaking,
    kinds: KINDS,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "Something changed in a GraphQL schema that no rule knows.",
    explanation: "\
        A difference was found for which there is no rule. It is reported, so that nothing is passed over in silence, \
        and it is a gap of this program: please report it.\n\n\
        See the GraphQL Specification (October 2021), 3 Type System.",
    bad: ("", ""),
    good: ("", ""),
}];

/// What is said of a change that no rule knows.
pub(super) fn judge(change: &Change<'_>, context: &Context<'_>) -> Finding {
    context.finding(
        &RULES[0],
        change,
        format!("{:?}, {:?}: {:?}", change.element, change.aspect, change.edit),
        "no rule knows this kind of change, so nobody has judged it",
        "judge it by hand, and report it as a gap of this program",
    )
}
