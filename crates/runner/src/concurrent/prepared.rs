//! The statements that a writer prepares, and what they are called.

use schema_diff::Dialect;
use schema_diff::catalogue::QualifiedName;

use super::ledger::Place;
use super::plots::Plot;
use crate::application::statements::{Update, parameters};
use crate::sql::{self, Value};

/// All that are prepared for a plot, with their names.
pub(super) fn statements(plot: &Plot) -> Vec<(String, String)> {
    let its = &plot.statements;
    let keys = its.key.len();
    let mut all: Vec<(String, String)> = its
        .inserts
        .iter()
        .map(|it| (it.name.clone(), its.insert(Dialect::Postgres, &it.columns, &parameters(1, it.columns.len()))))
        .collect();
    if keys > 0 {
        let update = |it: &Update| (it.name.clone(), its.update(&it.column, "$1", &parameters(2, keys)));
        all.extend(its.updates.iter().map(update));
        all.push((delete_name(&its.table), its.delete(&parameters(1, keys))));
    }
    if let Some(counter) = &plot.counter {
        all.push((increase_name(&its.table), increase_text(plot, &counter.column, &parameters(1, keys))));
    }
    all
}

/// Increases a number of the row with this key by one.
pub(super) fn increase_text(plot: &Plot, column: &str, values: &[String]) -> String {
    plot.statements.update(column, &format!("{} + 1", sql::quote(column)), values)
}

/// Gives a column of a row a value.
pub(super) fn update_text(plot: &Plot, column: &str, value: &Value, place: &Place) -> String {
    plot.statements.update(column, &sql::write(Dialect::Postgres, value.as_deref()), &literals(place))
}

/// The key of a row, as literals.
pub(super) fn literals(place: &Place) -> Vec<String> {
    place.key.iter().map(|it| sql::write(Dialect::Postgres, it.as_deref())).collect()
}

/// What increasing is called.
pub(super) fn increase_name(table: &QualifiedName) -> String {
    format!("increase {table}")
}

/// What deleting is called.
pub(super) fn delete_name(table: &QualifiedName) -> String {
    format!("delete {table}")
}
