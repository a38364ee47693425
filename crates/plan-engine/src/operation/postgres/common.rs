//! Small pieces that operations share.

use schema_diff::catalogue::{Catalogue, Column, Object, ObjectPath, QualifiedName, Table};

use crate::Refusal;
use crate::operation::Context;
use crate::plan::{Action, Edit, Sql};

/// Statements in one transaction.
pub(super) fn transaction(statements: impl IntoIterator<Item = String>) -> Action {
    Action::Sql(Sql::in_transaction(statements.into_iter().collect()))
}

/// Statements that each run outside any transaction.
pub(super) fn alone(statements: impl IntoIterator<Item = String>) -> Action {
    Action::Sql(Sql::outside_transaction(statements.into_iter().collect()))
}

/// The table called `name`, which a change speaks of.
pub(super) fn table<'a>(catalogue: &'a Catalogue, name: &QualifiedName) -> Result<&'a Table, Refusal> {
    let missing = || {
        Refusal::new(
            &ObjectPath::Table(name.clone()),
            "is not there when its turn comes",
            "plan the changes of this table in migrations of their own",
        )
    };
    catalogue.tables.get(name).ok_or_else(missing)
}

/// The column of a table, which a change speaks of.
pub(super) fn column<'a>(catalogue: &'a Catalogue, name: &QualifiedName, column: &str) -> Result<&'a Column, Refusal> {
    let missing = || {
        Refusal::new(
            &ObjectPath::Column(name.clone(), column.to_owned()),
            "is not there when its turn comes",
            "plan the changes of this column in migrations of their own",
        )
    };
    table(catalogue, name)?.column(column).ok_or_else(missing)
}

/// The edit that makes a difference to a column and leaves the rest of it.
pub(super) fn column_edit(
    now: &Catalogue,
    name: &QualifiedName,
    column_name: &str,
    change: impl FnOnce(&mut Column),
) -> Result<Edit, Refusal> {
    let mut changed = column(now, name, column_name)?.clone();
    change(&mut changed);
    Ok(Edit::put(ObjectPath::Column(name.clone(), column_name.to_owned()), Object::Column(changed)))
}

/// `ALTER TABLE name ALTER COLUMN column what`.
pub(super) fn alter_column(context: &Context<'_>, name: &QualifiedName, column: &str, what: &str) -> String {
    format!("ALTER TABLE {} ALTER COLUMN {} {what}", context.writer.name(name), context.writer.ident(column))
}

/// Edits that put the sequences owned by `owned` columns of a table, and edits that take them away.
pub(super) fn owned_sequences(
    catalogue: &Catalogue,
    name: &QualifiedName,
    owned: impl Fn(&str) -> bool,
) -> Vec<(ObjectPath, Object)> {
    catalogue
        .sequences
        .iter()
        .filter(|(_, sequence)| {
            sequence.owned_by.as_ref().is_some_and(|(table, column)| table == name && owned(column))
        })
        .map(|(path, sequence)| (ObjectPath::Sequence(path.clone()), Object::Sequence(sequence.clone())))
        .collect()
}

/// Brings the sequence behind a column (identity or owned) past every value in it.
pub(super) fn past_every_value(context: &Context<'_>, name: &QualifiedName, column: &str) -> String {
    let writer = context.writer;
    let (table, ident) = (writer.name(name), writer.ident(column));
    format!(
        "SELECT setval(pg_get_serial_sequence({}, {}), max({ident})) FROM {table} HAVING max({ident}) > 0",
        writer.literal(&table),
        writer.literal(column)
    )
}
