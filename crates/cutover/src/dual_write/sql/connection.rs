//! What is asked of a driver.

use crate::{Error, ErrorKind};

/// A connection or a transaction of some driver. Those of `rusqlite` and `postgres` are such with the features `sqlite` and
/// `postgres`; for another one, these few functions are written.
pub trait Connection {
    /// Whose SQL it takes.
    fn dialect(&self) -> Dialect;

    /// Whether what is run now is undone unless somebody commits.
    fn in_transaction(&self) -> bool;

    /// Runs a statement with values for `$1`, `$2`, … (`?1`, `?2`, … on `SQLite`), and says how many rows it changed.
    ///
    /// # Errors
    /// What the engine said, as [`Error::storage`].
    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, Error>;

    /// Runs a statement and gives the rows that it returns, none for NULL.
    ///
    /// # Errors
    /// What the engine said, as [`Error::storage`].
    fn rows(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Vec<Option<Value>>>, Error>;
}

impl<C: Connection + ?Sized> Connection for &mut C {
    fn dialect(&self) -> Dialect {
        (**self).dialect()
    }

    fn in_transaction(&self) -> bool {
        (**self).in_transaction()
    }

    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, Error> {
        (**self).run(statement, values)
    }

    fn rows(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Vec<Option<Value>>>, Error> {
        (**self).rows(statement, values)
    }
}

/// Whose SQL is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// `PostgreSQL`, 14 or newer.
    Postgres,
    /// `SQLite`, 3.35 or newer.
    Sqlite,
}

/// A value that goes into a statement or comes out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `bigint`.
    Integer(i64),
    /// `text`.
    Text(String),
    /// `bytea` or `blob`.
    Bytes(Vec<u8>),
}

impl Value {
    pub(super) fn integer(self) -> Result<i64, Error> {
        match self {
            Self::Integer(number) => Ok(number),
            other => Err(unexpected(&other)),
        }
    }

    pub(super) fn text(self) -> Result<String, Error> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(unexpected(&other)),
        }
    }

    pub(super) fn bytes(self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            other => Err(unexpected(&other)),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

/// A table that somebody else has made, or changed.
fn unexpected(value: &Value) -> Error {
    let found = match value {
        Value::Integer(_) => "a number",
        Value::Text(_) => "a text",
        Value::Bytes(_) => "bytes",
    };
    Error::new(ErrorKind::Storage, format!("a column of the outbox holds {found}, which is not of its type"))
}
