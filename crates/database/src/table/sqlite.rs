//! Tables of SQLite, from its pragmas.

use super::assemble::{self, KeyColumn};
use super::row::{number, optional, rows, text, truth};
use super::{Column, ForeignKey, Identity, Key, Table, near};
use crate::{Result, Session, Value, ValueKind};

/// Names are matched as SQLite does it, whatever their case.
const RELATION: &str = "SELECT schema, name, type, wr FROM pragma_table_list \
     WHERE lower(name) = lower(?2) AND (?1 IS NULL OR lower(schema) = lower(?1)) ORDER BY schema = 'temp' DESC, schema = 'main' DESC";
const NAMES: &str =
    "SELECT schema, name FROM pragma_table_list WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1, 2";
/// Hidden columns of virtual tables (1) are left out; 2 and 3 are generated ones.
const COLUMNS: &str =
    "SELECT name, type, \"notnull\", hidden, pk FROM pragma_table_xinfo(?2, ?1) WHERE hidden <> 1 ORDER BY cid";
/// Indexes over expressions tell no rows apart by columns.
const UNIQUE: &str = "SELECT l.name, l.origin = 'pk', i.name FROM pragma_index_list(?2, ?1) l, pragma_index_info(l.name, ?1) i \
     WHERE l.\"unique\" AND NOT l.partial \
     AND NOT EXISTS (SELECT 1 FROM pragma_index_info(l.name, ?1) x WHERE x.name IS NULL) ORDER BY l.name, i.seqno";
const FOREIGN_KEYS: &str =
    "SELECT id, \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?2, ?1) ORDER BY id, seq";

pub(super) fn read(session: &mut Session, schema: Option<&str>, name: &str) -> Result<Table> {
    let optional_text = |it: Option<&str>| it.map_or(Value::Null, |it| Value::Text(it.to_owned()));
    let wanted = [optional_text(schema), Value::Text(name.to_owned())];
    let found = rows(session, RELATION, &wanted, |row| (text(row, 0), text(row, 1), text(row, 2), truth(row, 3)))?;
    let Some((schema_found, name_found, kind, without_rowid)) = found.into_iter().next() else {
        let others = rows(session, NAMES, &[], |row| (text(row, 0), text(row, 1)))?;
        return Err(near::unknown(schema, name, &others));
    };
    let place = Place { schema: schema_found, name: name_found };
    let of = [Value::Text(place.schema.clone()), Value::Text(place.name.clone())];
    let found = rows(session, COLUMNS, &of, found_column)?;
    let has_rowid = kind == "table" && !without_rowid;
    let keys = keys(session, &of, &found, has_rowid)?;
    let utf8 = session.query("PRAGMA encoding")?.scalar().is_none_or(|it| it == "UTF-8");
    let columns = found.iter().map(|it| column(session, &place, it, &found, has_rowid, utf8)).collect::<Result<_>>()?;
    Ok(Table {
        columns,
        keys,
        foreign_keys: foreign_keys(session, &of, &place.schema)?,
        triggers: triggers(session, &place)?,
        estimated_rows: estimate(session, &place)?,
        schema: place.schema,
        name: place.name,
    })
}

struct Place {
    schema: String,
    name: String,
}

/// A column as the pragma describes it.
struct Found {
    name: String,
    type_name: String,
    not_null: bool,
    generated: bool,
    /// Its place in the primary key, from 1.
    key_place: i128,
}

fn found_column(row: &[Value]) -> Found {
    Found {
        name: text(row, 0),
        type_name: text(row, 1),
        not_null: truth(row, 2),
        generated: number(row, 3).is_some_and(|it| it > 1),
        key_place: number(row, 4).unwrap_or(0),
    }
}

/// Whether the column is the row's number: the only column of the primary key and declared `INTEGER`.
fn is_rowid(column: &Found, all: &[Found], has_rowid: bool) -> bool {
    has_rowid
        && column.key_place == 1
        && all.iter().filter(|it| it.key_place > 0).count() == 1
        && column.type_name.eq_ignore_ascii_case("INTEGER")
}

