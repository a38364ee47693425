//! Keys and digests of rows, by a function.

use std::collections::HashSet;
use std::ops::ControlFlow;

use database::{Session, Value};

use super::super::hashing::{EachDigest, unreadable};
use super::super::ranges;
use super::super::source::Source;
use crate::hash::Partition;
use crate::{Buckets, HashMethod, KeyRange, Result, RowDigest};

/// The function of a row's values: the digest in 16 bytes, NULL where the row's bucket was not asked for.
const NAME: &str = "migration_architect_digest";

/// The key and the digest of each row of the buckets named.
pub(in super::super) fn of(
    session: &mut Session,
    source: &Source,
    method: &HashMethod,
    buckets: &Buckets,
    wanted: &[usize],
    each: EachDigest<'_>,
) -> Result<()> {
    let mut partition = Partition::new(method, buckets, &source.key)?.into_owned();
    // The rows of a range are in the buckets wanted by what is read.
    let picked: Option<HashSet<usize>> =
        matches!(buckets, Buckets::Hashed(_)).then(|| wanted.iter().copied().collect());
    session.register_function(NAME, move |row| match &picked {
        Some(picked) if !partition.bucket(row).is_some_and(|it| picked.contains(&it)) => Value::Null,
        _ => packed(partition.digest(row)),
    })?;
    for range in ranges::merged(buckets, wanted) {
        if in_range(session, source, &range, each)?.is_break() {
            break;
        }
    }
    Ok(())
}

fn in_range(session: &mut Session, source: &Source, range: &KeyRange, each: EachDigest<'_>) -> Result<ControlFlow<()>> {
    let mut statement = source.statement("");
    let conditions = source.conditions(source.range(range, &mut statement));
    let (key, fields) = (source.key_list(), source.field_list());
    statement.push(&format!("SELECT {key}, {NAME}({fields}) FROM {}{conditions}", source.from));
    let mut last = ControlFlow::Continue(());
    statement.stream(session, &mut |row| {
        match row.split_last() {
            Some((Value::Null, _)) => {}
            Some((Value::Bytes(digest), key)) => last = each(key, unpacked(digest).ok_or_else(unreadable)?)?,
            _ => return Err(unreadable()),
        }
        Ok(last)
    })?;
    Ok(last)
}

fn packed(RowDigest(first, second): RowDigest) -> Value {
    Value::Bytes([first.to_be_bytes(), second.to_be_bytes()].concat())
}

fn unpacked(bytes: &[u8]) -> Option<RowDigest> {
    let (first, second) = bytes.split_at_checked(8)?;
    let number = |bytes: &[u8]| Some(u64::from_be_bytes(bytes.try_into().ok()?));
    Some(RowDigest(number(first)?, number(second)?))
}
