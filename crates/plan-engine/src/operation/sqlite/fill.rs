//! What stands in for NULL in a column that comes to refuse it.

use schema_diff::catalogue::{ConstraintKind, IndexKey, QualifiedName, Table};

use super::passage::Direction;
use super::shape::default_of;
use crate::operation::Context;
use crate::operation::policy::zero_value;

/// What stands in for NULL in `column` of `table`, of shape `shape`, on the way in `direction`.
pub(super) fn fill(
    context: &Context<'_>,
    table: &QualifiedName,
    shape: &Table,
    direction: Direction,
    column: &str,
) -> Option<String> {
    let definition = shape.column(column)?;
    if let Some(fill) = context.fill(table, column) {
        return Some(format!("({fill})"));
    }
    // One value in many rows would repeat a key.
    let shapes = [context.before.tables.get(table), context.after.tables.get(table)];
    let is_key = shapes.into_iter().flatten().any(|shape| is_of_key(shape, column));
    if let Some(default) = default_of(definition).filter(|_| !is_key) {
        return Some(format!("({default})"));
    }
    let is_free = !shape.constraints.values().any(|it| match &it.kind {
        ConstraintKind::Check(check) => check.expression.words().any(|word| word.eq_ignore_ascii_case(column)),
        kind => kind.columns().iter().any(|it| it == column),
    }) && !shape.indexes.values().any(|it| it.unique);
    let may_stand_in = direction == Direction::Back && is_free;
    may_stand_in.then(|| zero_value(&definition.data_type, context.before)).flatten()
}

/// Whether `column` is of a key of `shape`.
fn is_of_key(shape: &Table, column: &str) -> bool {
    let indexed = |key: &IndexKey| match key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(expression) => expression.mentions(column),
    };
    shape.constraints.values().any(|it| match &it.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => key.columns.iter().any(|it| it == column),
        _ => false,
    }) || shape.indexes.values().any(|index| index.unique && index.elements.iter().any(|it| indexed(&it.key)))
}
