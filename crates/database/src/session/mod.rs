//! A session: one connection to one database, blocking.

mod mysql;
mod postgres;
mod snapshot;
mod sqlite;
mod typed;

use std::time::Duration;

use schema_diff::Dialect;
use schema_diff::read::Reading;

use crate::interrupt::{Cancel, Watched};
use crate::introspect::{self, ReadOptions};
use crate::url::Address;
use crate::{EngineKind, EngineUrl, Error, ErrorKind, Interrupt, Result, Rows};

use self::mysql::MySqlSession;
use self::postgres::PostgresSession;
pub use self::snapshot::SnapshotOptions;
use self::sqlite::SqliteSession;
pub use self::typed::{Aggregate, EachRow};

/// One connection to one database.
///
/// Statements prepared with [`Session::prepare`] live as long as the session, as those of an application do.
pub struct Session {
    url: EngineUrl,
    version: String,
    connection: Connection,
    /// Keeps what the session does open to an interrupt.
    _watched: Option<Watched>,
}

enum Connection {
    Postgres(Box<PostgresSession>),
    MySql(Box<MySqlSession>),
    Sqlite(Box<SqliteSession>),
}

impl Connection {
    /// How what it does is cancelled.
    fn cancel(&self) -> Cancel {
        match self {
            Self::Postgres(session) => session.cancel(),
            Self::MySql(session) => session.cancel(),
            Self::Sqlite(session) => session.cancel(),
        }
    }
}

impl Session {
    /// Opens a session on the database that `url` names. A file that is not there is not created.
    pub fn open(url: &EngineUrl) -> Result<Self> {
        let connection = match url.address() {
            Address::Postgres(config) => PostgresSession::open(config).map(Box::new).map(Connection::Postgres),
            Address::MySql(address) => MySqlSession::open(address).map(Box::new).map(Connection::MySql),
            Address::Sqlite(file) => SqliteSession::open(file).map(Box::new).map(Connection::Sqlite),
        };
        let connection = connection.map_err(|error| error.context(&format!("cannot connect to {url}")))?;
        let watched = url.interrupt().map(|it| it.watch(connection.cancel()));
        // Whoever asks from now on finds the session among those to cancel.
        if url.interrupt().is_some_and(Interrupt::asked) {
            return Err(Error::new(ErrorKind::Timeout, "interrupted"));
        }
        let mut session = Self { url: url.clone(), version: String::new(), connection, _watched: watched };
        session.version = session.read_version()?;
        Ok(session)
    }

    fn read_version(&mut self) -> Result<String> {
        let version = match &self.connection {
            Connection::MySql(session) => session.version().to_owned(),
            Connection::Postgres(_) => self.query("SHOW server_version")?.scalar().unwrap_or_default(),
            Connection::Sqlite(_) => self.query("SELECT sqlite_version()")?.scalar().unwrap_or_default(),
        };
        // Debian and others append their own version in parentheses.
        Ok(format!("{} {}", self.kind(), version.split_whitespace().next().unwrap_or_default()))
    }

    /// Whose DDL the engine speaks; none for MySQL and MariaDB, whose schemas are not read yet.
    pub fn dialect(&self) -> Option<Dialect> {
        self.kind().dialect()
    }

    /// The product, as the server says; a URL may call MariaDB MySQL.
    pub fn kind(&self) -> EngineKind {
        match &self.connection {
            Connection::MySql(session) => session.kind(),
            Connection::Postgres(_) | Connection::Sqlite(_) => self.url.kind(),
        }
    }

    /// Product and version, for example `PostgreSQL 15.18` or `SQLite 3.50.2`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Where the session is connected to.
    pub fn url(&self) -> &EngineUrl {
        &self.url
    }

    /// Runs one statement or several. PostgreSQL runs several as one transaction unless they hold `BEGIN`, and refuses
    /// `CONCURRENTLY` among several.
    pub fn execute(&mut self, sql: &str) -> Result<()> {
        match &mut self.connection {
            Connection::Postgres(session) => session.execute(sql),
            Connection::MySql(session) => session.execute(sql),
            Connection::Sqlite(session) => session.execute(sql),
        }
    }

    /// Runs statements one after the other; an error names the one that failed.
    pub fn execute_all<S: AsRef<str>>(&mut self, statements: impl IntoIterator<Item = S>) -> Result<()> {
        statements.into_iter().try_for_each(|statement| {
            let statement = statement.as_ref();
            self.execute(statement).map_err(|error| error.in_statement(statement))
        })
    }

