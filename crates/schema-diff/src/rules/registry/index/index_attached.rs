//! An index or key of a partition becomes part of that of its partitioned table, or ceases to be.

use findings::{Finding, RuleMetadata, Severity};

use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// An index or key of a partition becomes part of that of its partitioned table, or ceases to be.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "index-attached",
    severity: Severity::NonBreaking,
    kinds: POSTGRES,
    who_breaks: &[],
    summary: "An index or key of a partition becomes part of that of its partitioned table, or ceases to be.",
    explanation: "\
        No row and no statement is treated otherwise. The index of the partitioned table is valid once an index of every \
        partition is attached to it.\n\n\
        See the PostgreSQL manual, ALTER INDEX, ATTACH PARTITION.",
    bad: (
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 PARTITION OF a DEFAULT; CREATE INDEX i ON ONLY a (id); CREATE INDEX i1 ON a1 (id);",
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 PARTITION OF a DEFAULT; CREATE INDEX i ON ONLY a (id); CREATE INDEX i1 ON a1 (id); ALTER INDEX i ATTACH PARTITION i1;",
    ),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer); CREATE INDEX i ON a (id);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::Attachment, .. } = &change.kind else { return None };

    Some(context.finding(
        &RULE,
        change,
        format!("{} is attached to another index of the partitioned table", change.path),
        "no row and no statement is treated otherwise",
        "nothing",
    ))
}
