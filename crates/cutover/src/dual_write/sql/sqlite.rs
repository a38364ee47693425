//! Connections and transactions of `rusqlite`.

use rusqlite::types::{ToSqlOutput, Value as Sqlite, ValueRef};

use super::{Connection, Dialect, Value};
use crate::Error;

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Integer(number) => ToSqlOutput::Owned(Sqlite::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

impl rusqlite::types::FromSql for Value {
    fn column_result(value: ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        Ok(match value {
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Text(_) => Self::Text(value.as_str()?.to_owned()),
            ValueRef::Blob(bytes) => Self::Bytes(bytes.to_vec()),
            ValueRef::Null | ValueRef::Real(_) => return Err(rusqlite::types::FromSqlError::InvalidType),
        })
    }
}

impl Connection for rusqlite::Connection {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn in_transaction(&self) -> bool {
        !self.is_autocommit()
    }

    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, Error> {
        run(self, statement, values)
    }

    fn rows(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Vec<Option<Value>>>, Error> {
        rows(self, statement, values)
    }
}

impl Connection for rusqlite::Transaction<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn in_transaction(&self) -> bool {
        true
    }

    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, Error> {
        run(self, statement, values)
    }

    fn rows(&mut self, statement: &str, values: &[Value]) -> Result<Vec<Vec<Option<Value>>>, Error> {
        rows(self, statement, values)
    }
}

fn run(connection: &rusqlite::Connection, statement: &str, values: &[Value]) -> Result<u64, Error> {
    let mut prepared = connection.prepare_cached(statement).map_err(Error::storage)?;
    let changed = prepared.execute(rusqlite::params_from_iter(values)).map_err(Error::storage)?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

fn rows(
    connection: &rusqlite::Connection,
    statement: &str,
    values: &[Value],
) -> Result<Vec<Vec<Option<Value>>>, Error> {
    let mut prepared = connection.prepare_cached(statement).map_err(Error::storage)?;
    let columns = prepared.column_count();
    let rows = prepared
        .query_map(rusqlite::params_from_iter(values), |row| (0..columns).map(|column| row.get(column)).collect())
        .map_err(Error::storage)?;
    rows.collect::<Result<_, _>>().map_err(Error::storage)
}
