//! Keys and digests of rows that the engine computes.

use std::cell::Cell;
use std::ops::ControlFlow;

use database::{Session, Value};

use super::super::ranges;
use super::super::source::Source;
use super::hashing::Hashing;
use super::rows::in_range;
use crate::{Buckets, Error, ErrorKind, Result, RowDigest};

/// The key and the digest of each row of the buckets named.
pub(in super::super) fn of(
    session: &mut Session,
    source: &Source,
    hashing: &Hashing,
    buckets: &Buckets,
    wanted: &[usize],
    each: &mut dyn FnMut(&[Value], RowDigest) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let stopped = Cell::new(false);
    let mut handed = |row: &[Value]| {
        let (key, digest) = split(row).ok_or_else(unreadable)?;
        let flow = each(key, digest)?;
        stopped.set(flow.is_break());
        Ok(flow)
    };
    if let Buckets::Hashed(count) = buckets {
        return hashed(session, source, hashing, *count, wanted, &mut handed);
    }
    for range in ranges::merged(buckets, wanted) {
        in_range(session, source, &range, &mut handed, &|conditions| query(source, hashing, conditions))?;
        if stopped.get() {
            break;
        }
    }
    Ok(())
}

/// The rows whose key falls into one of the buckets: the whole table is read for it.
fn hashed(
    session: &mut Session,
    source: &Source,
    hashing: &Hashing,
    count: usize,
    wanted: &[usize],
    each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let count = count.max(1);
    if wanted.is_empty() {
        return Ok(());
    }
    let buckets = wanted.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
    let mut statement = source.statement("SELECT ");
    let list = statement.bind(Value::Text(format!("{{{buckets}}}")), "pg_catalog.text");
    statement.push(&format!("pg_catalog.set_config('migration_architect.wanted', {list}, true)"));
    statement.rows(session)?;
    // Read once, not for each row.
    let wanted = "SELECT pg_catalog.unnest(pg_catalog.current_setting('migration_architect.wanted')::int8[])";
    let condition = format!("{} % {count} IN ({wanted})", hashing.key);
    session.copy_out(&query(source, hashing, [condition]), each)
}

/// The key, or the whole row, and the two hashes of each row. The inner query's end keeps the hash from being computed twice.
fn query(source: &Source, hashing: &Hashing, conditions: impl IntoIterator<Item = String>) -> String {
    let key: Vec<&str> = match source.key.is_empty() {
        true => source.fields.iter().map(|it| it.sql.as_str()).collect(),
        false => source.key_parts().map(|it| it.sql.as_str()).collect(),
    };
    let names: Vec<String> = (0..key.len()).map(|at| format!("k{at}")).collect();
    let inner: Vec<String> = key.iter().zip(&names).map(|(sql, name)| format!("{sql} AS {name}")).collect();
    let [first, second] = &hashing.digest;
    format!(
        "SELECT {}, {first}, {second} FROM (SELECT {}, {} AS h FROM {}{} OFFSET 0) AS r",
        names.join(", "),
        inner.join(", "),
        hashing.row,
        source.from,
        source.conditions(conditions)
    )
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the bits of a 64-bit hash")]
fn split(row: &[Value]) -> Option<(&[Value], RowDigest)> {
    match row {
        [key @ .., Value::Integer(first), Value::Integer(second)] => {
            Some((key, RowDigest(*first as u64, *second as u64)))
        }
        _ => None,
    }
}

fn unreadable() -> Error {
    Error::new(ErrorKind::Malformed, "the engine's answer to a query for digests is not what it was asked for")
}
