//! A database that exists.

use schema_diff::Dialect;
use schema_diff::read::Reading;

use crate::{EngineUrl, Error, ErrorKind, ReadOptions, Result, Session};

/// A database that exists. Reading it changes nothing in it.
#[derive(Debug)]
pub struct Engine {
    session: Session,
    dialect: Dialect,
}

impl Engine {
    /// Connects to the database that `url` names, whose schema can be read: MySQL's cannot yet.
    pub fn connect(url: &EngineUrl) -> Result<Self> {
        let dialect = url.dialect().ok_or_else(|| {
            let message = format!("{url}: schemas of {} are not read yet; `reconcile` compares their rows", url.kind());
            Error::new(ErrorKind::Unsupported, message)
        })?;
        Ok(Self { session: Session::open(url)?, dialect })
    }

    /// Whose SQL the engine speaks.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Product and version, for example `PostgreSQL 15.18`.
    pub fn version(&self) -> &str {
        self.session.version()
    }

    /// The DDL of the whole database, without the workshop, in an order in which it runs on an empty one.
    pub fn dump(&mut self) -> Result<Vec<String>> {
        self.session.dump(&ReadOptions::default())
    }

    /// Reads the schema of the whole database, without the workshop.
    pub fn read_catalogue(&mut self) -> Result<Reading> {
        self.session.read_catalogue(&ReadOptions::default())
    }

    /// The session behind it.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }
}
