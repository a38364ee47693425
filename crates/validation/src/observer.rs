//! Who is told what a comparison does and finds.

use crate::{Difference, Result};

/// Is told what a comparison does and finds, while it goes on.
pub trait Observer {
    /// How far it is.
    fn progress(&mut self, progress: &Progress) {
        let _ = progress;
    }

    /// A row that differs, with what became of it when it was read again. Those of one comparison come in no particular order.
    ///
    /// # Errors
    /// Whatever is returned ends the comparison and is what it returns.
    fn difference(&mut self, difference: &Difference) -> Result<()> {
        let _ = difference;
        Ok(())
    }

    /// An interrupted comparison goes on: so many differences had been told of in all when its last checkpoint was written. Those that came
    /// after them will be told of again.
    ///
    /// # Errors
    /// Whatever is returned ends the comparison.
    fn resumes(&mut self, told: u64) -> Result<()> {
        let _ = told;
        Ok(())
    }

    /// Before a checkpoint is written: so many differences have been told of in all, those before an interruption included. They have
    /// to be where they survive a crash now.
    ///
    /// # Errors
    /// Whatever is returned ends the comparison.
    fn checkpoint(&mut self, told: u64) -> Result<()> {
        let _ = told;
        Ok(())
    }

    /// Whether reading has to wait now: a replica lags, or the load is too high. It is asked between batches, and again each
    /// half second as long as it says so.
    ///
    /// # Errors
    /// Whatever is returned ends the comparison: [`crate::ErrorKind::Interrupted`] where someone asked for an end.
    fn must_wait(&mut self) -> Result<bool> {
        Ok(false)
    }
}

/// Nobody.
impl Observer for () {}

/// Keeps the differences.
impl Observer for Vec<Difference> {
    fn difference(&mut self, difference: &Difference) -> Result<()> {
        self.push(difference.clone());
        Ok(())
    }
}

/// How far a comparison is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it does.
    pub stage: Stage,
    /// Rows of both sides that are done in this stage.
    pub done: u64,
    /// Of how many, where that is known.
    pub of: Option<u64>,
    /// Differences found so far.
    pub differences: u64,
}

/// What a comparison does at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// It finds out which way is cheaper.
    Probing,
    /// Checksums of all rows.
    Checksums,
    /// Keys and digests of the buckets that differ.
    Digests,
    /// Rows.
    Rows,
    /// Differences are read again.
    Rechecking,
}

impl Stage {
    /// The word in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Probing => "probing",
            Self::Checksums => "checksums",
            Self::Digests => "digests",
            Self::Rows => "rows",
            Self::Rechecking => "rechecking",
        }
    }
}
