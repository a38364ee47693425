//! Sequences, which have to give numbers beyond those that were inserted.

use std::ops::ControlFlow;

use database::{EngineKind, Result, Session, Table, Value};

use crate::repair::plan::full_name;
use crate::repair::sql::qualified;

/// So many numbers are drawn one by one, which nobody can be given twice; a longer way is set.
const DRAWN: i128 = 10_000;

/// Brings a sequence of PostgreSQL up to the greatest number in its column; says what was done, nothing where it is there.
///
/// The other engines do it themselves when a number is inserted.
pub(super) fn advance(session: &mut Session, table: &Table, column: &str, sequence: &str) -> Result<Option<String>> {
    let engine = EngineKind::Postgres;
    let (name, quoted) = (qualified(engine, &table.schema, &table.name), engine.quote(column));
    let found = numbers(
        session,
        &format!(
            "SELECT (SELECT max({quoted}) FROM {name})::int8, pg_sequence_last_value(seqrelid), seqstart, seqincrement \
             FROM pg_catalog.pg_sequence WHERE seqrelid = CAST($1 AS regclass)"
        ),
        sequence,
    )?;
    let [Some(greatest), last, Some(start), Some(increment)] = found.as_slice() else { return Ok(None) };
    let last = last.unwrap_or(start - increment);
    if *increment <= 0 || *greatest <= last {
        return Ok(None);
    }
    let missing = (greatest - last + increment - 1) / increment;
    if missing <= DRAWN {
        let draw = format!("SELECT max(nextval(CAST($1 AS regclass))) FROM generate_series(1, {missing})");
        numbers(session, &draw, sequence)?;
    } else {
        // Others may have drawn numbers since: those are not given again.
        let set = format!(
            "SELECT setval(CAST($1 AS regclass), greatest((SELECT max({quoted}) FROM {name}), nextval(CAST($1 AS regclass))))"
        );
        numbers(session, &set, sequence)?;
    }
    Ok(Some(format!("{}: the sequence {sequence} of {column} goes on behind {greatest}", full_name(table))))
}

fn numbers(session: &mut Session, sql: &str, sequence: &str) -> Result<Vec<Option<i128>>> {
    let mut found = Vec::new();
    session.stream(sql, &[Value::Text(sequence.to_owned())], &mut |row: &[Value]| -> Result<_> {
        let number = |value: &Value| if let Value::Integer(it) = value { Some(*it) } else { None };
        found = row.iter().map(number).collect();
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}
