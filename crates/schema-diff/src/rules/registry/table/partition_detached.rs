//! A partition becomes a table of its own.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A partition becomes a table of its own.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "partition-detached",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldReaders, Party::OldWriters],
    summary: "A partition becomes a table of its own.",
    explanation: "\
        Readers of the partitioned table no longer see its rows, and rows that it held are refused there unless another \
        partition takes them.\n\n\
        See the PostgreSQL manual, ALTER TABLE, DETACH PARTITION.",
    bad: (
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (1) TO (9);",
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 (id integer);",
    ),
    good: (
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (1) TO (9);",
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (1) TO (9); CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (9) TO (12);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::PartitionOf, before, after } = &change.kind else { return None };
    let (Object::Table(before), Object::Table(after)) = (before, after) else { return None };
    if after.partition_of.is_some() {
        return None;
    }
    let partition = before.partition_of.as_ref()?;
    let parent = &partition.parent;
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is no partition of {parent} any more", change.path),
        "its rows are gone from the partitioned table, and rows like them are refused there",
        "detach it when no version of the application reads or writes these rows any more",
    );
    Some(Finding { witness: witness::insert_into_gone_partition(context, partition), ..finding })
}
