//! A partition holds other rows than before.

use findings::{Finding, Party, RuleMetadata, Severity};

use crate::catalogue::Object;
use crate::diff::{Aspect, Change, ChangeKind};
use crate::rules::context::Context;
use crate::rules::rule::POSTGRES;
use crate::rules::witness;

/// A partition holds other rows than before.
pub(crate) const RULE: RuleMetadata = RuleMetadata {
    id: "partition-bound-changed",
    severity: Severity::Breaking,
    kinds: POSTGRES,
    who_breaks: &[Party::OldWriters, Party::StoredData],
    summary: "A partition holds other rows than before.",
    explanation: "\
        No engine changes the bound of a partition in place: it is detached and attached again, which fails while a row \
        does not fit. Rows that no partition takes any more are refused.\n\n\
        See the PostgreSQL manual, ALTER TABLE, ATTACH PARTITION.",
    bad: (
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (1) TO (9);",
        "CREATE TABLE a (id integer) PARTITION BY RANGE (id); CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (1) TO (5);",
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
    let (old, new) = (before.partition_of.as_ref()?, after.partition_of.as_ref()?);
    let finding = context.finding(
        &RULE,
        change,
        format!("{} holds {} of {} instead of {} of {}", change.path, new.bound, new.parent, old.bound, old.parent),
        "rows outside the new bound do not fit, and have to move first",
        "add a partition for the rows that have to move, and move them",
    );
    Some(Finding { witness: witness::insert_outside_new_bound(context, old, new), ..finding })
}
