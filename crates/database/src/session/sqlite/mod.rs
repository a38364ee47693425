//! A session on SQLite.

mod function;
mod kind;
mod typed;

use std::collections::HashMap;
use std::fmt::Write;
use std::time::Duration;

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, OpenFlags, Statement, params_from_iter};

use super::not_prepared;
use crate::interrupt::Cancel;
use crate::url::SqliteFile;
use crate::{Result, Rows};

/// How many statements stay prepared; more than any application version has in a proof.
const PREPARED_STATEMENTS: usize = 4096;

pub(crate) struct SqliteSession {
    connection: Connection,
    prepared: HashMap<String, String>,
}

impl SqliteSession {
    pub(crate) fn open(file: &SqliteFile) -> Result<Self> {
        let connection = match &file.0 {
            Some(path) => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                Connection::open_with_flags(path, flags)?
            }
            None => Connection::open_in_memory()?,
        };
        connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
        // Reading the header now tells a file that is no database at once, not at the first query.
        connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA schema_version")?;
        Ok(Self { connection, prepared: HashMap::new() })
    }

    pub(crate) fn cancel(&self) -> Cancel {
        Cancel::Sqlite(self.connection.get_interrupt_handle())
    }

    pub(crate) fn execute(&mut self, sql: &str) -> Result<()> {
        Ok(self.connection.execute_batch(sql)?)
    }

    pub(crate) fn query(&mut self, sql: &str) -> Result<Rows> {
        let mut last = Rows { literals: true, ..Rows::default() };
        let mut batch = Batch::new(&self.connection, sql);
        while let Some(mut statement) = batch.next()? {
            let rows = collect(&mut statement, &[])?;
            if rows.columns.is_empty() {
                last.affected = self.connection.changes();
            } else {
                last = rows;
            }
        }
        Ok(last)
    }

    pub(crate) fn prepare(&mut self, name: &str, sql: &str) -> Result<()> {
        self.connection.prepare_cached(sql)?;
        self.prepared.insert(name.to_owned(), sql.to_owned());
        Ok(())
    }

    pub(crate) fn execute_prepared(&mut self, name: &str, parameters: &[Option<&str>]) -> Result<Rows> {
        let sql = self.prepared.get(name).ok_or_else(|| not_prepared(name))?;
        // The cache hands out the statement that `prepare` compiled.
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = collect(&mut statement, parameters)?;
        if rows.columns.is_empty() {
            rows.affected = self.connection.changes();
        }
        Ok(rows)
    }

    pub(crate) fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    pub(crate) fn set_busy_timeout(&mut self, timeout: Duration) -> Result<()> {
        Ok(self.connection.busy_timeout(timeout)?)
    }
}

/// Steps through the whole result, so that no statement stays open and holds a lock.
fn collect(statement: &mut Statement<'_>, parameters: &[Option<&str>]) -> Result<Rows> {
    let mut rows = Rows { literals: true, ..Rows::default() };
    let mut cursor = statement.query(params_from_iter(parameters))?;
    while let Some(row) = cursor.next()? {
        let width = row.as_ref().column_count();
        rows.rows.push((0..width).map(|at| Ok(literal(row.get_ref(at)?))).collect::<Result<_>>()?);
    }
    drop(cursor);
    // Only now: a statement whose schema has changed is compiled anew when it is stepped.
    rows.columns = statement.column_names().map(str::to_owned).collect();
    rows.affected = rows.rows.len() as u64;
    Ok(rows)
}

/// The SQL literal of a value; types are told apart by it.
fn literal(value: ValueRef<'_>) -> Option<String> {
    Some(match value {
        ValueRef::Null => return None,
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) if number.is_infinite() => (if number > 0.0 { "9e999" } else { "-9e999" }).to_owned(),
        ValueRef::Real(number) => format!("{number:?}"),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => format!("'{}'", text.replace('\'', "''")),
            Err(_) => format!("CAST({} AS TEXT)", blob(text)),
        },
        ValueRef::Blob(bytes) => blob(bytes),
    })
}

fn blob(bytes: &[u8]) -> String {
    let digits = bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    });
    format!("X'{digits}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Result<SqliteSession> {
        SqliteSession::open(&SqliteFile(None))
    }

    #[test]
    fn literals_tell_types_apart() -> Result<()> {
        let rows = session()?.query("SELECT 1, 1.0, '1', x'31', NULL, 'it''s', 9e999")?;
        let values: Vec<_> = rows.rows.concat().into_iter().map(|value| value.unwrap_or("NULL".into())).collect();
        assert_eq!(values, ["1", "1.0", "'1'", "X'31'", "NULL", "'it''s'", "9e999"]);
        assert_eq!(rows.value(0, 5).as_deref(), Some("it's"));
        Ok(())
    }

    #[test]
    fn prepared_statements_survive_a_change_of_the_schema() -> Result<()> {
        let mut session = session()?;
        session.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)")?;
        session.prepare("q", "SELECT * FROM t WHERE a = ?1 OR a = 1")?;
        assert_eq!(session.execute_prepared("q", &[None])?.columns, ["a"]);
        session.execute("ALTER TABLE t ADD COLUMN b DEFAULT 2")?;
        let rows = session.execute_prepared("q", &[Some("x")])?;
        assert_eq!((rows.columns.len(), rows.rows.concat().len()), (2, 2));
        Ok(())
    }

    #[test]
    fn several_statements_give_the_rows_of_the_last_that_has_any() -> Result<()> {
        let rows = session()?.query("CREATE TABLE t (a); INSERT INTO t VALUES (7); SELECT a FROM t; ; -- end")?;
        assert_eq!(rows.scalar().as_deref(), Some("7"));
        Ok(())
    }
}
