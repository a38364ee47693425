//! A column is stored or counted differently.

use findings::{Finding, RuleMetadata, Severity};

use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A column is stored or counted differently.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "column-settings-changed",
    severity: Severity::NonBreaking,
    kinds: POSTGRES,
    who_breaks: &[],
    summary: "A column is stored or counted differently.",
    explanation: "\
        Storage and compression concern values written from then on; the statistics target and `n_distinct` concern \
        estimates. Results stay the same.\n\n\
        See the PostgreSQL manual, ALTER TABLE, SET STORAGE, SET COMPRESSION and SET STATISTICS.",
    bad: ("CREATE TABLE a (b text);", "CREATE TABLE a (b text); ALTER TABLE a ALTER b SET STORAGE EXTERNAL;"),
    good: ("CREATE TABLE a (b text);", "CREATE TABLE a (b text, c integer);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::ColumnSettings, .. } = &change.kind else { return None };
    Some(context.finding(
        &RULE,
        change,
        format!("{} is stored or counted differently", change.path),
        "results stay the same",
        "nothing",
    ))
}
