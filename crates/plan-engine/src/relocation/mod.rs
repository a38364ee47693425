//! Columns that move to another table, joined by key columns that the user states.

mod find;
mod stated;

use schema_diff::catalogue::{Column, QualifiedName};

use crate::conversion::Equality;

pub(crate) use find::find;
pub use stated::{By, Move};

/// A column that moves.
#[derive(Debug, Clone)]
pub(crate) struct Moved {
    /// Where it goes from.
    pub(crate) from: Column,
    /// Where it comes to.
    pub(crate) to: Column,
    /// How equal two of its values have to be.
    pub(crate) equality: Equality,
}

/// Columns that move from one table to another.
#[derive(Debug, Clone)]
pub(crate) struct Relocation {
    /// The table that they go from.
    pub(crate) from: QualifiedName,
    /// The table that they come to.
    pub(crate) to: QualifiedName,
    /// The columns, at least one.
    pub(crate) columns: Vec<Moved>,
    /// The columns of both keys: those of `to` and those of `from`.
    pub(crate) keys: Vec<(String, String)>,
}

impl Relocation {
    /// What moves where: `customers.street, city → addresses.street, city`.
    pub(crate) fn subject(&self) -> String {
        let names = |name: fn(&Moved) -> &String| {
            self.columns.iter().map(|it| name(it).as_str()).collect::<Vec<_>>().join(", ")
        };
        format!("{}.{} → {}.{}", self.from, names(|it| &it.from.name), self.to, names(|it| &it.to.name))
    }

    /// Whether a column of that name comes or goes with it.
    pub(crate) fn has(&self, table: &QualifiedName, column: &str) -> bool {
        self.goes(table, column) || self.comes(table, column)
    }

    /// Whether a column of that name goes.
    pub(crate) fn goes(&self, table: &QualifiedName, column: &str) -> bool {
        self.from == *table && self.columns.iter().any(|it| it.from.name == column)
    }

    /// Whether a column of that name comes.
    pub(crate) fn comes(&self, table: &QualifiedName, column: &str) -> bool {
        self.to == *table && self.columns.iter().any(|it| it.to.name == column)
    }
}
