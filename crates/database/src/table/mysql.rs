//! Tables of MySQL and MariaDB, from `information_schema`.

use super::assemble::{self, KeyColumn};
use super::row::{number, optional, rows, text, truth};
use super::{CharacterSet, Column, ForeignKey, Identity, Table, near};
use crate::{EngineKind, Result, Session, Value, ValueKind};

/// Character sets that hold all of Unicode; `binary` takes any bytes.
const UNICODE: [&str; 6] = ["utf8mb4", "utf16", "utf16le", "utf32", "gb18030", "binary"];

pub(super) fn read(session: &mut Session, schema: Option<&str>, name: &str) -> Result<Table> {
    let parameters = [schema.map_or(Value::Null, |it| Value::Text(it.to_owned())), Value::Text(name.to_owned())];
    let found = rows(session, include_str!("queries/mysql_relation.sql"), &parameters, |row| Found {
        schema: text(row, 0),
        name: text(row, 1),
        is_table: text(row, 2).contains("TABLE"),
        estimate: number(row, 3),
        folds_names: number(row, 4).is_some_and(|it| it != 0),
    })?;
    // The catalogue finds names in any case, but the server may tell them apart.
    let found = found.into_iter().find(|it| it.name == name || it.folds_names);
    let Some(found) = found else {
        let others = rows(session, include_str!("queries/mysql_names.sql"), &[], |row| (text(row, 0), text(row, 1)))?;
        return Err(near::unknown(schema, name, &others));
    };
    let of = [Value::Text(found.schema.clone()), Value::Text(found.name.clone())];
    Ok(Table {
        columns: columns(session, &of)?,
        keys: keys(session, &of)?,
        foreign_keys: foreign_keys(session, &of)?,
        triggers: rows(session, include_str!("queries/mysql_triggers.sql"), &of, |row| text(row, 0))?,
        estimated_rows: found.estimate.filter(|_| found.is_table).and_then(|it| u64::try_from(it).ok()),
        schema: found.schema,
        name: found.name,
    })
}

struct Found {
    schema: String,
    name: String,
    is_table: bool,
    estimate: Option<i128>,
    folds_names: bool,
}

fn columns(session: &mut Session, of: &[Value]) -> Result<Vec<Column>> {
    let mut columns = rows(session, include_str!("queries/mysql_columns.sql"), of, column)?;
    if session.kind() == EngineKind::MariaDb {
        let documents = rows(session, include_str!("queries/mariadb_json.sql"), of, |row| text(row, 0))?;
        for column in columns.iter_mut().filter(|it| documents.contains(&it.name)) {
            column.kind = ValueKind::Json;
        }
    }
    Ok(columns)
}

fn column(row: &[Value]) -> Column {
    let kind = kind(&text(row, 5), number(row, 8), number(row, 9));
    let character_set = optional(row, 6).map(|collation| CharacterSet { name: text(row, 7), collation });
    let by_bytes = character_set.as_ref().is_none_or(is_of_bytes);
    let is_text = matches!(kind, ValueKind::Text | ValueKind::Enum | ValueKind::Json);
    Column {
        name: text(row, 0),
        type_name: text(row, 1),
        nullable: truth(row, 2),
        generated: truth(row, 3),
        set_on_update: text(row, 4).contains("on update"),
        identity: if text(row, 4).contains("auto_increment") { Identity::ByDefault(None) } else { Identity::None },
        // Enums sort in the order of their declaration, MariaDB's UUIDs by their time.
        sorts_by_bytes: by_bytes && kind != ValueKind::Enum && kind != ValueKind::Uuid,
        equates_texts: is_text && !by_bytes,
        character_set: character_set.filter(|it| !UNICODE.contains(&it.name.as_str())),
        kind,
    }
}

/// Whether texts are compared by their bytes in UTF-8, blanks at their ends included, which most collations take for nothing.
fn is_of_bytes(of: &CharacterSet) -> bool {
    let pads_nothing = of.collation.ends_with("_nopad_bin") || of.collation.ends_with("_0900_bin");
    of.collation == "binary" || (pads_nothing && of.name == "utf8mb4")
}

fn kind(data_type: &str, scale: Option<i128>, precision: Option<i128>) -> ValueKind {
    let digits = |number: Option<i128>| number.and_then(|it| u32::try_from(it).ok());
    match data_type {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" | "bit" => ValueKind::Integer,
        "decimal" => ValueKind::Decimal(digits(scale)),
        "float" => ValueKind::Float32,
        "double" => ValueKind::Float64,
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "set" | "inet4" | "inet6" => {
            ValueKind::Text
        }
        "enum" => ValueKind::Enum,
        "date" => ValueKind::Date,
        "time" => ValueKind::Time(digits(precision)),
        "datetime" => ValueKind::Timestamp(digits(precision)),
        "timestamp" => ValueKind::TimestampTz(digits(precision)),
        "json" => ValueKind::Json,
        "uuid" => ValueKind::Uuid,
        // Binary strings, and geometries and vectors, which are read as such.
        _ => ValueKind::Bytes,
    }
}

fn keys(session: &mut Session, of: &[Value]) -> Result<Vec<super::Key>> {
    let columns = rows(session, include_str!("queries/mysql_keys.sql"), of, |row| KeyColumn {
        key: text(row, 0),
        is_primary: truth(row, 1),
        column: text(row, 2),
        nullable: truth(row, 3),
    })?;
    Ok(assemble::keys(columns))
}

/// `InnoDB` checks each at once.
fn foreign_keys(session: &mut Session, of: &[Value]) -> Result<Vec<ForeignKey>> {
    let parts = rows(session, include_str!("queries/mysql_foreign_keys.sql"), of, |row| ForeignKey {
        name: text(row, 0),
        columns: vec![text(row, 1)],
        referred_schema: text(row, 2),
        referred_table: text(row, 3),
        referred_columns: vec![text(row, 4)],
        is_deferrable: false,
    })?;
    Ok(assemble::foreign_keys(parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_collations_of_bytes_that_pad_nothing_tell_all_texts_apart() {
        let is_of_bytes = |name: &str, collation: &str| {
            is_of_bytes(&CharacterSet { name: name.to_owned(), collation: collation.to_owned() })
        };
        assert!(is_of_bytes("utf8mb4", "utf8mb4_0900_bin") && is_of_bytes("utf8mb4", "utf8mb4_nopad_bin"));
        assert!(!is_of_bytes("utf8mb4", "utf8mb4_bin") && !is_of_bytes("utf16", "utf16_nopad_bin"));
        // A bound of a range can be a text that these do not hold.
        assert!(!is_of_bytes("ascii", "ascii_nopad_bin") && !is_of_bytes("utf8mb3", "utf8mb3_nopad_bin"));
    }
}
