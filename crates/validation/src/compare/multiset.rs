//! Whole rows with counts, for rows that no key tells apart.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use crate::{Buckets, Result, Row, RowDigest, Side, Stage};

use super::judge::{Found, counted};
use super::ledger::Ledger;
use super::scan::{buckets_for, differing, expected, groups};
use super::{Job, Pair};

/// Bytes that a digest with its counts takes, about.
const COUNTED: u64 = 64;
/// Rows that are kept to be told of at once.
const ROWS_AT_ONCE: usize = 4096;

/// How often each digest occurs on the two sides.
type Counts = HashMap<RowDigest, (u64, u64)>;

/// Compares all rows.
pub(super) fn run(pair: &mut Pair<'_>, job: &mut Job, ledger: &mut Ledger<'_>) -> Result<()> {
    let rows = expected(pair)?;
    let buckets = Buckets::Hashed(buckets_for(rows));
    let differing = differing(pair, job, ledger, &buckets, Some(rows * 2))?;
    let of = differing.iter().map(|(_, rows)| rows).sum();
    let mut done = 0;
    for group in groups(&differing, ledger.options().memory / COUNTED) {
        let read: u64 = group.iter().map(|(_, rows)| rows).sum();
        let wanted: Vec<usize> = group.iter().map(|(place, _)| *place).collect();
        let counts = count_digests(pair, job, &buckets, &wanted)?;
        job.pace.read(read, ledger.observer)?;
        tell(pair, job, &buckets, &wanted, &counts, ledger)?;
        done += read;
        ledger.progress(Stage::Rows, done, Some(of));
    }
    Ok(())
}

/// The digests that do not occur as often on both sides.
fn count_digests(pair: &mut Pair<'_>, job: &Job, buckets: &Buckets, wanted: &[usize]) -> Result<Counts> {
    let read = |side: &mut dyn Side| {
        let mut counts: HashMap<RowDigest, u64> = HashMap::new();
        side.digests(&job.method, buckets, wanted, &mut |_, digest| {
            *counts.entry(digest).or_default() += 1;
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(counts)
    };
    let (source, target) = pair.both(read)?;
    let mut counts: Counts = source.into_iter().map(|(digest, count)| (digest, (count, 0))).collect();
    for (digest, count) in target {
        counts.entry(digest).or_default().1 = count;
    }
    counts.retain(|_, (one, other)| one != other);
    Ok(counts)
}

/// Reads the rows behind the digests, on the side that has them more often, and tells of each once.
fn tell(
    pair: &mut Pair<'_>,
    job: &Job,
    buckets: &Buckets,
    wanted: &[usize],
    counts: &Counts,
    ledger: &mut Ledger<'_>,
) -> Result<()> {
    for in_source in [true, false] {
        let mut left: Counts =
            counts.iter().filter(|(_, it)| (it.0 > it.1) == in_source).map(|(k, v)| (*k, *v)).collect();
        if left.is_empty() {
            continue;
        }
        let side: &mut dyn Side = if in_source { pair.source } else { pair.target };
        let mut rows: BTreeMap<Vec<u8>, (Row, (u64, u64))> = BTreeMap::new();
        side.digests(&job.method, buckets, wanted, &mut |row, digest| {
            if let Some(count) = left.remove(&digest) {
                rows.insert(job.judge.row_bytes(row), (row.to_vec(), count));
            }
            if rows.len() >= ROWS_AT_ONCE {
                flush(&mut rows, ledger)?;
            }
            Ok(if left.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        flush(&mut rows, ledger)?;
    }
    Ok(())
}

fn flush(rows: &mut BTreeMap<Vec<u8>, (Row, (u64, u64))>, ledger: &mut Ledger<'_>) -> Result<()> {
    for (row, (in_source, in_target)) in std::mem::take(rows).into_values() {
        let differences = vec![counted(&row, &row, in_source, in_target)];
        ledger.found(Found { differences, ..Found::default() })?;
    }
    Ok(())
}