    /// Runs one statement or several and gives the rows of the last one that has any.
    pub fn query(&mut self, sql: &str) -> Result<Rows> {
        match &mut self.connection {
            Connection::Postgres(session) => session.query(sql),
            Connection::MySql(session) => session.query(sql),
            Connection::Sqlite(session) => session.query(sql),
        }
    }

    /// Prepares a statement under `name`, as a client library does (on PostgreSQL on the protocol's level), in place of
    /// the one that had the name.
    pub fn prepare(&mut self, name: &str, sql: &str) -> Result<()> {
        match &mut self.connection {
            Connection::Postgres(session) => session.prepare(name, sql),
            Connection::MySql(session) => session.prepare(name, sql),
            Connection::Sqlite(session) => session.prepare(name, sql),
        }
    }

    /// Executes the statement prepared under `name`.
    ///
    /// PostgreSQL sends the values in their binary forms here; those of the types without a simple one come as `\x…`.
    pub fn execute_prepared(&mut self, name: &str) -> Result<Rows> {
        self.execute_prepared_with(name, &[])
    }

    /// Executes the statement prepared under `name` with values, as text, for its parameters.
    pub fn execute_prepared_with(&mut self, name: &str, parameters: &[Option<&str>]) -> Result<Rows> {
        match &mut self.connection {
            Connection::Postgres(session) => session.execute_prepared(name, parameters),
            Connection::MySql(session) => session.execute_prepared(name, parameters),
            Connection::Sqlite(session) => session.execute_prepared(name, parameters),
        }
    }

    /// Begins a transaction.
    pub fn begin(&mut self) -> Result<()> {
        self.execute("BEGIN")
    }

    /// Commits the transaction.
    pub fn commit(&mut self) -> Result<()> {
        self.execute("COMMIT")
    }

    /// Rolls the transaction back; without one this is not an error.
    pub fn rollback(&mut self) -> Result<()> {
        if self.is_in_transaction() { self.execute("ROLLBACK") } else { Ok(()) }
    }

    /// Whether a transaction is open. Their clients do not tell for PostgreSQL and MySQL, so there it is assumed.
    fn is_in_transaction(&self) -> bool {
        match &self.connection {
            Connection::Postgres(_) | Connection::MySql(_) => true,
            Connection::Sqlite(session) => session.is_in_transaction(),
        }
    }

    /// Runs `work` in a transaction: committed where it succeeds, rolled back where it or the commit fails.
    pub fn in_transaction<T, E: From<Error>>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.begin()?;
        let outcome = work(self).and_then(|value| self.commit().map(|()| value).map_err(E::from));
        if outcome.is_err() {
            // The first failure is the one worth telling; a lost connection has rolled back by itself.
            let _ = self.rollback();
        }
        outcome
    }

    /// The process id of the server's side (PostgreSQL), or the number of the connection there (MySQL).
    pub fn backend_pid(&mut self) -> Result<Option<i32>> {
        match &self.connection {
            Connection::MySql(session) => Ok(session.connection_id()),
            Connection::Sqlite(_) => Ok(None),
            Connection::Postgres(_) => {
                let pid = self.query("SELECT pg_catalog.pg_backend_pid()")?.scalar();
                Ok(pid.and_then(|pid| pid.parse().ok()))
            }
        }
    }

    /// The DDL of the whole database, in an order in which it runs on an empty one.
    pub fn dump(&mut self, options: &ReadOptions) -> Result<Vec<String>> {
        introspect::dump(self, options)
    }

    /// Reads the schema of the whole database; changes nothing in it.
    pub fn read_catalogue(&mut self, options: &ReadOptions) -> Result<Reading> {
        introspect::read_catalogue(self, options)
    }

    /// How long a statement waits for a lock before it fails; zero waits for ever on PostgreSQL, not at all on
    /// SQLite. MySQL counts in seconds, from one.
    pub fn set_lock_timeout(&mut self, timeout: Duration) -> Result<()> {
        match &mut self.connection {
            Connection::Postgres(session) => session.execute(&format!("SET lock_timeout = {}", timeout.as_millis())),
            Connection::MySql(session) => session.set_lock_timeout(timeout),
            Connection::Sqlite(session) => session.set_busy_timeout(timeout),
        }
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("url", &self.url).field("version", &self.version).finish_non_exhaustive()
    }
}

fn not_prepared(name: &str) -> Error {
    Error::new(ErrorKind::Undefined, format!("no statement is prepared under the name `{name}` in this session"))
}
