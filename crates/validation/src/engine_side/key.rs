//! Whether rows can be read in the order of the key.

use database::{EngineKind, Table, ValueKind};

use super::source::Source;

/// Whether the rows can be read in the order of the key: an index has it, and its order is that of bytes.
pub(super) fn is_sorted(table: &Table, source: &Source) -> bool {
    let names = column_names(source);
    if names.is_empty() || names.len() != source.key.len() {
        return false;
    }
    let ordered = source.key_parts().all(|it| match &it.column {
        Some(column) => column.sorts_by_bytes && !column.nullable && has_one_order(source.engine, &column.kind),
        None => false,
    });
    let indexed =
        table.keys.iter().any(|it| it.columns.iter().map(String::as_str).take(names.len()).eq(names.iter().copied()));
    ordered && indexed
}

/// Whether every engine has the same order of values of a kind.
fn has_one_order(engine: EngineKind, kind: &ValueKind) -> bool {
    match kind {
        // SQLite's columns hold anything, whatever is declared.
        ValueKind::Integer => true,
        ValueKind::Text | ValueKind::Bytes => true,
        ValueKind::Decimal(_)
        | ValueKind::Date
        | ValueKind::Time(_)
        | ValueKind::Timestamp(_)
        | ValueKind::TimestampTz(_)
        | ValueKind::Uuid
        | ValueKind::Bool => engine != EngineKind::Sqlite,
        _ => false,
    }
}

fn column_names(source: &Source) -> Vec<&str> {
    source.key_parts().filter_map(|it| it.column.as_ref()).map(|it| it.name.as_str()).collect()
}
