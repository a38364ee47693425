//! What a secondary has got already.

use super::tables::{Tables, install};
use super::{Connection, Dialect};
use crate::dual_write::Entry;
use crate::{Error, ErrorKind};

/// What a secondary in a database has got already, so that an entry which comes twice is written once.
#[derive(Debug, Clone)]
pub struct Inbox {
    stream: String,
}

impl Inbox {
    /// The inbox of `stream`.
    pub fn new(stream: impl Into<String>) -> Self {
        Self { stream: stream.into() }
    }

    /// The statements that make its table: for a migration. Run again, they change nothing.
    pub fn ddl(dialect: Dialect) -> Vec<String> {
        Tables::of(dialect).inbox_ddl()
    }

    /// Makes its table where it is not there.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], with what the engine said.
    pub fn install(connection: &mut impl Connection) -> Result<(), Error> {
        let ddl = Self::ddl(connection.dialect());
        install(connection, &ddl)
    }

    /// Notes, in the transaction in which the secondary writes `entry`, that it has got it. False where it had it, or a later
    /// one of its key: then nothing is to be written.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] outside a transaction, [`ErrorKind::Storage`] with what the engine said.
    pub fn admit(&self, transaction: &mut impl Connection, entry: &Entry) -> Result<bool, Error> {
        if !transaction.in_transaction() {
            let message = "an entry is noted in the transaction that writes it: begin one";
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        let tables = Tables::of(transaction.dialect());
        let statement = tables.statement(
            "insert into {inbox} as known (origin, stream, key, last) values ($1, $2, $3, $4) \
             on conflict (origin, stream, key) do update set last = excluded.last where known.last < excluded.last",
        );
        let values = [
            entry.origin.as_str().into(),
            self.stream.as_str().into(),
            entry.write.key.as_str().into(),
            entry.id.into(),
        ];
        Ok(transaction.run(&statement, &values)? > 0)
    }
}
