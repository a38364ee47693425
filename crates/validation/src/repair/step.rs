//! One write of a repair.

use std::sync::Arc;

use database::Value;

use crate::Difference;

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

/// Rows that no key tells apart: how many of these are there, and how many there should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copies {
    /// As many were seen; with another number nothing is done.
    pub seen: u64,
    /// As many there are afterwards.
    pub wanted: u64,
    /// Of rows whose key does not tell them apart: as many have the key on the side that is read. Fewer are never left.
    pub of_key: Option<u64>,
}

/// What a step is to its difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// All that is done about it.
    Whole,
    /// An update that gives a row, inserted before, its references.
    Completes,
    /// An update that cuts the references of a row that is deleted afterwards.
    Cuts,
}

/// One write, guarded by what was seen: where that is not there any more, it changes nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The place of the table in the plan.
    pub table: usize,
    /// What it does.
    pub action: Action,
    /// What it is to the difference.
    pub part: Part,
    /// The key of the row; empty where the table has none.
    pub key: Vec<Cell>,
    /// What the row held when it was compared; of rows that no key tells apart, the values of the row.
    pub seen: Vec<Cell>,
    /// What is written.
    pub written: Vec<Cell>,
    /// What a row inserted holds in the end, where that is not what is written at first.
    pub in_the_end: Vec<Cell>,
    /// Where no key tells rows apart.
    pub copies: Option<Copies>,
    /// The difference that it mends.
    pub mends: Arc<Difference>,
}
