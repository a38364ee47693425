//! Typed rows and parameters, whatever the engine.

use std::ops::ControlFlow;

use super::sqlite::SqliteSession;
use super::{Connection, Session, SnapshotOptions};
use crate::{Error, ErrorKind, Result, Table, Value, ValueKind, table};

/// What is done with each row: it goes on, breaks off, or fails.
pub type EachRow<'a, E = Error> = dyn FnMut(&[Value]) -> Result<ControlFlow<()>, E> + 'a;

impl Session {
    /// Runs one statement with values for its parameters (`$1`, `$2` on PostgreSQL, `?` otherwise) and hands over its rows one by
    /// one, decoded. Only what the network has sent ahead is in memory. After a break the engine goes on to the end of the
    /// result, so a bound belongs into the statement.
    ///
    /// Columns of types without a variant in [`Value`] come as [`Value::Other`] in the engine's text form, and so do the days of MySQL
    /// that are in no calendar (`0000-00-00`).
    pub fn stream<E: From<Error>>(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut EachRow<'_, E>,
    ) -> Result<(), E> {
        keeping_failure(each, |each| match &mut self.connection {
            Connection::Postgres(session) => session.stream(sql, parameters, each),
            Connection::MySql(session) => session.stream(sql, parameters, each),
            Connection::Sqlite(session) => session.stream(sql, parameters, each),
        })
    }

    /// The same for a query without parameters, by the fastest way that the engine has: `COPY` in binary on PostgreSQL.
    pub fn copy_out<E: From<Error>>(&mut self, query: &str, each: &mut EachRow<'_, E>) -> Result<(), E> {
        keeping_failure(each, |each| match &mut self.connection {
            Connection::Postgres(session) => session.copy_out(query, each),
            Connection::MySql(session) => session.stream(query, &[], each),
            Connection::Sqlite(session) => session.stream(query, &[], each),
        })
    }

    /// Runs one statement with values for its parameters and gives the number of rows that it changed or returned; an UPDATE counts
    /// the rows that it finds.
    ///
    /// MySQL's protocol has no exact numbers for parameters: where one is compared and not stored it has to be converted there,
    /// `CAST(? AS DECIMAL(65,30))`, or both are compared as floating point.
    pub fn execute_with(&mut self, sql: &str, parameters: &[Value]) -> Result<u64> {
        match &mut self.connection {
            Connection::Postgres(session) => session.execute_with(sql, parameters),
            Connection::MySql(session) => session.execute_with(sql, parameters),
            Connection::Sqlite(session) => session.execute_with(sql, parameters),
        }
    }

    /// The names and kinds of the columns of a query's result; the query is prepared, not executed.
    pub fn describe(&mut self, query: &str) -> Result<Vec<(String, ValueKind)>> {
        match &mut self.connection {
            Connection::Postgres(session) => session.describe(query),
            Connection::MySql(session) => session.describe(query),
            Connection::Sqlite(session) => session.describe(query),
        }
    }

    /// Reads a table's or view's columns, keys and what else the comparison and repair of its rows need. Without a schema it is
    /// looked for where the engine looks. One that is not there is [`ErrorKind::Undefined`], with the names that are near.
    pub fn read_table(&mut self, schema: Option<&str>, name: &str) -> Result<Table> {
        table::read(self, schema, name)
    }

    /// The identifier as the engine's SQL takes it, whatever characters it has.
    pub fn quote(&self, identifier: &str) -> String {
        self.kind().quote(identifier)
    }

    /// Begins a transaction that reads one state of the database and cannot write. It ends with
    /// [`end_snapshot`](Self::end_snapshot).
    pub fn begin_snapshot(&mut self, options: &SnapshotOptions) -> Result<()> {
        match &mut self.connection {
            Connection::Postgres(session) => session.begin_snapshot(options),
            Connection::MySql(session) => session.begin_snapshot(options),
            Connection::Sqlite(session) => session.begin_snapshot(options),
        }
    }

    /// A name under which other sessions on the same server can read the same state for as long as this one does; none where
    /// the engine has no such thing.
    pub fn export_snapshot(&mut self) -> Result<Option<String>> {
        match &mut self.connection {
            Connection::Postgres(session) => session.export_snapshot(),
            Connection::MySql(_) | Connection::Sqlite(_) => Ok(None),
        }
    }

    /// Ends the transaction of [`begin_snapshot`](Self::begin_snapshot).
    pub fn end_snapshot(&mut self) -> Result<()> {
        match &mut self.connection {
            Connection::Postgres(session) => session.execute("ROLLBACK"),
            Connection::MySql(session) => session.end_snapshot(),
            Connection::Sqlite(session) => session.end_snapshot(),
        }
    }

    /// The collation of a column of SQLite.
    pub(crate) fn sqlite_collation(&self, schema: &str, table: &str, column: &str) -> Result<Option<String>> {
        match &self.connection {
            Connection::Sqlite(session) => session.collation(schema, table, column),
            Connection::Postgres(_) | Connection::MySql(_) => Ok(None),
        }
    }

    /// Makes a function of any number of arguments known to the SQL of this session, in place of the one that had the name. The same
    /// arguments have to give the same value. SQLite only, which runs in this process.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] on other engines.
    pub fn register_function(
        &mut self,
        name: &str,
        function: impl FnMut(&[Value]) -> Value + Send + 'static,
    ) -> Result<()> {
        self.calling()?.register_function(name, function)
    }

    /// The same for an aggregate: `begin` gives what each group of rows starts with. The value of a group without rows is NULL.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] on other engines than SQLite.
    pub fn register_aggregate<A: Aggregate>(
        &mut self,
        name: &str,
        begin: impl Fn() -> A + Send + 'static,
    ) -> Result<()> {
        self.calling()?.register_aggregate(name, begin)
    }

    /// The session, where it can call functions of ours.
    fn calling(&mut self) -> Result<&SqliteSession> {
        let kind = self.kind();
        match &self.connection {
            Connection::Sqlite(session) => Ok(session),
            Connection::Postgres(_) | Connection::MySql(_) => {
                let message = format!("{kind} cannot call functions of the program that is connected to it");
                Err(Error::new(ErrorKind::Unsupported, message))
            }
        }
    }
}

/// What an aggregate keeps of the rows of a group ([`Session::register_aggregate`]).
pub trait Aggregate: Send + 'static {
    /// Takes a row: the arguments of the function.
    fn add(&mut self, arguments: &[Value]);

    /// The value of the group.
    fn finish(self) -> Value;
}

/// Lets `each` fail with the caller's own error: the rows end there, and the error comes out.
fn keeping_failure<E: From<Error>>(
    each: &mut EachRow<'_, E>,
    read: impl FnOnce(&mut dyn FnMut(&[Value]) -> ControlFlow<()>) -> Result<()>,
) -> Result<(), E> {
    let mut failure = None;
    let outcome = read(&mut |row| match each(row) {
        Ok(flow) => flow,
        Err(error) => {
            failure = Some(error);
            ControlFlow::Break(())
        }
    });
    match failure {
        Some(failure) => Err(failure),
        None => Ok(outcome?),
    }
}
