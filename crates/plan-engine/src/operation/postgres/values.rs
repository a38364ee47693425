//! Values that a column cannot hold: replaced, the originals archived by key, and put back where the replacement still
//! stands.

use schema_diff::catalogue::{DataType, QualifiedName, Table};

use super::toolkit::{in_batches, quietly};
use crate::operation::Context;
use crate::plan::{Action, Archive, ArchiveKind, Sql};

/// Values of a column that are replaced.
pub(super) struct Replacement {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column.
    pub(super) column: String,
    /// Columns that tell the rows apart.
    pub(super) key: Vec<String>,
    /// Type of the column.
    pub(super) data_type: DataType,
    /// Whether the archive keeps values as text, since the type does not outlast the step.
    pub(super) as_text: bool,
    /// Whether the column is about to be replaced by one of another shape, for which the values do not fit.
    pub(super) misfit: bool,
    /// A condition over the alias `t` that finds the rows.
    pub(super) condition: String,
    /// What stands in the value's place; an expression over the row, unqualified.
    pub(super) value: String,
}

impl Replacement {
    fn archive(&self, context: &Context<'_>) -> String {
        let kind = if self.misfit { "misfit" } else { "replaced" };
        context.workshop.sql(kind, &self.table, &[&self.column])
    }

    /// The archive as the plan lists it.
    pub(super) fn listed(&self, context: &Context<'_>) -> Archive {
        let (table, column, key) = (self.table.clone(), self.column.clone(), self.key.clone());
        let kind = if self.misfit {
            ArchiveKind::Misfit { table, column, key }
        } else {
            ArchiveKind::Replaced { table, column, key }
        };
        Archive { relation: self.archive(context), kind }
    }

    /// Replaces the values, keeping the originals.
    pub(super) fn replace(&self, table: &Table, context: &Context<'_>) -> Vec<Action> {
        let (make, statement) = self.make_and_replace(table, context);
        let title = format!("replace values of {}.{} that cannot stay, keeping the originals", self.table, self.column);
        let name = context.writer.name(&self.table);
        vec![Action::Sql(Sql::in_transaction(vec![make])), in_batches(context, &name, title, &statement, None)]
    }

    /// The same as statements that do it at once.
    pub(super) fn statements(&self, table: &Table, context: &Context<'_>) -> Vec<String> {
        let (make, statement) = self.make_and_replace(table, context);
        let name = context.writer.name(&self.table);
        vec![make, quietly(context, &name, &statement.replace("{range}", "true"), None)]
    }

    fn make_and_replace(&self, table: &Table, context: &Context<'_>) -> (String, String) {
        let writer = context.writer;
        let (name, archive, column) = (writer.name(&self.table), self.archive(context), writer.ident(&self.column));
        let column_type = writer.data_type(&self.data_type);
        let data_type = if self.as_text { "text" } else { &column_type };
        let key = writer.idents(&self.key);
        let make = format!(
            "CREATE TABLE IF NOT EXISTS {archive} ({}, {column} {data_type}, migration_architect_replacement {data_type}, PRIMARY KEY ({key}))",
            key_columns(table, &self.key, context)
        );
        let keyed: Vec<_> = self.key.iter().map(|it| format!("t.{}", writer.ident(it))).collect();
        let keyed = keyed.join(", ");
        let statement = format!(
            "WITH old AS (SELECT {keyed}, t.{column}::{data_type}, ({value})::{data_type} AS migration_architect_replacement FROM {name} AS t WHERE {{range}} AND ({condition}) FOR UPDATE), \
             kept AS (INSERT INTO {archive} SELECT * FROM old ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}, migration_architect_replacement = excluded.migration_architect_replacement) \
             UPDATE {name} AS t SET {column} = old.migration_architect_replacement::{column_type} FROM old WHERE {same}",
            value = self.value,
            condition = self.condition,
            same = same_key("t", "old", &self.key, context),
        );
        (make, statement)
    }

    /// Puts the originals back where the replacement still stands, and drops the archive; nothing where there is none.
    pub(super) fn put_back(&self, context: &Context<'_>) -> Vec<Action> {
        let writer = context.writer;
        let (name, archive, column) = (writer.name(&self.table), self.archive(context), writer.ident(&self.column));
        let data_type = writer.data_type(&self.data_type);
        let statement = format!(
            "UPDATE {name} AS t SET {column} = a.{column}::{data_type} FROM {archive} AS a WHERE {{range}} AND {} \
             AND t.{column}::text IS NOT DISTINCT FROM a.migration_architect_replacement::text AND t.{column}::text IS DISTINCT FROM a.{column}::text",
            same_key("t", "a", &self.key, context)
        );
        let title = format!("put back values of {}.{} that an earlier step replaced", self.table, self.column);
        vec![
            in_batches(context, &name, title, &statement, Some(&archive)),
            Action::Sql(Sql::in_transaction(vec![format!("DROP TABLE IF EXISTS {archive}")])),
        ]
    }
}

/// Definitions of the key's columns for an archive.
pub(super) fn key_columns(table: &Table, key: &[String], context: &Context<'_>) -> String {
    let definition = |name: &String| {
        let data_type = table.column(name).map(|column| context.writer.data_type(&column.data_type));
        format!("{} {} NOT NULL", context.writer.ident(name), data_type.unwrap_or_else(|| "text".to_owned()))
    };
    key.iter().map(definition).collect::<Vec<_>>().join(", ")
}

/// `left.k = right.k AND …`.
pub(super) fn same_key(left: &str, right: &str, key: &[String], context: &Context<'_>) -> String {
    let pair = |name: &String| {
        let name = context.writer.ident(name);
        format!("{left}.{name} = {right}.{name}")
    };
    key.iter().map(pair).collect::<Vec<_>>().join(" AND ")
}
