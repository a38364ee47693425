//! Whether rows can be read in the order of the key.

use database::{EngineKind, ValueKind};

use super::source::Source;

/// Whether the rows can be read in the order of the key: an index has it, and its order is that of bytes.
pub(super) fn is_sorted(source: &Source) -> bool {
    let ordered = source.key_parts().all(|it| match &it.column {
        Some(column) => column.sorts_by_bytes && !column.nullable && has_one_order(source.engine, &column.kind),
        None => false,
    });
    ordered && source.is_indexed
}

/// Whether every engine has the same order of values of a kind.
fn has_one_order(engine: EngineKind, kind: &ValueKind) -> bool {
    match kind {
        // SQLite's columns hold anything, whatever is declared.
        ValueKind::Integer | ValueKind::Text | ValueKind::Bytes => true,
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
