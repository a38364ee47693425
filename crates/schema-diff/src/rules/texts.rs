//! What several rules say or look up in the same way.

use findings::{Party, Witness};

use super::context::Context;
use super::witness;
use crate::Dialect;
use crate::catalogue::{Constraint, Expression, Index, IndexKey, ObjectPath, QualifiedName, View};

/// Columns that a view had and has no more; none where the texts do not tell.
pub(crate) fn lost_columns(before: &View, after: &View) -> Vec<String> {
    let (Some(old), Some(new)) = (&before.columns, &after.columns) else { return Vec::new() };
    let kept = |name: &String| new.iter().any(|column| column.name == *name);
    old.iter().map(|column| &column.name).filter(|name| !kept(name)).cloned().collect()
}

/// Who breaks when a constraint demands more: stored rows only where it holds for them, too.
pub(crate) fn tightened(constraint: &Constraint) -> Vec<Party> {
    if constraint.validated { vec![Party::OldWriters, Party::StoredData] } else { vec![Party::OldWriters] }
}

/// What the engine says to a second row with the same key.
pub(crate) fn duplicate_error(dialect: Dialect, table: &QualifiedName, name: &str, columns: &[String]) -> String {
    match dialect {
        Dialect::Postgres => format!("duplicate key value violates unique constraint \"{name}\""),
        Dialect::Sqlite => {
            let columns: Vec<String> = columns.iter().map(|column| format!("{}.{column}", table.name)).collect();
            format!("UNIQUE constraint failed: {}", columns.join(", "))
        }
    }
}

/// The columns of an index, where it has no expressions and covers all rows.
pub(crate) fn plain_columns(index: &Index) -> Option<Vec<String>> {
    let columns = index.elements.iter().map(|element| match &element.key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    });
    if index.predicate.is_some() { None } else { columns.collect() }
}

/// Two rows that a unique index does not accept together.
pub(crate) fn duplicate_row(
    context: &Context<'_>,
    table: &QualifiedName,
    name: &str,
    index: &Index,
) -> Option<Witness> {
    let (old_table, old) = context.old_table(table)?;
    let mut columns: Vec<String> = Vec::new();
    for element in &index.elements {
        match &element.key {
            IndexKey::Column(column) => columns.push(column.clone()),
            IndexKey::Expression(expression) => {
                let mentioned = |column: &&String| expression.mentions(column);
                columns.extend(old.columns.iter().map(|column| &column.name).filter(mentioned).cloned());
            }
        }
    }
    columns.dedup();
    let error = duplicate_error(context.dialect(), &old_table, name, &columns);
    witness::insert_twice(context, &old_table, &columns, index.predicate.as_ref(), error)
}

/// Whether a condition mentions columns that are new, and none that the running version writes.
pub(crate) fn only_new_columns(
    context: &Context<'_>,
    old_table: &QualifiedName,
    table: &QualifiedName,
    condition: &Expression,
) -> bool {
    let (Some(old), Some(new)) = (context.before.catalogue.tables.get(old_table), context.new_table(table)) else {
        return false;
    };
    let mentioned = |name: &str| condition.mentions(name);
    let mut new_columns = new.columns.iter().filter(|column| old.column(&column.name).is_none());
    new_columns.any(|column| mentioned(&column.name)) && !old.columns.iter().any(|column| mentioned(&column.name))
}

/// How an object is named on the command line: `table.column` for a column, else its name.
pub(crate) fn argument(path: &ObjectPath) -> String {
    match path {
        ObjectPath::Column(table, name) => format!("{table}.{name}"),
        ObjectPath::Table(name)
        | ObjectPath::View(name)
        | ObjectPath::Enum(name)
        | ObjectPath::Domain(name)
        | ObjectPath::Sequence(name) => name.to_string(),
        _ => path.name().to_owned(),
    }
}
