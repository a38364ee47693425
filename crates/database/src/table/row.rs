//! Rows of catalogues and their cells.

use std::ops::ControlFlow;

use crate::{Result, Session, Value};

/// The rows of a query of the catalogue, each as `read` makes it.
pub(super) fn rows<T>(
    session: &mut Session,
    sql: &str,
    parameters: &[Value],
    read: impl Fn(&[Value]) -> T,
) -> Result<Vec<T>> {
    let mut all = Vec::new();
    session.stream(sql, parameters, &mut |row| -> Result<_> {
        all.push(read(row));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(all)
}

/// The text of a cell; empty where it has none.
pub(super) fn text(row: &[Value], at: usize) -> String {
    optional(row, at).unwrap_or_default()
}

/// The text of a cell; none for NULL.
pub(super) fn optional(row: &[Value], at: usize) -> Option<String> {
    match row.get(at)? {
        Value::Text(text) | Value::Other(text) => Some(text.clone()),
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}

/// The truth of a cell; a number other than 0 is true.
pub(super) fn truth(row: &[Value], at: usize) -> bool {
    match row.get(at) {
        Some(Value::Bool(value)) => *value,
        Some(Value::Integer(number)) => *number != 0,
        _ => false,
    }
}

/// The number of a cell.
pub(super) fn number(row: &[Value], at: usize) -> Option<i128> {
    match row.get(at)? {
        Value::Integer(number) => Some(*number),
        _ => None,
    }
}
