//! Columns that another version brought, whose values refer to rows of a version that does not know them.

use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, QualifiedName};

use crate::sql;

/// Whether `error`, of a change of rows in `table`, may come from a column that refers to it and that `catalogue` does
/// not know. Only the other version writes it, and what it refers to is protected: that is not the plan's doing.
pub(super) fn are_in_the_way(
    session: &mut database::Session,
    catalogue: &Catalogue,
    table: &QualifiedName,
    error: &database::Error,
) -> Result<bool, database::Error> {
    let is_foreign = matches!(error.code(), Some("23503" | "787" | "1811"));
    if !is_foreign {
        return Ok(false);
    }
    let query = if catalogue.dialect == Dialect::Sqlite {
        format!(
            "SELECT 'main', m.name, f.\"from\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND lower(f.\"table\") = lower({})",
            sql::literal(&table.name)
        )
    } else {
        format!(
            "SELECT n.nspname, c.relname, a.attname FROM pg_catalog.pg_constraint k \
             JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) \
             WHERE k.contype = 'f' AND k.confrelid = to_regclass({})",
            sql::literal(&sql::relation(table))
        )
    };
    let referring = session.query(&query)?;
    let mut columns = (0..referring.len()).filter_map(|row| {
        let table = QualifiedName::new(referring.value(row, 0)?, referring.value(row, 1)?);
        Some((table, referring.value(row, 2)?))
    });
    // PostgreSQL names the table whose rows are in the way at the end of its message; SQLite names none.
    let is_told = |name: &QualifiedName| {
        catalogue.dialect == Dialect::Sqlite || error.message().ends_with(&format!("on table \"{}\"", name.name))
    };
    let is_new = |name: &QualifiedName, column: &str| {
        catalogue.tables.get(name).is_none_or(|table| table.column(column).is_none())
    };
    Ok(columns.any(|(name, column)| is_new(&name, &column) && is_told(&name)))
}
