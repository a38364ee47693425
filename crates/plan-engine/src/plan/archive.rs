//! What is kept of what steps and their inverses take out.

use schema_diff::Dialect;
use schema_diff::catalogue::QualifiedName;
use schema_diff::write::Writer;
use serde::{Deserialize, Serialize};

/// A table of the workshop schema that holds what a step or its inverse takes out. It exists while it holds something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Archive {
    /// The archive, as a name in SQL.
    pub relation: String,
    /// What it holds.
    pub kind: ArchiveKind,
}

impl Archive {
    /// A query that lists what the archive holds. A value that is kept is the mark of its row, by the row's key: it is
    /// listed with what stands in its place and with the row as it is now.
    #[must_use]
    pub fn listing(&self, dialect: Dialect) -> String {
        let (writer, archive) = (Writer::new(dialect), &self.relation);
        let joined = |table: &QualifiedName, key: &[String], kept: &str| {
            let same = key.iter().map(|it| format!("t.{0} = a.{0}", writer.ident(it))).collect::<Vec<_>>();
            let same = same.join(" AND ");
            format!("SELECT {kept}, t.* FROM {archive} AS a JOIN {} AS t ON {same}", writer.name(table))
        };
        match &self.kind {
            ArchiveKind::Misfit { table, column, key }
            | ArchiveKind::Unfit { table, column, key }
            | ArchiveKind::Replaced { table, column, key }
                if !key.is_empty() =>
            {
                let column = writer.ident(column);
                let kept = format!("a.{column} AS kept, a.migration_architect_replacement AS stands_in");
                joined(table, key, &kept)
            }
            ArchiveKind::DroppedColumn { table, column, key } if !key.is_empty() => {
                joined(table, key, &format!("a.{} AS kept", writer.ident(column)))
            }
            _ => format!("SELECT * FROM {archive}"),
        }
    }
}

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArchiveKind {
    /// A whole table.
    DroppedTable {
        /// The table.
        table: QualifiedName,
    },
    /// A column, row by row.
    DroppedColumn {
        /// The table.
        table: QualifiedName,
        /// The column, under its own name in the archive.
        column: String,
        /// Columns that tell the rows apart, under their own names in the archive. Empty where the table has no key:
        /// then the archive holds whole rows.
        key: Vec<String>,
    },
    /// Whole rows that a constraint would not have accepted, under their columns' names; `migration_architect_reason`
    /// says why.
    SetAside {
        /// The table.
        table: QualifiedName,
    },
    /// Values of the old shape of a column that its new shape cannot hold, as text under the column's old name, with the
    /// nearest one in `migration_architect_replacement`.
    Misfit {
        /// The table.
        table: QualifiedName,
        /// The column, by its old name.
        column: String,
        /// Columns that tell the rows apart.
        key: Vec<String>,
    },
    /// Values of the new shape of a column that its old shape could not hold, as text under the column's old name, with
    /// the old shape's stand-in as text in `migration_architect_replacement`.
    Unfit {
        /// The table.
        table: QualifiedName,
        /// The column, by its old name.
        column: String,
        /// Columns that tell the rows apart.
        key: Vec<String>,
    },
    /// Values that a column could not hold: the key, the original under the column's name, and what stands in its
    /// place in `migration_architect_replacement`.
    Replaced {
        /// The table.
        table: QualifiedName,
        /// The column.
        column: String,
        /// Columns that tell the rows apart.
        key: Vec<String>,
    },
}
