//! Reads the schema of a database back: the engine's own description of it as DDL text, fed to the dialect's reader, so
//! that a live engine and a file end in the same model by the same way.

mod postgres;
mod sqlite;

use findings::SourceText;
use schema_diff::Dialect;
use schema_diff::read::{Limits, Reading, read};

use crate::{Error, ErrorKind, Result, Session};

/// What to read of a database.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Whether the workshop (schema `migration_architect`, tables `migration_architect_…` on SQLite) is read too.
    pub include_workshop: bool,
}

impl ReadOptions {
    /// Reads the workshop too.
    pub fn with_workshop(mut self) -> Self {
        self.include_workshop = true;
        self
    }
}

/// The name of the workshop schema, and the prefix of what lies in it where there are no schemas.
const WORKSHOP: &str = "migration_architect";

pub(crate) fn dump(session: &mut Session, options: &ReadOptions) -> Result<Vec<String>> {
    match dialect(session)? {
        Dialect::Sqlite => sqlite::dump(session, options),
        _ => postgres::dump(session, options),
    }
}

pub(crate) fn read_catalogue(session: &mut Session, options: &ReadOptions) -> Result<Reading> {
    match dialect(session)? {
        Dialect::Sqlite => {
            let statements = sqlite::dump(session, options)?;
            Ok(read_statements(session, Dialect::Sqlite, &statements))
        }
        _ => postgres::read_catalogue(session, options),
    }
}

/// The dialect of the session's engine.
fn dialect(session: &Session) -> Result<Dialect> {
    session
        .dialect()
        .ok_or_else(|| Error::new(ErrorKind::Unsupported, format!("schemas of {} are not read yet", session.kind())))
}

fn read_statements(session: &Session, dialect: Dialect, statements: &[String]) -> Reading {
    let text: String = statements.iter().flat_map(|statement| [statement.as_str(), ";\n"]).collect();
    let source = SourceText::new(session.url().to_string(), text);
    read(dialect, &[source], &Limits::default())
}
