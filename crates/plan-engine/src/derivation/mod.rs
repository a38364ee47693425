//! Columns that become others by expressions that the user states both ways: split, merge, n columns that become m.
//!
//! Nothing of it is guessed. Columns are joined to one [`Derivation`] by what their expressions mention.

mod expression;
mod group;
mod stated;

use schema_diff::catalogue::{Column, QualifiedName};

use crate::conversion::Equality;

pub(crate) use expression::{read_expression, unsteady};
pub(crate) use group::find;
pub use stated::Derive;

/// A column of one shape, and how it is made of the other one.
#[derive(Debug, Clone)]
pub(crate) struct Derived {
    /// The column, as its schema has it.
    pub(crate) column: Column,
    /// An SQL expression over the columns of the other shape.
    pub(crate) expression: String,
    /// How equal two of its values have to be.
    pub(crate) equality: Equality,
}

/// Columns that go and columns that come in their place: two shapes of one thing.
#[derive(Debug, Clone)]
pub(crate) struct Derivation {
    /// The table, under its new name.
    pub(crate) table: QualifiedName,
    /// The columns that go, at least one.
    pub(crate) going: Vec<Derived>,
    /// The columns that come, at least one.
    pub(crate) coming: Vec<Derived>,
}

impl Derivation {
    /// What becomes what: `name becomes first_name, last_name`.
    pub(crate) fn subject(&self) -> String {
        let names = |side: &[Derived]| side.iter().map(|it| it.column.name.as_str()).collect::<Vec<_>>().join(", ");
        format!("{}.{} → {}", self.table, names(&self.going), names(&self.coming))
    }

    /// Whether a column of that name is one of either shape.
    pub(crate) fn has(&self, table: &QualifiedName, column: &str) -> bool {
        self.table == *table && self.going.iter().chain(&self.coming).any(|it| it.column.name == column)
    }
}
