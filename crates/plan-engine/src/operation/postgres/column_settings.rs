//! Storage, compression and statistics of a column.

use schema_diff::catalogue::{Catalogue, ColumnSettings, ObjectPath, QualifiedName};

use super::common::{column, column_edit, transaction};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Facts, LockMode};

/// A column gets other settings.
pub(super) struct SetColumnSettings {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column.
    pub(super) column: String,
    /// The settings as they are to be.
    pub(super) to: ColumnSettings,
}

impl Operation for SetColumnSettings {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, old) = (&self.table, column(now, &self.table, &self.column)?);
        let path = ObjectPath::Column(name.clone(), self.column.clone());
        let statements = |from: &ColumnSettings, to: &ColumnSettings| {
            transaction(context.writer.column_settings(name, (&self.column, &old.data_type), from, to))
        };
        let stored = old.settings.storage != self.to.storage || old.settings.compression != self.to.compression;
        let mode = if stored { LockMode::AccessExclusive } else { LockMode::ShareUpdateExclusive };
        let facts = Facts::lock(context.writer.name(name), mode);
        Ok(vec![
            Draft::new(
                "set_column_settings",
                &path,
                format!("Change how {name}.{} is stored or counted", self.column),
                "It concerns values written from here on, and estimates; none is rewritten.",
            )
            .forward([statements(&old.settings, &self.to)])
            .effect([column_edit(now, name, &self.column, |it| it.settings = self.to.clone())?])
            .facts(facts.clone())
            .back(
                format!("Restore how {name}.{} is stored or counted", self.column),
                [statements(&self.to, &old.settings)],
                [column_edit(now, name, &self.column, |it| it.settings = old.settings.clone())?],
            )
            .back_facts(facts),
        ])
    }
}
