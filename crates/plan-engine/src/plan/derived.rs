//! Columns that become others: split, merge, n columns that become m.

use schema_diff::catalogue::{DataType, QualifiedName};
use serde::{Deserialize, Serialize};

/// Columns of one table that go, and columns that come in their place, each made of the other shape by an expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedColumns {
    /// The table.
    pub table: QualifiedName,
    /// The columns that go.
    pub going: Vec<DerivedColumn>,
    /// The columns that come.
    pub coming: Vec<DerivedColumn>,
    /// How both shapes are there at one time, and why in this form.
    pub form: String,
    /// When two rows count as the same.
    pub equality: String,
    /// What happens to a value that the other shape cannot hold.
    pub policy: String,
}

/// A column and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether its schema refuses NULL in it.
    pub not_null: bool,
    /// An SQL expression over the columns of the other shape.
    pub expression: String,
}
