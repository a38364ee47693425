//! `CREATE TABLE`.

use std::collections::BTreeMap;

use super::{Writer, spaced};
use crate::catalogue::{Column, Constraint, ConstraintKind, Key, QualifiedName, Table};

/// What of a table goes into its `CREATE TABLE`. Indexes, triggers and comments never do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableParts {
    /// Foreign keys.
    pub foreign_keys: bool,
    /// The constraints besides foreign keys.
    pub constraints: bool,
    /// `IF NOT EXISTS`.
    pub if_not_exists: bool,
}

impl Default for TableParts {
    fn default() -> Self {
        Self { foreign_keys: true, constraints: true, if_not_exists: false }
    }
}

impl TableParts {
    /// Everything but the foreign keys.
    pub fn without_foreign_keys() -> Self {
        Self { foreign_keys: false, ..Self::default() }
    }

    /// Columns only.
    pub fn columns_only() -> Self {
        Self { foreign_keys: false, constraints: false, ..Self::default() }
    }

    /// With `IF NOT EXISTS`.
    pub fn if_not_exists(self) -> Self {
        Self { if_not_exists: true, ..self }
    }
}

impl Writer {
    /// `CREATE TABLE` with `parts` of it. A partition is made as a table of its own, with all that it has from its
    /// parent but identities: [`attach`](Self::attach) makes it a partition. On PostgreSQL constraints that are not validated are left out, since a table
    /// that is created with them has them validated: [`add_constraint`](Self::add_constraint) adds them.
    pub fn create_table(self, name: &QualifiedName, table: &Table, parts: TableParts) -> String {
        let inline = self.inline_key(table, parts);
        let own = |name: &String| !table.inherited.contains(name);
        let columns = table.columns.iter().filter(|it| own(&it.name)).map(|column| match table.partition_of {
            Some(_) => self.column(&Column { identity: None, ..column.clone() }),
            None => self.column_with_key(column, inline),
        });
        let constraints = table
            .constraints
            .values()
            .filter(|it| own(&it.name))
            .filter(|it| self.belongs(it, parts) && !inline.is_some_and(|key| std::ptr::eq(key, *it)))
            .map(|it| self.constraint(it));
        let lines: Vec<_> = columns.chain(constraints).map(|line| format!("  {line}")).collect();
        let body = if lines.is_empty() { "()".to_owned() } else { format!("(\n{}\n)", lines.join(",\n")) };
        spaced([
            "CREATE",
            if table.options.unlogged { "UNLOGGED" } else { "" },
            "TABLE",
            if parts.if_not_exists { "IF NOT EXISTS" } else { "" },
            &self.name(name),
            &body,
            &self.inherits(table),
            &table.partition_by.as_ref().map(|it| self.partition_by(it)).unwrap_or_default(),
            &self.table_options(table),
        ])
    }

    /// Whether `constraint` stands in the `CREATE TABLE` with `parts`.
    pub(super) fn belongs(self, constraint: &Constraint, parts: TableParts) -> bool {
        let wanted = match constraint.kind {
            ConstraintKind::ForeignKey(_) => parts.foreign_keys,
            _ => parts.constraints,
        };
        wanted && (constraint.validated || self.is_sqlite())
    }

    fn table_options(self, table: &Table) -> String {
        if self.is_sqlite() {
            let options = [(table.options.strict, "STRICT"), (table.options.without_rowid, "WITHOUT ROWID")];
            return options.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect::<Vec<_>>().join(", ");
        }
        let method = table.options.access_method.as_ref().map(|it| format!("USING {}", self.ident(it)));
        let tablespace = table.options.tablespace.as_ref().map(|it| format!("TABLESPACE {}", self.ident(it)));
        spaced([
            method.as_deref().unwrap_or_default(),
            &self.storage_parameters(&table.options.storage_parameters),
            tablespace.as_deref().unwrap_or_default(),
        ])
    }

    /// `WITH (…)`, or nothing.
    pub(super) fn storage_parameters(self, parameters: &BTreeMap<String, String>) -> String {
        if parameters.is_empty() {
            return String::new();
        }
        let option = |(key, value): (&String, &String)| {
            let key = key.split('.').map(|part| self.ident(part)).collect::<Vec<_>>().join(".");
            if value.is_empty() { key } else { format!("{key}={}", self.parameter(value)) }
        };
        format!("WITH ({})", parameters.iter().map(option).collect::<Vec<_>>().join(", "))
    }

    fn parameter(self, value: &str) -> String {
        let plain = value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
        let quoted = value.starts_with('\'') && value.ends_with('\'') && value.len() > 1;
        if plain || quoted { value.to_owned() } else { self.literal(value) }
    }

    /// SQLite: the primary key of one column stands with the column; `AUTOINCREMENT` can stand nowhere else.
    fn inline_key(self, table: &Table, parts: TableParts) -> Option<&Constraint> {
        let inline = |it: &&Constraint| match &it.kind {
            ConstraintKind::PrimaryKey(key) => key.columns.len() == 1 && !key.detail.starts_with('('),
            _ => false,
        };
        table.constraints.values().find(|it| self.is_sqlite() && parts.constraints && inline(it))
    }

    fn column_with_key(self, column: &Column, inline: Option<&Constraint>) -> String {
        let definition = self.column(column);
        let Some(constraint) = inline else { return definition };
        match &constraint.kind {
            ConstraintKind::PrimaryKey(key) if key.columns.contains(&column.name) => {
                spaced([definition.as_str(), &self.inline_primary_key(constraint, key)])
            }
            _ => definition,
        }
    }

    fn inline_primary_key(self, constraint: &Constraint, key: &Key) -> String {
        let name =
            if constraint.named { format!("CONSTRAINT {}", self.ident(&constraint.name)) } else { String::new() };
        spaced([name.as_str(), "PRIMARY KEY", &key.detail, if key.autoincrement { "AUTOINCREMENT" } else { "" }])
    }
}
