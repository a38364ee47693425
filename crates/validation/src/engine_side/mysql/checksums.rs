//! Checksums of buckets that the engine computes.

use std::ops::ControlFlow;

use database::{Session, Value};

use super::super::hashing::{Hashing, unreadable};
use super::super::ranges;
use super::super::source::Source;
use super::super::statement::Statement;
use crate::{Buckets, Checksum, Error, ErrorKind, Result};

/// Keeps the engine from putting the inner query's expression into each place of the outer one that uses it.
const APART: &str = " LIMIT 18446744073709551615";

/// The checksum of each bucket: of ranges one after the other, each by the index.
pub(in super::super) fn of(
    session: &mut Session,
    source: &Source,
    hashing: &Hashing,
    buckets: &Buckets,
) -> Result<Vec<Checksum>> {
    let mut sums = vec![Checksum::default(); buckets.len()];
    if let Buckets::Hashed(count) = buckets {
        let bucket = format!("{} % {}", hashing.key, (*count).max(1));
        let rows =
            format!("SELECT {} AS h, {bucket} AS b FROM {}{}{APART}", hashing.row, source.from, source.conditions([]));
        let statement =
            source.statement(format!("SELECT r.b, {} FROM ({rows}) AS r GROUP BY r.b", aggregates(hashing)));
        collect(session, &statement, &mut |bucket, sum| {
            *sums.get_mut(bucket).ok_or_else(unreadable)? = sum;
            Ok(())
        })?;
        return Ok(sums);
    }
    for (at, sum) in sums.iter_mut().enumerate() {
        for range in ranges::merged(buckets, &[at]) {
            let mut statement = source.statement("");
            let conditions = source.range(&range, &mut statement);
            let rows =
                format!("SELECT {} AS h FROM {}{}{APART}", hashing.row, source.from, source.conditions(conditions));
            statement.push(&format!("SELECT 0, {} FROM ({rows}) AS r", aggregates(hashing)));
            collect(session, &statement, &mut |_, it| {
                *sum = it;
                Ok(())
            })?;
        }
    }
    Ok(sums)
}

/// Rows, rows whose hash is not NULL, and the sums, which the engine adds as exact numbers.
fn aggregates(hashing: &Hashing) -> String {
    let [first, second] = &hashing.digest;
    format!("COUNT(*), COUNT(h), SUM({first}), SUM({second})")
}

fn collect(
    session: &mut Session,
    statement: &Statement,
    take: &mut dyn FnMut(usize, Checksum) -> Result<()>,
) -> Result<()> {
    statement.stream(session, &mut |row| {
        let [bucket, rows, hashed, first, second] = row else { return Err(unreadable()) };
        let (rows, hashed) = (count(rows)?, count(hashed)?);
        if rows != hashed {
            return Err(too_long());
        }
        let bucket = usize::try_from(count(bucket)?).map_err(|_| unreadable())?;
        take(bucket, Checksum { rows, first: modulo(first)?, second: modulo(second)? })?;
        Ok(ControlFlow::Continue(()))
    })
}

/// What is longer than a packet may be is NULL to the engine's functions, and would be left out of the sums.
pub(super) fn too_long() -> Error {
    Error::new(
        ErrorKind::Refused,
        "the engine cannot hash rows longer than its `max_allowed_packet`: raise that, or leave the long columns out",
    )
}

fn count(value: &Value) -> Result<u64> {
    match value {
        Value::Integer(it) => u64::try_from(*it).map_err(|_| unreadable()),
        Value::Decimal(it) => it.as_str().parse().map_err(|_| unreadable()),
        _ => Err(unreadable()),
    }
}

/// A sum modulo 2^64.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "taken modulo 2^64")]
fn modulo(sum: &Value) -> Result<u64> {
    match sum {
        Value::Null => Ok(0),
        Value::Integer(it) => Ok(*it as u64),
        Value::Decimal(it) => it.as_str().parse::<i128>().map(|it| it as u64).map_err(|_| unreadable()),
        _ => Err(unreadable()),
    }
}
