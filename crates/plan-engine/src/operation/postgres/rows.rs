//! Rows that cannot satisfy a constraint: found by a query, set aside in the workshop, put back.

use schema_diff::catalogue::{Catalogue, ConstraintKind, QualifiedName, Table};

use super::toolkit::quietly;
use crate::operation::Context;
use crate::plan::{Archive, ArchiveKind, Gate};

/// Rows of a table that cannot satisfy something.
pub(super) struct Offenders {
    /// The table.
    pub(super) table: QualifiedName,
    /// What they cannot satisfy: the name of a constraint, index or column.
    pub(super) what: String,
    /// A condition over the alias `t` that finds them.
    pub(super) condition: String,
    /// Why they cannot stay, for people.
    pub(super) reason: String,
}

impl Offenders {
    /// The archive that they go to, as a name in SQL.
    pub(super) fn archive(&self, context: &Context<'_>) -> String {
        context.workshop.sql("set_aside", &self.table, &[&self.what])
    }

    /// The archive as the plan lists it.
    pub(super) fn listed(&self, context: &Context<'_>) -> Archive {
        Archive { relation: self.archive(context), kind: ArchiveKind::SetAside { table: self.table.clone() } }
    }

    /// Counts them.
    pub(super) fn count(&self, context: &Context<'_>) -> String {
        format!("SELECT count(*) FROM {} AS t WHERE {}", context.writer.name(&self.table), self.condition)
    }

    /// The gate that no such row is there, with the statements that set them aside as its remedy.
    pub(super) fn gate(&self, now: &Catalogue, context: &Context<'_>) -> Gate {
        Gate {
            title: format!("no row of {} {}", self.table, self.reason),
            query: self.count(context),
            expected: 0,
            help: format!(
                "correct these rows (SELECT * FROM {} AS t WHERE {}), or run the remedy, which moves them to {}",
                context.writer.name(&self.table),
                self.condition,
                self.archive(context)
            ),
            remedy: self.set_aside(now, context),
        }
    }

    /// Moves them to the archive. Rows that others reference stay: the constraint then fails, and nothing is lost.
    pub(super) fn set_aside(&self, now: &Catalogue, context: &Context<'_>) -> Vec<String> {
        let (table, archive) = (context.writer.name(&self.table), self.archive(context));
        let mut condition = format!("({})", self.condition);
        for referenced in self.references(now, context) {
            condition = format!("{condition} AND NOT EXISTS ({referenced})");
        }
        let reason = context.writer.literal(&self.reason);
        vec![
            format!(
                "CREATE TABLE IF NOT EXISTS {archive} AS SELECT t.*, ''::text AS migration_architect_reason FROM {table} AS t WITH NO DATA"
            ),
            quietly(
                context,
                &table,
                &format!(
                    "WITH gone AS (DELETE FROM {table} AS t WHERE {condition} RETURNING t.*) INSERT INTO {archive} SELECT gone.*, {reason} FROM gone"
                ),
                None,
            ),
        ]
    }

    /// Queries for rows of other tables that reference a row `t`.
    fn references(&self, now: &Catalogue, context: &Context<'_>) -> Vec<String> {
        let mut queries = Vec::new();
        for (name, table) in &now.tables {
            for constraint in table.constraints.values() {
                let ConstraintKind::ForeignKey(key) = &constraint.kind else { continue };
                if key.references != self.table || key.referenced_columns.is_empty() {
                    continue;
                }
                let pairs = key.columns.iter().zip(&key.referenced_columns);
                let same: Vec<_> = pairs
                    .map(|(own, other)| {
                        format!("other.{} = t.{}", context.writer.ident(own), context.writer.ident(other))
                    })
                    .collect();
                queries.push(format!(
                    "SELECT FROM {} AS other WHERE {}",
                    context.writer.name(name),
                    same.join(" AND ")
                ));
            }
        }
        queries
    }

    /// Puts back what was set aside, into `table` as it is then, and drops the archive; nothing where there is none.
    pub(super) fn put_back(&self, table: &Table, context: &Context<'_>) -> Vec<String> {
        let (name, archive) = (context.writer.name(&self.table), self.archive(context));
        let columns = table.columns.iter().filter(|column| column.generated.is_none()).map(|column| &column.name);
        let columns = context.writer.idents(columns);
        vec![
            quietly(
                context,
                &name,
                &format!("INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {archive}"),
                Some(&archive),
            ),
            format!("DROP TABLE IF EXISTS {archive}"),
        ]
    }
}
