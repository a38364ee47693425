//! Columns that are there in two shapes at one time.

use schema_diff::catalogue::{DataType, QualifiedName};
use serde::{Deserialize, Serialize};

/// A column whose values become others: how, and what happens to those that the other shape cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnConversion {
    /// The table.
    pub table: QualifiedName,
    /// The name before.
    pub old_name: String,
    /// The type before.
    pub old_type: DataType,
    /// The name after.
    pub new_name: String,
    /// The type after.
    pub new_type: DataType,
    /// How both are there at one time, and why in this form.
    pub form: String,
    /// From the old shape to the new: an SQL expression, in which `{value}` stands for the value where it is not one
    /// over the whole row.
    pub up: String,
    /// From the new shape to the old.
    pub down: String,
    /// When two values count as the same.
    pub equality: String,
    /// What happens to a value that the other shape cannot hold.
    pub policy: String,
}

/// The schema of views that the new version of the application works with until `contract`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionedViews {
    /// The schema: it stands first in the new version's `search_path`.
    pub schema: String,
    /// The tables that have a view of their name in it; the new version names them without a schema.
    pub tables: Vec<QualifiedName>,
}
