//! Conditions that hold only where a row is as it was seen.

use database::{Column, EngineKind, ValueKind};

use super::Sql;
use crate::base_type::base_type;
use crate::repair::step::Cell;

impl Sql<'_> {
    /// The row with this key; the engine's own equality, so that its index serves.
    pub(super) fn key(&mut self, key: &[Cell]) -> String {
        let mut parts = Vec::with_capacity(key.len());
        for cell in key {
            let (column, value) = (self.column(cell), self.value(&cell.value));
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
            _ if equates_representations(&column.kind, column.equates_texts) => {
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

/// Whether `PostgreSQL`'s equality of a type takes several representations for one value (`1.0` and `1.00`, one month and thirty days), or
/// there is no equality (`json`, `point`).
fn equates_representations(kind: &ValueKind, equates_texts: bool) -> bool {
    match kind {
        ValueKind::Decimal(_)
        | ValueKind::Float32
        | ValueKind::Float64
        | ValueKind::Interval
        | ValueKind::TimeTz(_)
        | ValueKind::Json
        | ValueKind::Any
        | ValueKind::Other(_) => true,
        ValueKind::Text => equates_texts,
        ValueKind::Array(item) => equates_representations(item, equates_texts),
        _ => false,
    }
}
