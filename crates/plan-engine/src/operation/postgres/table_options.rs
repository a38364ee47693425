//! Storage parameters and persistence of a table.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, TableOptions};

use super::common::{table, transaction};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};

/// A table gets other options.
pub(super) struct SetTableOptions {
    /// The table.
    pub(super) table: QualifiedName,
    /// The options as they are to be.
    pub(super) to: TableOptions,
}

impl SetTableOptions {
    fn statements(&self, context: &Context<'_>, from: &TableOptions, to: &TableOptions) -> Vec<String> {
        let writer = context.writer;
        let alter = format!("ALTER TABLE {}", writer.name(&self.table));
        let mut statements = Vec::new();
        if from.unlogged != to.unlogged {
            statements.push(format!("{alter} SET {}", if to.unlogged { "UNLOGGED" } else { "LOGGED" }));
        }
        let gone: Vec<_> =
            from.storage_parameters.keys().filter(|key| !to.storage_parameters.contains_key(*key)).cloned().collect();
        if !gone.is_empty() {
            statements.push(format!("{alter} RESET ({})", gone.join(", ")));
        }
        let set: Vec<_> = to
            .storage_parameters
            .iter()
            .filter(|(key, value)| from.storage_parameters.get(*key) != Some(*value))
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        if !set.is_empty() {
            statements.push(format!("{alter} SET ({})", set.join(", ")));
        }
        statements
    }
}

impl Operation for SetTableOptions {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, path) = (&self.table, ObjectPath::Table(self.table.clone()));
        let old = table(now, name)?;
        let mut new = old.clone();
        new.options = self.to.clone();
        let sql_name = context.writer.name(name);
        let facts = if old.options.unlogged == self.to.unlogged {
            Facts::lock(&sql_name, LockMode::ShareUpdateExclusive)
        } else {
            Facts::lock(&sql_name, LockMode::AccessExclusive).rewriting(&sql_name)
        };
        Ok(vec![
            Draft::new("set_table_options", &path, format!("Change the options of {name}"), "No row changes.")
                .forward([transaction(self.statements(context, &old.options, &self.to))])
                .effect([Edit::put(path.clone(), Object::Table(new))])
                .facts(facts.clone())
                .back(
                    format!("Restore the options of {name}"),
                    [transaction(self.statements(context, &self.to, &old.options))],
                    [Edit::put(path, Object::Table(old.clone()))],
                )
                .back_facts(facts),
        ])
    }
}
