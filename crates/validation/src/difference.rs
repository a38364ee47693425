//! A row that is not the same on both sides.

use crate::side::Row;

/// A row that is not the same on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The values of the key, in its order; of a table without a key, the whole row.
    pub key: Row,
    /// What is different.
    pub kind: DifferenceKind,
    /// The row of the source: a value for each column compared, none where it has no such row.
    pub source: Option<Row>,
    /// The row of the target.
    pub target: Option<Row>,
    /// The columns that differ, as places in the columns compared, where both sides have the row.
    pub columns: Vec<usize>,
    /// How many times the source has the row; 0 or 1 where there is a key that tells rows apart.
    pub in_source: u64,
    /// How many times the target has it.
    pub in_target: u64,
    /// How many rows of the source and of the target have the key, where it does not tell rows apart: these are counted as wholes.
    pub of_key: Option<(u64, u64)>,
    /// What became of it when it was read again.
    pub settling: Settling,
}

/// What is different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// The source has it, the target does not (or not as often).
    MissingInTarget,
    /// The target has it, the source does not (or not as often).
    ExtraInTarget,
    /// Both have it with other values.
    Mismatched,
}

impl DifferenceKind {
    /// The word in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingInTarget => "missing_in_target",
            Self::ExtraInTarget => "extra_in_target",
            Self::Mismatched => "mismatched",
        }
    }

    /// The kind with that word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::MissingInTarget, Self::ExtraInTarget, Self::Mismatched].into_iter().find(|it| it.as_str() == word)
    }
}

/// What became of a difference when its row was read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Settling {
    /// It was not read again.
    Unchecked,
    /// The same difference each time, with the same values.
    Stable,
    /// Still a difference, but the values went on changing: what is written to at the moment.
    Transient,
}

impl Settling {
    /// The word in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Stable => "stable",
            Self::Transient => "transient",
        }
    }

    /// The one with that word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Unchecked, Self::Stable, Self::Transient].into_iter().find(|it| it.as_str() == word)
    }
}
