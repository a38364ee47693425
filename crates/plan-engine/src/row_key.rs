//! What tells the rows of a table apart while it is archived and restored.

use schema_diff::Dialect;
use schema_diff::catalogue::{ConstraintKind, IndexKey, Table};

/// Columns that tell the rows of `table` apart and that it has under the same name and type, not null, in `other` too:
/// the primary key, else a unique constraint or index. On SQLite the rowid serves where there is no key. None for a
/// table without any.
pub(crate) fn row_key(dialect: Dialect, table: &Table, other: &Table) -> Option<Vec<String>> {
    let stays = |name: &String| {
        let same = |table: &Table| table.column(name).map(|column| column.data_type.clone());
        let not_null = |table: &Table| {
            table.column(name).is_some_and(|column| column.not_null) || is_rowid_alias(dialect, table, name)
        };
        same(table).is_some() && same(table) == same(other) && not_null(table) && not_null(other)
    };
    let mut keys: Vec<&[String]> = Vec::new();
    keys.extend(table.primary_key().map(|key| key.columns.as_slice()));
    keys.extend(table.constraints.values().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::Unique(key) if constraint.validated => Some(key.columns.as_slice()),
        _ => None,
    }));
    if let Some(key) = keys.into_iter().find(|columns| !columns.is_empty() && columns.iter().all(stays)) {
        return Some(key.to_vec());
    }
    let by_index =
        table.indexes.values().filter(|index| index.unique && index.valid && index.predicate.is_none()).find_map(
            |index| {
                let columns: Option<Vec<String>> = index
                    .elements
                    .iter()
                    .map(|element| match &element.key {
                        IndexKey::Column(name) => Some(name.clone()),
                        IndexKey::Expression(_) => None,
                    })
                    .collect();
                columns.filter(|columns| columns.iter().all(stays))
            },
        );
    let rowid = || {
        let has_rowid = dialect == Dialect::Sqlite && !table.options.without_rowid && !other.options.without_rowid;
        has_rowid.then(|| vec!["rowid".to_owned()])
    };
    by_index.or_else(rowid)
}

/// SQLite: `INTEGER PRIMARY KEY` is the rowid, and never null though it does not say so.
fn is_rowid_alias(dialect: Dialect, table: &Table, name: &str) -> bool {
    dialect == Dialect::Sqlite
        && table.primary_key().is_some_and(|key| key.columns == [name])
        && table.column(name).is_some_and(|column| column.data_type.name.eq_ignore_ascii_case("integer"))
}
