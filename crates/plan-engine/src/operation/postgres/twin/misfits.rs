//! Rows whose value in one shape the other shape cannot hold.

use schema_diff::catalogue::QualifiedName;

use super::group::{Group, Pair, Shape};
use crate::operation::Context;
use crate::operation::postgres::rows::Offenders;

/// The rows that `condition` finds, whose value in `shape` the other shape cannot hold, by the table that they are set
/// aside from. Those of a table that inherits have columns of their own.
pub(super) fn rows_where(
    group: &Group,
    pair: &Pair,
    shape: Shape,
    condition: &str,
    context: &Context<'_>,
) -> Vec<Offenders> {
    let name = &pair.column(shape).name;
    let of = |table: &QualifiedName, condition: String| Offenders {
        table: table.clone(),
        // The archive holds rows of one shape.
        what: if shape == Shape::Old { name.clone() } else { format!("{name}_renewed") },
        condition,
        reason: format!(
            "has a value in {} that {} cannot hold",
            pair.column(shape).name,
            pair.column(shape.other()).data_type
        ),
    };
    if group.with_triggers(&pair.table, context).count() == 1 {
        return vec![of(&pair.table, condition.to_owned())];
    }
    let own = |table: &QualifiedName| {
        let relation = context.writer.literal(&context.writer.name(table));
        of(table, format!("t.tableoid = {relation}::regclass AND {condition}"))
    };
    group.tree(&pair.table).map(own).collect()
}
