//! What is kept of what steps and their inverses take out.

use schema_diff::catalogue::QualifiedName;
use serde::{Deserialize, Serialize};

/// A table of the workshop schema that holds what a step or its inverse takes out. It exists while it holds something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Archive {
    /// The archive, as a name in SQL.
    pub relation: String,
    /// What it holds.
    pub kind: ArchiveKind,
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