fn column(
    session: &Session,
    place: &Place,
    found: &Found,
    all: &[Found],
    has_rowid: bool,
    utf8: bool,
) -> Result<Column> {
    let is_rowid = is_rowid(found, all, has_rowid);
    let collation = session.sqlite_collation(&place.schema, &place.name, &found.name)?;
    let is_binary = collation.is_none_or(|it| it.eq_ignore_ascii_case("BINARY"));
    Ok(Column {
        name: found.name.clone(),
        type_name: found.type_name.clone(),
        kind: ValueKind::of_sqlite(&found.type_name),
        nullable: !found.not_null && !is_rowid && (has_rowid || found.key_place == 0),
        generated: found.generated,
        set_on_update: false,
        identity: if is_rowid { Identity::ByDefault(None) } else { Identity::None },
        sorts_by_bytes: is_binary && utf8,
        equates_texts: !is_binary,
        character_set: None,
    })
}

fn keys(session: &mut Session, of: &[Value], columns: &[Found], has_rowid: bool) -> Result<Vec<Key>> {
    let nullable = |name: &str| {
        columns
            .iter()
            .find(|it| it.name == name)
            .is_none_or(|it| !it.not_null && !is_rowid(it, columns, has_rowid) && (has_rowid || it.key_place == 0))
    };
    let mut parts = rows(session, UNIQUE, of, |row| KeyColumn {
        key: text(row, 0),
        is_primary: truth(row, 1),
        column: text(row, 2),
        nullable: nullable(&text(row, 2)),
    })?;
    // The number of the row has no index.
    if let Some(column) = columns.iter().find(|it| is_rowid(it, columns, has_rowid)) {
        let key = "PRIMARY KEY".to_owned();
        parts.push(KeyColumn { key, is_primary: true, column: column.name.clone(), nullable: false });
    }
    Ok(assemble::keys(parts))
}

/// They have no names that SQLite would tell. `PRAGMA defer_foreign_keys` makes any of them wait for the end of the transaction.
fn foreign_keys(session: &mut Session, of: &[Value], schema: &str) -> Result<Vec<ForeignKey>> {
    let parts = rows(session, FOREIGN_KEYS, of, |row| {
        let name = number(row, 0).unwrap_or(0).to_string();
        (name, text(row, 1), text(row, 2), optional(row, 3))
    })?;
    let mut keys = Vec::new();
    for (name, column, referred_table, referred) in parts {
        let referred_columns = referred.into_iter().collect();
        let (columns, referred_schema) = (vec![column], schema.to_owned());
        keys.push(ForeignKey { name, columns, referred_schema, referred_table, referred_columns, is_deferrable: true });
    }
    let mut keys = assemble::foreign_keys(keys);
    // Without columns it refers to the primary key.
    for key in keys.iter_mut().filter(|it| it.referred_columns.is_empty()) {
        let query = "SELECT name FROM pragma_table_info(?2, ?1) WHERE pk > 0 ORDER BY pk";
        let of = [Value::Text(schema.to_owned()), Value::Text(key.referred_table.clone())];
        key.referred_columns = rows(session, query, &of, |row| text(row, 0))?;
    }
    Ok(keys)
}

fn triggers(session: &mut Session, place: &Place) -> Result<Vec<String>> {
    let table = [Value::Text(place.name.clone())];
    let mut names = Vec::new();
    for schema in [place.schema.as_str(), "temp"] {
        let query = format!(
            "SELECT name FROM {}.sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = lower(?1) ORDER BY name",
            session.quote(schema)
        );
        names.extend(rows(session, &query, &table, |row| text(row, 0))?);
        if place.schema == "temp" {
            break;
        }
    }
    Ok(names)
}

/// What `ANALYZE` counted: the first number of any of the table's entries.
fn estimate(session: &mut Session, place: &Place) -> Result<Option<u64>> {
    let schema = session.quote(&place.schema);
    let query = format!("SELECT 1 FROM {schema}.sqlite_schema WHERE name = 'sqlite_stat1'");
    if session.query(&query)?.is_empty() {
        return Ok(None);
    }
    let query = format!("SELECT stat FROM {schema}.sqlite_stat1 WHERE tbl = ?1");
    let stats = rows(session, &query, &[Value::Text(place.name.clone())], |row| text(row, 0))?;
    Ok(stats.first().and_then(|it| it.split(' ').next()?.parse().ok()))
}
