//! Rows that are hashed here, because the engine cannot, or because its way would be slower.

use std::collections::HashSet;
use std::ops::ControlFlow;

use database::{EngineKind, Session, Value};

use super::hashing::EachDigest;
use super::postgres;
use super::ranges;
use super::shared;
use super::source::Source;
use crate::hash::{Partition, key_of};
use crate::{Buckets, Checksum, HashMethod, KeyRange, Result};

/// The rows of a range of keys, in their order where that is asked for.
pub(super) fn rows(
    session: &mut Session,
    source: &Source,
    range: &KeyRange,
    in_order: bool,
    each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let order = if in_order { format!(" ORDER BY {}", source.key_list()) } else { String::new() };
    let query = |conditions: Vec<String>| {
        format!("SELECT {} FROM {}{}{order}", source.field_list(), source.from, source.conditions(conditions))
    };
    if source.engine == EngineKind::Postgres {
        return postgres::rows::in_range(session, source, range, each, &query);
    }
    let mut statement = source.statement("");
    let conditions = source.range(range, &mut statement);
    statement.push(&query(conditions)).stream(session, each)
}

/// The rows of some ranges.
fn rows_of(
    session: &mut Session,
    source: &Source,
    ranges: &[KeyRange],
    each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let mut flow = ControlFlow::Continue(());
    for range in ranges {
        rows(session, source, range, false, &mut |row| {
            flow = each(row)?;
            Ok(flow)
        })?;
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

pub(super) fn checksums(
    sessions: &mut [Session],
    source: &Source,
    method: &HashMethod,
    buckets: &Buckets,
) -> Result<Vec<Checksum>> {
    let mut partition = Partition::new(method, buckets, &source.key)?;
    let mut sums = vec![Checksum::default(); buckets.len()];
    let all: Vec<usize> = (0..buckets.len()).collect();
    let shares = ranges::shares(buckets, &all, sessions.len());
    shared::in_order(sessions, &shares, &|session, share, each| rows_of(session, source, share, each), &mut |row| {
        partition.add(row, &mut sums);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(sums)
}

pub(super) fn digests(
    sessions: &mut [Session],
    source: &Source,
    method: &HashMethod,
    buckets: &Buckets,
    wanted: &[usize],
    each: EachDigest<'_>,
) -> Result<()> {
    let mut partition = Partition::new(method, buckets, &source.key)?;
    // The rows of a range are in the buckets wanted by what is read.
    let is_wanted: Option<HashSet<usize>> =
        matches!(buckets, Buckets::Hashed(_)).then(|| wanted.iter().copied().collect());
    let shares = ranges::shares(buckets, wanted, sessions.len());
    shared::in_order(sessions, &shares, &|session, share, each| rows_of(session, source, share, each), &mut |row| {
        if let Some(wanted) = &is_wanted
            && !partition.bucket(row).is_some_and(|it| wanted.contains(&it))
        {
            return Ok(ControlFlow::Continue(()));
        }
        let digest = partition.digest(row);
        each(&key_of(row, &source.key), digest)
    })
}
