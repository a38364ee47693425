//! One write of a repair.

use database::Value;

use crate::DifferenceKind;

/// A value of a column of the written table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The place of the column in the table.
    pub column: usize,
    /// The value, in the form that the column takes.
    pub value: Value,
    /// In what was seen: NULL will do as well, since an earlier step of the same repair has set it.
    pub or_null: bool,
}

impl Cell {
    pub(super) fn new(column: usize, value: Value) -> Self {
        Self { column, value, or_null: false }
    }
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Inserts a row, unless its key is there.
    Insert,
    /// Sets columns of a row, unless it has changed.
    Update,
    /// Deletes a row, unless it has changed.
    Delete,
}

impl Action {
    /// The word in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// Rows of a table without a key: how many of these are there, and how many there should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copies {
    /// As many were seen; with another number nothing is done.
    pub seen: u64,
    /// As many there are afterwards.
    pub wanted: u64,
}

/// One write, guarded by what was seen: where that is not there any more, it changes nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The place of the table in the plan.
    pub table: usize,
    /// What it does.
    pub action: Action,
    /// The key of the row; empty where the table has none.
    pub key: Vec<Cell>,
    /// What the row held when it was compared; of a table without a key, the values of the row.
    pub seen: Vec<Cell>,
    /// What is written.
    pub written: Vec<Cell>,
    /// Where the table has no key.
    pub copies: Option<Copies>,
    /// The difference that it mends.
    pub mends: DifferenceKind,
}
