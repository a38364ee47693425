//! Asks an engine and gives typed rows, a bounded number of them.

use std::ops::ControlFlow;

use database::{Table, Value};

use super::brake::Held;
use super::file::OneSide;
use crate::side::Row;
use crate::{Error, ErrorKind, Result};

/// As many rows, or groups, as are held at once.
pub(crate) const MOST_ROWS: usize = 1_000_000;

/// All rows of the answer.
///
/// # Errors
/// Where there are more than [`MOST_ROWS`], with what to do about it in `advice`.
pub(crate) fn rows(session: &mut Held<'_>, sql: &str, advice: &str) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut too_many = false;
    session.brake.wait()?;
    session.stream(sql, &[], &mut |row| -> Result<_> {
        too_many = rows.len() >= MOST_ROWS;
        if too_many {
            return Ok(ControlFlow::Break(()));
        }
        rows.push(row.to_vec());
        Ok(ControlFlow::Continue(()))
    })?;
    if too_many {
        return Err(Error::new(ErrorKind::Usage, format!("more than {MOST_ROWS} rows came back: {advice}")));
    }
    Ok(rows)
}

/// The first rows of the answer, `limit` at most.
pub(crate) fn first_rows(session: &mut Held<'_>, sql: &str, limit: usize) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    if limit > 0 {
        session.brake.wait()?;
        session.stream(sql, &[], &mut |row| -> Result<_> {
            rows.push(row.to_vec());
            Ok(if rows.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
    }
    Ok(rows)
}

/// A whole number that is the only answer.
pub(crate) fn whole_number(session: &mut Held<'_>, sql: &str) -> Result<i128> {
    match first_rows(session, sql, 1)?.first().and_then(|row| row.first()) {
        Some(Value::Integer(number)) => Ok(*number),
        other => {
            Err(Error::new(ErrorKind::Malformed, format!("one whole number was expected, not {other:?}: `{sql}`")))
        }
    }
}

/// A table of an engine, as SQL names it.
#[derive(Debug)]
pub(crate) struct Source {
    /// Quoted, with its schema.
    pub(crate) name: String,
    pub(crate) table: Table,
}

impl Source {
    /// The table called `[schema.]name`.
    pub(crate) fn find(session: &mut Held<'_>, written: &str) -> Result<Self> {
        let table = find_table(session, written)?;
        let name = format!("{}.{}", session.quote(&table.schema), session.quote(&table.name));
        Ok(Self { name, table })
    }

    /// The column called `name`.
    ///
    /// # Errors
    /// Where there is none, with those that there are.
    pub(crate) fn column(&self, name: &str) -> Result<&database::Column> {
        self.table.column(name).ok_or_else(|| {
            let names: Vec<_> = self.table.columns.iter().map(|it| it.name.as_str()).collect();
            let message = format!("table {} has no column `{name}`, only {}", self.table.name, names.join(", "));
            Error::new(ErrorKind::Shape, message)
        })
    }
}

/// What `[schema.]name` names; a table may have a point in its name.
pub(crate) fn find_table(session: &mut Held<'_>, written: &str) -> Result<Table> {
    if let Some((schema, name)) = written.rsplit_once('.') {
        match session.read_table(Some(schema), name) {
            Err(error) if error.kind() == database::ErrorKind::Undefined => {
                return session.read_table(None, written).map_err(|_| error.into());
            }
            other => return Ok(other?),
        }
    }
    Ok(session.read_table(None, written)?)
}

/// ` WHERE (…)` of a side that has a condition.
pub(crate) fn condition(side: &OneSide<'_>) -> String {
    condition_of(side.filter)
}

/// ` WHERE (…)`; the condition on lines of its own, so that a comment at its end takes nothing else with it.
pub(crate) fn condition_of(filter: Option<&str>) -> String {
    filter.map_or_else(String::new, |it| format!(" WHERE (\n{it}\n)"))
}
