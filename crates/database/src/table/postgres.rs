//! Tables of PostgreSQL, from `pg_catalog`.

use super::assemble::{self, KeyColumn};
use super::row::{number, optional, rows, text, truth};
use super::{Column, ForeignKey, Identity, Table, near};
use crate::{Result, Session, Value, ValueKind};

pub(super) fn read(session: &mut Session, schema: Option<&str>, name: &str) -> Result<Table> {
    let parameters = [schema.map_or(Value::Null, |it| Value::Text(it.to_owned())), Value::Text(name.to_owned())];
    let found = rows(session, include_str!("queries/postgres_relation.sql"), &parameters, |row| {
        (row.first().cloned().unwrap_or(Value::Null), text(row, 1), truth(row, 2), number(row, 3))
    })?;
    let Some((oid, schema_found, is_table, estimate)) = found.into_iter().next() else {
        let others =
            rows(session, include_str!("queries/postgres_names.sql"), &[], |row| (text(row, 0), text(row, 1)))?;
        return Err(near::unknown(schema, name, &others));
    };
    let of = [oid];
    Ok(Table {
        columns: columns(session, &schema_found, name, &of)?,
        keys: keys(session, &of)?,
        foreign_keys: foreign_keys(session, &of)?,
        triggers: rows(session, include_str!("queries/postgres_triggers.sql"), &of, |row| text(row, 0))?,
        estimated_rows: estimate.filter(|_| is_table).and_then(|it| u64::try_from(it).ok()),
        schema: schema_found,
        name: name.to_owned(),
    })
}

fn columns(session: &mut Session, schema: &str, name: &str, of: &[Value]) -> Result<Vec<Column>> {
    let mut columns = rows(session, include_str!("queries/postgres_columns.sql"), of, column)?;
    let names = columns.iter().map(|it| session.quote(&it.name)).collect::<Vec<_>>().join(", ");
    let query = format!("SELECT {names} FROM {}.{}", session.quote(schema), session.quote(name));
    for (column, (_, kind)) in columns.iter_mut().zip(session.describe(&query)?) {
        // Enums sort in the order of their declaration.
        column.sorts_by_bytes &= kind != ValueKind::Enum && column.type_name != "citext";
        column.equates_texts |= column.type_name == "citext" || column.type_name.ends_with(".citext");
        column.kind = kind;
    }
    Ok(columns)
}

fn column(row: &[Value]) -> Column {
    let sequence = optional(row, 5);
    let identity = match text(row, 4).as_str() {
        "a" => Identity::Always(sequence),
        "d" => Identity::ByDefault(sequence),
        _ if sequence.is_some() => Identity::ByDefault(sequence),
        _ => Identity::None,
    };
    Column {
        name: text(row, 0),
        type_name: text(row, 1),
        kind: ValueKind::Any,
        nullable: truth(row, 2),
        generated: truth(row, 3),
        set_on_update: false,
        identity,
        sorts_by_bytes: truth(row, 6),
        equates_texts: truth(row, 7),
        character_set: None,
    }
}

fn keys(session: &mut Session, of: &[Value]) -> Result<Vec<super::Key>> {
    let columns = rows(session, include_str!("queries/postgres_keys.sql"), of, |row| KeyColumn {
        key: text(row, 0),
        is_primary: truth(row, 1),
        column: text(row, 2),
        nullable: truth(row, 3),
    })?;
    Ok(assemble::keys(columns))
}

fn foreign_keys(session: &mut Session, of: &[Value]) -> Result<Vec<ForeignKey>> {
    let parts = rows(session, include_str!("queries/postgres_foreign_keys.sql"), of, |row| ForeignKey {
        name: text(row, 0),
        columns: vec![text(row, 1)],
        referred_schema: text(row, 2),
        referred_table: text(row, 3),
        referred_columns: vec![text(row, 4)],
        is_deferrable: truth(row, 5),
    })?;
    Ok(assemble::foreign_keys(parts))
}
