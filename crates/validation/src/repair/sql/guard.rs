//! Conditions that hold only where a row is as it was seen.

use database::{Column, EngineKind, Value, ValueKind};

use super::Sql;
use crate::base_type::base_type;
use crate::repair::step::Cell;

impl Sql<'_> {
    /// The row with this key; the engine's own equality, so that its index serves.
    pub(super) fn key(&mut self, key: &[Cell]) -> String {
        let mut parts = Vec::with_capacity(key.len());
        for cell in key {
            let column = self.column(cell);
            if cell.value == Value::Null {
                parts.push(format!("{column} IS NULL"));
                continue;
            }
            let value = self.value(&cell.value);
            let kind = self.table.columns.get(cell.column).map(|it| &it.kind);
            let value = match kind {
                // Otherwise `MySQL` compares an exact number with a text as floating point.
                Some(ValueKind::Decimal(scale)) if self.is_mysql() => decimal(&value, *scale),
                _ => value,
            };
            parts.push(format!("{column} = {value}"));
        }
        parts.join(" AND ")
    }

    /// The row still holds these values, in representation and not only by the engine's equality.
    pub(super) fn guard(&mut self, seen: &[Cell]) -> String {
        let mut parts = Vec::with_capacity(seen.len());
        for cell in seen {
            let same = self.same(cell);
            let column = self.column(cell);
            parts.push(if cell.or_null { format!("({column} IS NULL OR {same})") } else { same });
        }
        parts.join(" AND ")
    }

    fn same(&mut self, cell: &Cell) -> String {
        let Some(column) = self.table.columns.get(cell.column) else { return "1 = 0".to_owned() };
        let (name, value) = (self.column(cell), self.value(&cell.value));
        match self.engine {
            // As it was seen, or as the engine writes what it is given: a date or an exact number in a document is made by no text.
            EngineKind::MySql if column.kind == ValueKind::Json => {
                let made = format!("CAST({} AS JSON)", self.value(&cell.value));
                format!("({} OR {})", same_bytes(&name, &value), same_bytes(&name, &in_utf8(&made)))
            }
            EngineKind::MySql | EngineKind::MariaDb => mysql(column, &name, &value),
            EngineKind::Sqlite if matches!(column.kind, ValueKind::Text | ValueKind::Enum | ValueKind::Any) => {
                format!("{name} COLLATE BINARY IS {value}")
            }
            EngineKind::Sqlite => format!("{name} IS {value}"),
            _ if compares_as_text(column) => {
                format!("{name}::text IS NOT DISTINCT FROM CAST({value} AS {})::text", base_type(&column.type_name))
            }
            _ => format!("{name} IS NOT DISTINCT FROM {value}"),
        }
    }

    pub(super) fn is_mysql(&self) -> bool {
        matches!(self.engine, EngineKind::MySql | EngineKind::MariaDb)
    }
}

/// Collations of `MySQL` take texts for equal that are not; exact numbers would be compared with a text as floating point.
fn mysql(column: &Column, name: &str, value: &str) -> String {
    match column.kind {
        ValueKind::Text | ValueKind::Enum | ValueKind::Json | ValueKind::Any => same_bytes(name, value),
        ValueKind::Decimal(scale) => format!("{name} <=> {}", decimal(value, scale)),
        _ => format!("{name} <=> {value}"),
    }
}

fn same_bytes(name: &str, value: &str) -> String {
    format!("CAST({} AS BINARY) <=> CAST({value} AS BINARY)", in_utf8(name))
}

fn in_utf8(sql: &str) -> String {
    format!("CONVERT({sql} USING utf8mb4)")
}

fn decimal(value: &str, scale: Option<u32>) -> String {
    format!("CAST({value} AS DECIMAL(65,{}))", scale.unwrap_or(30).min(30))
}

/// Whether a type of `PostgreSQL` is compared by its text: its equality takes several representations for one value (`1.0` and `1.00`, one
/// month and thirty days), or there is none (`json`, `xml`, `point`).
fn compares_as_text(column: &Column) -> bool {
    let mut kind = &column.kind;
    while let ValueKind::Array(item) = kind {
        kind = item;
    }
    match kind {
        ValueKind::Bool
        | ValueKind::Integer
        | ValueKind::Bytes
        | ValueKind::Date
        | ValueKind::Time(_)
        | ValueKind::Timestamp(_)
        | ValueKind::TimestampTz(_)
        | ValueKind::Uuid
        | ValueKind::Enum => false,
        ValueKind::Text => {
            let name = base_type(&column.type_name);
            let name = name.trim_end_matches("[]");
            column.equates_texts || !matches!(name, "text" | "character varying" | "bpchar" | "name" | "\"char\"")
        }
        _ => true,
    }
}
