//! Columns that move to another table.

use schema_diff::catalogue::{DataType, QualifiedName};
use serde::{Deserialize, Serialize};

/// Columns that move from one table to another, and are there in both while both versions run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedColumns {
    /// The table that they go from.
    pub from: QualifiedName,
    /// The table that they come to.
    pub to: QualifiedName,
    /// The columns.
    pub columns: Vec<MovedColumn>,
    /// What joins the rows of both tables.
    pub keys: Vec<JoinedColumns>,
    /// How both are there at one time, and why in this form.
    pub form: String,
    /// When two values count as the same.
    pub equality: String,
    /// What happens to rows that only one of the tables has.
    pub policy: String,
    /// Whether the table that they come to was there before: a row of either may then have none in the other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_there: bool,
}

/// A column that moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedColumn {
    /// Its name where it goes from.
    pub from: String,
    /// Its name where it comes to.
    pub to: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether it refuses NULL where it comes to.
    pub not_null: bool,
}

/// Two columns by which rows of two tables are joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedColumns {
    /// The column of the table that columns go from.
    pub from: String,
    /// The column of the table that they come to.
    pub to: String,
}
