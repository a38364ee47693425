//! The system that gets every write after the primary.

use super::Entry;

/// The system that gets every write after the primary.
pub trait Secondary {
    /// Makes the write. It may come again, after a process has died: the second time changes nothing. [`super::Inbox`]
    /// recognises entries in a database; elsewhere [`Entry::origin`] and [`Entry::id`] make a key of idempotency.
    ///
    /// # Errors
    /// Why it was not made.
    fn apply(&mut self, entry: &Entry, mode: Mode) -> Result<(), Refusal>;
}

impl<F: FnMut(&Entry, Mode) -> Result<(), Refusal>> Secondary for F {
    fn apply(&mut self, entry: &Entry, mode: Mode) -> Result<(), Refusal> {
        self(entry, mode)
    }
}

/// Whether a write may replace what the secondary has got from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It may not: that is a [`Refusal::Conflict`].
    Guarded,
    /// It may: the policy says so.
    Overwrite,
}

/// Why a write was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It may go well later: it is tried again after a while.
    Transient(String),
    /// It will never go well: it becomes a dead letter.
    Permanent(String),
    /// The secondary has a value that did not come from the primary: the policy decides.
    Conflict(String),
}
