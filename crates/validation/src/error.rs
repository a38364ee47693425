//! What can go wrong.

use std::fmt;

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be told. Its text says what, where and what to do; it never holds a password.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// What kind of error it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was asked for makes no sense: an unknown column, an option that does not go with another one.
    Usage,
    /// A side cannot be reached, or was lost on the way.
    Unreachable,
    /// A side does not have what is compared: a table, a column, a key that tells rows apart.
    Shape,
    /// A value, line or file that cannot be read.
    Malformed,
    /// A statement was refused.
    Refused,
    /// The user may not do this.
    Denied,
    /// A statement took longer than it may.
    TimedOut,
    /// It was interrupted; a checkpoint says where.
    Interrupted,
    /// The file system.
    Io,
}

impl Error {
    /// An error with its text.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The same error with what was done at the moment in front.
    pub fn context(mut self, doing: &str) -> Self {
        self.message = format!("{doing}: {}", self.message);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<database::Error> for Error {
    fn from(error: database::Error) -> Self {
        let kind = match error.kind() {
            database::ErrorKind::Unreachable => ErrorKind::Unreachable,
            database::ErrorKind::Url => ErrorKind::Usage,
            database::ErrorKind::Undefined => ErrorKind::Shape,
            database::ErrorKind::Permission => ErrorKind::Denied,
            database::ErrorKind::Timeout => ErrorKind::TimedOut,
            _ => ErrorKind::Refused,
        };
        Self::new(kind, error.to_string())
    }
}
