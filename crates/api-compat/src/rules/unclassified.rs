//! A change that no rule knows.

use findings::{Finding, Party, RuleMetadata, Severity};

use super::Context;
use crate::change::Change;

/// A change that no rule knows.
pub(crate) const RULES: &[RuleMetadata] = &[RuleMetadata {
    id: "unclassified-change",
    severity: Severity::PotentiallyBreaking,
    kinds: &["openapi", "json-schema"],
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "Something changed that no rule knows.",
    explanation: "\
        A difference was found for which there is no rule. It is reported, so that nothing is passed over in silence, \
        and it is a gap of this program: please report it.\n\n\
        See the OpenAPI Specification, 4.8 Schema.",
    bad: ("", ""),
    good: ("", ""),
}];

/// What is said of a change that no rule knows.
pub(super) fn judge(change: &Change, context: &Context<'_>) -> Finding {
    let field = if change.field.is_empty() { String::new() } else { format!(", `{}`", change.field) };
    let item = change.item.as_deref().map(|item| format!(" ({item})")).unwrap_or_default();
    context.finding(
        &RULES[0],
        change,
        format!("{:?}{field}{item}: {:?}", change.element, change.edit),
        "no rule knows this kind of change, so nobody has judged it",
        "judge it by hand, and report it as a gap of this program",
    )
}
