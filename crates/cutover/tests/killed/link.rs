//! Connections whose process dies before a given statement.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use cutover::Error;
use cutover::dual_write::{Connection, Dialect, Value};

/// The statement before which the process dies.
pub(crate) const VARIABLE: &str = "CUTOVER_DIES_AT";

/// Counts a statement, a beginning or an end of a transaction; dies where it is its turn.
fn step() {
    static MADE: AtomicU64 = AtomicU64::new(0);
    static LAST: OnceLock<u64> = OnceLock::new();
    let last = LAST.get_or_init(|| std::env::var(VARIABLE).ok().and_then(|it| it.parse().ok()).unwrap_or(u64::MAX));
    if MADE.fetch_add(1, Ordering::Relaxed) + 1 == *last {
        // No destructor runs, nothing is flushed, no transaction is rolled back.
        std::process::abort();
    }
}

/// A connection to a system.
pub(crate) enum Link {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

/// A transaction of some driver.
pub(crate) struct Counted<'t>(&'t mut dyn Connection);

impl Link {
    /// To a file, or to a database by its URL.
    pub(crate) fn open(place: &str) -> Self {
        if place.starts_with("postgres://") {
            return Self::Postgres(Box::new(postgres::Client::connect(place, postgres::NoTls).unwrap()));
        }
        let connection = rusqlite::Connection::open(place).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
        // A process dies here, not the machine: nothing has to reach the disk.
        connection.pragma_update(None, "synchronous", "off").unwrap();
        Self::Sqlite(connection)
    }

    /// Does `work` and commits, or does nothing of it.
    pub(crate) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Counted<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        step();
        match self {
            Self::Sqlite(connection) => {
                let behaviour = rusqlite::TransactionBehavior::Immediate;
                let mut transaction = connection.transaction_with_behavior(behaviour).map_err(Error::storage)?;
                let done = work(&mut Counted(&mut transaction))?;
                step();
                transaction.commit().map_err(Error::storage)?;
                Ok(done)
            }
            Self::Postgres(client) => {
                let mut transaction = client.transaction().map_err(Error::storage)?;
                let done = work(&mut Counted(&mut transaction))?;
                step();
                transaction.commit().map_err(Error::storage)?;
                Ok(done)
            }
        }
    }

    fn driver(&mut self) -> &mut dyn Connection {
        match self {
            Self::Sqlite(connection) => connection,
            Self::Postgres(client) => &mut **client,
        }
    }

    /// A statement as this engine takes it, which is written for `PostgreSQL`.
    pub(crate) fn said(dialect: Dialect, statement: &str) -> String {
        if dialect == Dialect::Sqlite { statement.replace('$', "?") } else { statement.to_owned() }
    }
}

impl Connection for Link {
    fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    fn in_transaction(&self) -> bool {
        false
    }

    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, Error> {
        step();
        self.driver().run(statement, values)
    }

    fn rows(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Vec<Option<Value>>>, Error> {
        step();
        self.driver().rows(statement, values)
    }
}

impl Connection for Counted<'_> {
    fn dialect(&self) -> Dialect {
        self.0.dialect()
    }

    fn in_transaction(&self) -> bool {
        true
    }

    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, Error> {
        step();
        self.0.run(statement, values)
    }

    fn rows(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Vec<Option<Value>>>, Error> {
        step();
        self.0.rows(statement, values)
    }
}
