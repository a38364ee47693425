//! Names in the engine's SQL.

use database::EngineKind;

/// A table with its schema.
pub(in crate::repair) fn qualified(engine: EngineKind, schema: &str, name: &str) -> String {
    format!("{}.{}", engine.quote(schema), engine.quote(name))
}
