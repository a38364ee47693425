//! Keys and digests of rows that the engine computes.

use std::ops::ControlFlow;

use database::{Session, Value};

use super::super::hashing::{EachDigest, Hashing, unreadable};
use super::super::ranges;
use super::super::source::Source;
use super::super::statement::Statement;
use super::checksums::too_long;
use crate::{Buckets, Result, RowDigest};

/// The key and the digest of each row of the buckets named.
pub(in super::super) fn of(
    session: &mut Session,
    source: &Source,
    hashing: &Hashing,
    buckets: &Buckets,
    wanted: &[usize],
    each: EachDigest<'_>,
) -> Result<()> {
    for range in ranges::merged(buckets, wanted) {
        let mut statement = source.statement("");
        let mut conditions = source.range(&range, &mut statement);
        if let Buckets::Hashed(count) = buckets {
            let wanted = wanted.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
            conditions.push(format!("{} % {} IN ({wanted})", hashing.key, (*count).max(1)));
        }
        let hashed = format!("SELECT {}, {} FROM {}", source.key_list(), hashing.row, source.from);
        statement.push(&hashed).push(&source.conditions(conditions));
        if hand_over(session, &statement, each)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Rows of a key and 32 hexadecimal digits.
fn hand_over(session: &mut Session, statement: &Statement, each: EachDigest<'_>) -> Result<ControlFlow<()>> {
    let mut last = ControlFlow::Continue(());
    statement.stream(session, &mut |row| {
        let (hash, key) = row.split_last().ok_or_else(unreadable)?;
        let digits = match hash {
            Value::Text(it) => it.as_str(),
            Value::Bytes(it) => std::str::from_utf8(it).map_err(|_| unreadable())?,
            Value::Null => return Err(too_long()),
            _ => return Err(unreadable()),
        };
        let half = |range: std::ops::Range<usize>| {
            digits.get(range).and_then(|it| u64::from_str_radix(it, 16).ok()).ok_or_else(unreadable)
        };
        last = each(key, RowDigest(half(0..16)?, half(16..32)?))?;
        Ok(last)
    })?;
    Ok(last)
}
