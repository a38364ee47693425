//! Storage parameters, persistence and replica identity of a table.

use schema_diff::catalogue::{Catalogue, DefinitionKind, Object, ObjectPath, QualifiedName, TableOptions};

use super::common::{table, transaction};
use super::definition::refused_changes;
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
        if from.access_method != to.access_method {
            let method = to.access_method.as_deref().unwrap_or("heap");
            statements.push(format!("{alter} SET ACCESS METHOD {}", writer.ident(method)));
        }
        if from.tablespace != to.tablespace {
            let tablespace = to.tablespace.as_deref().unwrap_or("pg_default");
            statements.push(format!("{alter} SET TABLESPACE {}", writer.ident(tablespace)));
        }
        statements.extend(writer.replica_identity(&self.table, &from.replica_identity, &to.replica_identity));
        statements.extend(writer.cluster_on(&self.table, from.cluster_on.as_deref(), to.cluster_on.as_deref()));
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

fn facts(table: &str, from: &TableOptions, to: &TableOptions) -> Facts {
    let moves =
        from.unlogged != to.unlogged || from.tablespace != to.tablespace || from.access_method != to.access_method;
    if moves {
        let facts = Facts::lock(table, LockMode::AccessExclusive).rewriting(table);
        return facts
            .hazard("nobody reads or writes the table while it is copied: not for a large table that is in use");
    }
    if from.replica_identity != to.replica_identity {
        return Facts::lock(table, LockMode::AccessExclusive);
    }
    Facts::lock(table, LockMode::ShareUpdateExclusive)
}

impl Operation for SetTableOptions {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, path) = (&self.table, ObjectPath::Table(self.table.clone()));
        let old = table(now, name)?;
        let mut new = old.clone();
        new.options = self.to.clone();
        let sql_name = context.writer.name(name);
        let mut facts = facts(&sql_name, &old.options, &self.to);
        let mut then = now.clone();
        then.tables.insert(name.clone(), new.clone());
        let publications = then.definitions.iter().filter(|(id, _)| id.kind == DefinitionKind::Publication);
        let refused = publications.flat_map(|(_, it)| then.refused_by_publication(it)).filter(|it| it.table == *name);
        facts.hazards.extend(refused.map(|it| refused_changes(&it)));
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
