//! Who is told when something begins, is done, or goes wrong.

use serde::{Deserialize, Serialize};

use crate::specification::model::AudienceName;

/// A moment of a phase at which people are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When.
    pub occasion: Occasion,
    /// Who is told; never empty.
    pub audiences: Vec<AudienceName>,
    /// Why they are, in a sentence.
    pub because: String,
}

/// When people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Some time before it begins.
    Before,
    /// When it begins.
    Start,
    /// When it is done.
    Done,
    /// When one of its gates does not hold, or one of its triggers fires.
    Trouble,
    /// When it is taken back.
    Rollback,
}
