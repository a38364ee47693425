//! A session to measure on.

use std::collections::BTreeMap;
use std::time::Instant;

use database::{ScratchDatabase, Session};
use plan_engine::estimate::Figure;
use schema_diff::Dialect;

use super::shape::Shape;
use crate::{Error, ExecuteOptions, Executor};

/// Something that was measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timed {
    pub(super) figure: Figure,
    /// Rows or bytes.
    pub(super) amount: f64,
    pub(super) seconds: f64,
}

/// How large a table is, in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) heap: f64,
    pub(super) indexes: f64,
}

/// A session to measure on: a plan's own executor.
pub(super) struct Bench {
    executor: Executor,
    engine: String,
    dialect: Dialect,
}

/// Settings that decide about speed.
const SETTINGS: [&str; 9] = [
    "shared_buffers",
    "work_mem",
    "maintenance_work_mem",
    "max_wal_size",
    "synchronous_commit",
    "fsync",
    "full_page_writes",
    "wal_level",
    "max_parallel_maintenance_workers",
];

impl Bench {
    /// A session on `database` that is as durable as those of applications.
    pub(super) fn open(database: &ScratchDatabase) -> Result<Self, Error> {
        let mut session = database.open()?;
        let (engine, dialect) = (session.version().to_owned(), database.dialect());
        if dialect == Dialect::Sqlite {
            session.execute("PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE")?;
        } else {
            // What a scratch database is spared by its owner's role, the tables of an application are not.
            let commit = database.open_as_admin()?.query("SHOW synchronous_commit")?.scalar();
            session.execute(&format!("SET synchronous_commit = {}", commit.as_deref().unwrap_or("on")))?;
        }
        let executor = Executor::new(session, ExecuteOptions::default())?;
        Ok(Self { executor, engine, dialect })
    }

    pub(super) fn engine(&self) -> &str {
        &self.engine
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Settings of the engine that decide about speed.
    pub(super) fn settings(&mut self) -> Result<BTreeMap<String, String>, Error> {
        let (names, ask): (&[&str], _) = match self.dialect {
            Dialect::Sqlite => (&["synchronous", "journal_mode", "page_size", "cache_size"], "PRAGMA"),
            _ => (&SETTINGS, "SHOW"),
        };
        let mut settings = BTreeMap::new();
        for name in names {
            if let Some(value) = self.session().query(&format!("{ask} {name}"))?.scalar() {
                settings.insert((*name).to_owned(), value);
            }
        }
        Ok(settings)
    }

    pub(super) fn executor(&mut self) -> &mut Executor {
        &mut self.executor
    }

    pub(super) fn session(&mut self) -> &mut Session {
        self.executor.session()
    }

    pub(super) fn execute(&mut self, statement: &str) -> Result<(), Error> {
        self.session().execute(statement).map_err(|error| Error::refused(statement, error))
    }

    /// Seconds that `statement` takes.
    pub(super) fn time(&mut self, statement: &str) -> Result<f64, Error> {
        let started = Instant::now();
        self.session().query(statement).map_err(|error| Error::refused(statement, error))?;
        Ok(started.elapsed().as_secs_f64())
    }

    /// A number that the engine answers with.
    pub(super) fn number(&mut self, query: &str) -> Result<f64, Error> {
        let rows = self.session().query(query).map_err(|error| Error::refused(query, error))?;
        Ok(rows.scalar().and_then(|text| text.parse().ok()).unwrap_or_default())
    }

    pub(super) fn fill_source(&mut self, shape: &Shape, rows: u64) -> Result<(), Error> {
        let statement = shape.fill_source(self.dialect, rows);
        self.execute(&statement)
    }

    pub(super) fn drop_source(&mut self, shape: &Shape) -> Result<(), Error> {
        self.execute(&format!("DROP TABLE {}", shape.source()))
    }

    /// Makes the table, indexes included, and copies its rows from its source: seconds of the latter.
    pub(super) fn make(&mut self, shape: &Shape) -> Result<f64, Error> {
        for statement in &shape.statements {
            self.execute(statement)?;
        }
        self.time(&format!("INSERT INTO {} SELECT * FROM {}", shape.name, shape.source()))
    }
}
