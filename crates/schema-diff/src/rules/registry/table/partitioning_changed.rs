//! A table is partitioned otherwise, or no longer.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::{Object, ObjectPath};
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A table is partitioned otherwise, or no longer.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "partitioning-changed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A table is partitioned otherwise, or no longer.",
    explanation: "\
        No engine changes in place how a table is partitioned: its rows have to move to another table. A row that fits \
        no partition is refused, and a key of a partitioned table has to hold the columns that partition it, so that \
        `ON CONFLICT` and foreign keys that name the old key fail.\n\n\
        See the PostgreSQL manual, section 5.12, Table Partitioning.",
    bad: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer) PARTITION BY RANGE (id);"),
    good: ("CREATE TABLE a (id integer);", "CREATE TABLE a (id integer, b integer);"),
};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {
    let ChangeKind::Altered { aspect: Aspect::PartitionBy, before, after } = &change.kind else { return None };
    let (Object::Table(before), Object::Table(after)) = (before, after) else { return None };
    let why = match (&before.partition_by, &after.partition_by) {
        (None, _) => "rows that fit no partition are refused, and its rows have to move",
        (_, None) => "its rows have to move to one table",
        _ => "its rows have to move to other partitions",
    };
    let finding = context.finding(
        &RULE,
        change,
        format!("{} is partitioned otherwise", change.path),
        why,
        "write the rows to a new table beside this one, then switch",
    );
    let witness = match (&change.path, &before.partition_by) {
        (ObjectPath::Table(name), None) => witness::insert_without_partitions(context, name, after),
        _ => None,
    };
    Some(Finding { witness, ..finding })
}
