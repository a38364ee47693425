//! A primary whose transaction cannot hold the entry.

use super::Entry;

/// A primary that announced writes are asked of.
pub trait Primary {
    /// Whether the write that `intent` announced was made.
    ///
    /// [`Settled::Never`] is a promise: a write of this intent that comes later is refused, even by a process that was only
    /// slow. A table of ids that the primary's write adds its own to keeps it: whoever asks adds the id as well, and the
    /// second of the two fails.
    ///
    /// # Errors
    /// Why the primary cannot say: the intent stays.
    fn settle(&mut self, intent: &Entry) -> Result<Settled, String>;
}

/// What became of an announced write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// The primary has it.
    Written,
    /// It was not made, and will not be.
    Never,
}

/// How the primary's write failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed<E> {
    /// It was not made: the intent is withdrawn.
    Refused(E),
    /// It may have been made, a time-out for example: the intent stays until [`super::DualWrite::recover`] has asked.
    Unknown(E),
}
