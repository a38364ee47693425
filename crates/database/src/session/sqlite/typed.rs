//! Typed rows and parameters. A column can hold any type: values come as what they are, whatever type was declared.

use std::ops::ControlFlow;

use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use rusqlite::{Statement, ToSql, params_from_iter};

use super::SqliteSession;
use crate::session::SnapshotOptions;
use crate::text::text_of;
use crate::{Error, ErrorKind, Result, Value, ValueKind};

impl SqliteSession {
    pub(crate) fn stream(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(&[Value]) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        expect(&statement, parameters)?;
        let mut rows = statement.query(params_from_iter(parameters.iter().map(Parameter)))?;
        let mut values = Vec::new();
        while let Some(row) = rows.next()? {
            values.resize(row.as_ref().column_count(), Value::Null);
            for (at, value) in values.iter_mut().enumerate() {
                read(row.get_ref(at)?, value);
            }
            if each(&values).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn execute_with(&mut self, sql: &str, parameters: &[Value]) -> Result<u64> {
        let mut statement = self.connection.prepare_cached(sql)?;
        expect(&statement, parameters)?;
        let before = self.connection.total_changes();
        let mut rows = statement.query(params_from_iter(parameters.iter().map(Parameter)))?;
        let mut returned = 0;
        while rows.next()?.is_some() {
            returned += 1;
        }
        drop(rows);
        if statement.readonly() {
            return Ok(returned);
        }
        // The count of changes stays that of an earlier statement where this one cannot make any.
        let changed = self.connection.total_changes() != before;
        Ok(if changed { self.connection.changes() } else { 0 })
    }

    /// The names and declared kinds of the columns of a statement's result; expressions have none.
    pub(crate) fn describe(&mut self, sql: &str) -> Result<Vec<(String, ValueKind)>> {
        let statement = self.connection.prepare(sql)?;
        let kind = |declared: Option<&str>| ValueKind::of_sqlite(declared.unwrap_or_default());
        Ok(statement.columns().map(|it| (it.name().to_owned(), kind(it.decl_type()))).collect())
    }

    /// The collation of a column; none for a view's.
    pub(crate) fn collation(&self, schema: &str, table: &str, column: &str) -> Result<Option<String>> {
        if !self.connection.table_exists(Some(schema), table)? {
            return Ok(None);
        }
        let (_, collation, ..) = self.connection.column_metadata(Some(schema), table, column)?;
        Ok(collation.map(|it| it.to_string_lossy().into_owned()))
    }

    /// In a journal of the mode WAL others go on writing; in another mode they wait for the end.
    pub(crate) fn begin_snapshot(&mut self, options: &SnapshotOptions) -> Result<()> {
        if options.join.is_some() {
            return Err(Error::new(ErrorKind::Unsupported, "SQLite cannot share a snapshot between sessions"));
        }
        // The snapshot is taken by the first read: now.
        let begun = self.execute("BEGIN; SELECT count(*) FROM sqlite_schema; PRAGMA query_only = ON");
        if begun.is_err() && self.is_in_transaction() {
            // The first failure is the one worth telling.
            let _ = self.execute("ROLLBACK");
        }
        begun
    }

    pub(crate) fn end_snapshot(&mut self) -> Result<()> {
        self.execute("PRAGMA query_only = OFF")?;
        if self.is_in_transaction() { self.execute("ROLLBACK") } else { Ok(()) }
    }
}

fn expect(statement: &Statement<'_>, parameters: &[Value]) -> Result<()> {
    let (expected, got) = (statement.parameter_count(), parameters.len());
    if expected == got {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidValue, format!("the statement has {expected} parameters, got {got}")))
}

/// Decodes a value into `into`, whose memory is used again where it can be.
pub(super) fn read(value: ValueRef<'_>, into: &mut Value) {
    match (value, &mut *into) {
        (ValueRef::Text(raw), Value::Text(old)) if std::str::from_utf8(raw).is_ok() => {
            old.clear();
            old.push_str(std::str::from_utf8(raw).unwrap_or_default());
        }
        (ValueRef::Text(raw), _) => {
            *into = match std::str::from_utf8(raw) {
                Ok(text) => Value::Text(text.to_owned()),
                Err(_) => Value::Bytes(raw.to_vec()),
            }
        }
        (ValueRef::Blob(raw), Value::Bytes(old)) => {
            old.clear();
            old.extend_from_slice(raw);
        }
        (ValueRef::Blob(raw), _) => *into = Value::Bytes(raw.to_vec()),
        (ValueRef::Null, _) => *into = Value::Null,
        (ValueRef::Integer(number), _) => *into = Value::Integer(number.into()),
        (ValueRef::Real(number), _) => *into = Value::Float64(number),
    }
}

/// A value for a parameter.
struct Parameter<'a>(&'a Value);

impl ToSql for Parameter<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Text(text) | Value::Json(text) | Value::Other(text) => ToSqlOutput::Borrowed(text.as_str().into()),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(bytes.as_slice().into()),
            value => ToSqlOutput::Owned(stored(value)),
        })
    }
}

/// The value as SQLite stores it. What has no type of its own there is text, in the form that SQLite's functions of date and
/// time read; a number beyond 64 bits too, since a floating one would lose digits.
pub(super) fn stored(value: &Value) -> Stored {
    match value {
        Value::Null => Stored::Null,
        Value::Bool(value) => Stored::Integer(i64::from(*value)),
        Value::Integer(number) => {
            i64::try_from(*number).map_or_else(|_| Stored::Text(number.to_string()), Stored::Integer)
        }
        Value::Float32(number) => Stored::Real(f64::from(*number)),
        Value::Float64(number) => Stored::Real(*number),
        Value::Bytes(bytes) => Stored::Blob(bytes.clone()),
        value => Stored::Text(text_of(value)),
    }
}
