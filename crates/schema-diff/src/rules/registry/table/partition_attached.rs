//! A table becomes a partition of another.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;

/// A table becomes a partition of another.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "partition-attached",
    severity: Severity::PotentiallyBreaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters, Party::OldReaders],
    summary: "A table becomes a partition of another.",
    explanation: "\
        Readers of the partitioned table see its rows from then on, and writers to the table itself are refused what lies \
        outside its bound. Attaching scans the table, and the default partition where there is one, unless a check proves \
        that the rows fit.\n\n\
        See the PostgreSQL manual, ALTER TABLE, ATTACH PARTITION.",
    bad: (
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 (id integer);",
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 (id integer); ALTER TABLE a ATTACH PARTITION a1 FOR VALUES FROM (1) TO (9);",
    ),
    good: (
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id);",
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (1) TO (9);",
    ),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::PartitionOf, before, after } = &change.kind else { return None };
    let (Object::Table(before), Object::Table(after)) = (before, after) else { return None };
    if before.partition_of.is_some() {
        return None;
    }
    let parent = &after.partition_of.as_ref()?.parent;
    Some(context.finding(
        &RULE,
        change,
        format!("{} becomes a partition of {parent}", change.path),
        "readers of the partitioned table see its rows, and rows outside its bound are refused",
        "see that every row fits the bound, and that its writers write nothing else",
    ))
}
