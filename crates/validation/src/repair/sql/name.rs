//! Names in the engine's SQL.

use database::EngineKind;

/// An identifier in the engine's quotes, whatever it holds.
pub(in crate::repair) fn quote(engine: EngineKind, name: &str) -> String {
    match engine {
        EngineKind::MySql | EngineKind::MariaDb => format!("`{}`", name.replace('`', "``")),
        _ => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

/// A table with its schema.
pub(in crate::repair) fn qualified(engine: EngineKind, schema: &str, name: &str) -> String {
    format!("{}.{}", quote(engine, schema), quote(engine, name))
}
