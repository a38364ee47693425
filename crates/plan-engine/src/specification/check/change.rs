//! Migrations of databases that state no change.

use super::{Fault, Spans, Specification, place};
use crate::migration::pattern::Engine;
use crate::specification::model::{Kind, Migration};

/// Migrations of databases that name tables, but nothing that happens to them.
pub(super) fn check(specification: &Specification, spans: &Spans) -> Vec<Fault> {
    let idle = specification.migrations.iter().filter(|it| is_idle(it));
    idle.map(|migration| {
        let pointer = specification.places.resolve(&format!("{}/tables", migration.pointer));
        let message = format!("`{}` names tables, but no change of them: nothing is to be done", migration.id);
        let fault = Fault::error("no-change", message, place(specification, spans, &pointer)).at(&pointer);
        fault.help(
            "give `schema` (files or engines before and after) or `schema_changes`; for a move of the engine write its \
             version or its place in `source` and `target`, such as `PostgreSQL 13` and `PostgreSQL 16`",
        )
    })
    .collect()
}

fn is_idle(migration: &Migration) -> bool {
    let (old, new) = (Engine::of(&migration.source), Engine::of(&migration.target));
    let moves = old.differs(&new) || old.product.zip(new.product).is_some_and(|(old, new)| old != new);
    migration.kind == Kind::Database
        && migration.pattern == "schema_change"
        && !migration.tables.is_empty()
        && migration.schema.is_none()
        && migration.schema_changes.is_empty()
        && !moves
}
