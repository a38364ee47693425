//! What can go wrong.

/// What kind of fault an [`Error`] tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The tasks wait for each other in a circle.
    Cycle,
    /// A number, an index or a reference that cannot be.
    Invalid,
    /// A time, a day or a time zone that cannot be read.
    Time,
    /// A task can never run: it needs more than there is, or no window is long enough.
    Infeasible,
}

/// A task graph, a calendar or a distribution that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// The same fault, told of a task.
    pub(crate) fn of_task(self, id: &str) -> Self {
        Self { kind: self.kind, message: format!("task `{id}`: {}", self.message) }
    }

    /// What kind of fault it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}
