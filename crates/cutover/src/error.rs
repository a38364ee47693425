//! What can go wrong.

/// What kind of fault an [`Error`] tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A number or a name that cannot be.
    Invalid,
    /// A document that is not in its format.
    Malformed,
    /// A document of a version that is too new.
    Unsupported,
    /// A file or a service that cannot be read.
    Unreadable,
    /// A step between stages that is not allowed.
    Transition,
    /// Somebody else is at it: later it may go well.
    Busy,
    /// A database that does not do what it is asked.
    Storage,
}

/// A setting, a document or a transition that cannot be.
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

    /// A fault of a database, with what it said.
    pub fn storage(said: impl std::fmt::Display) -> Self {
        Self::new(ErrorKind::Storage, said.to_string())
    }

    /// What kind of fault it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}
