//! What an error says about the new path.

/// What an error counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// The path is sick: the call counts as failed.
    Failure,
    /// The path is well: the call counts as successful, for example where a record is not there.
    Success,
    /// The call says nothing, for example because it was cancelled: it does not count, and its permit is given back.
    Ignored,
}

/// Tells which errors speak against the path. Closures from `&E` to a [`Verdict`] do.
pub trait Classify<E: ?Sized> {
    /// What `error` counts as.
    fn classify(&self, error: &E) -> Verdict;
}

/// Every error is a failure.
#[derive(Debug, Clone, Copy, Default)]
pub struct EveryError;

impl<E: ?Sized> Classify<E> for EveryError {
    fn classify(&self, _: &E) -> Verdict {
        Verdict::Failure
    }
}

impl<E: ?Sized, F: Fn(&E) -> Verdict> Classify<E> for F {
    fn classify(&self, error: &E) -> Verdict {
        self(error)
    }
}
