//! Whole rows with counts, for rows that no key tells apart.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use crate::{Difference, Result, Row, RowDigest, Side, Stage};

use super::checkpoint::Checkpoint;
use super::hashed::{Group, each_group};
use super::judge::{Found, counted};
use super::ledger::Ledger;
use super::{Job, Pair, recount};

/// Bytes that a digest with its counts takes, about.
const COUNTED: u64 = 64;
/// Rows that are kept to be told of at once.
const ROWS_AT_ONCE: usize = 4096;

/// How often each digest occurs on the source and on the target.
pub(super) type Counts = HashMap<RowDigest, (u64, u64)>;

/// Compares all rows; with `recheck`, what differs is counted again after pauses.
pub(super) fn run(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    checkpoint: &mut Option<Checkpoint>,
    recheck: bool,
) -> Result<()> {
    each_group(pair, job, ledger, checkpoint, COUNTED, &mut |pair, job, ledger, group| {
        ledger.wait()?;
        let mut counts = count_digests(pair, job, group)?;
        counts.retain(|_, (one, other)| one != other);
        ledger.read(group.rows)?;
        ledger.progress(Stage::Rows, group.done, Some(group.of));
        if recheck {
            return recount::run(pair, job, ledger, group, &counts);
        }
        rows_behind(pair, job, group, &counts, &mut |_, difference| {
            ledger.found(Found { differences: vec![difference], ..Found::default() })
        })
    })
}

/// How often each digest of the group occurs.
pub(super) fn count_digests(pair: &mut Pair<'_>, job: &Job, group: &Group<'_>) -> Result<Counts> {
    let read = |side: &mut dyn Side| {
        let mut counts: HashMap<RowDigest, u64> = HashMap::new();
        side.digests(&job.method, group.buckets, &group.wanted, &mut |_, digest| {
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
    Ok(counts)
}

/// Takes a digest and the difference that its row is.
type EachDifference<'f> = &'f mut dyn FnMut(RowDigest, Difference) -> Result<()>;

/// Reads the rows behind the digests, on the side that has them more often, and hands over each once.
pub(super) fn rows_behind(
    pair: &mut Pair<'_>,
    job: &Job,
    group: &Group<'_>,
    counts: &Counts,
    each: EachDifference<'_>,
) -> Result<()> {
    for in_source in [true, false] {
        let mut left: Counts =
            counts.iter().filter(|(_, it)| (it.0 > it.1) == in_source).map(|(k, v)| (*k, *v)).collect();
        if left.is_empty() {
            continue;
        }
        let side: &mut dyn Side = if in_source { pair.source } else { pair.target };
        let mut rows = Rows::new();
        side.digests(&job.method, group.buckets, &group.wanted, &mut |row, digest| {
            if let Some(count) = left.remove(&digest) {
                rows.insert(job.judge.row_bytes(row), (row.to_vec(), digest, count));
            }
            if rows.len() >= ROWS_AT_ONCE {
                hand_over(&mut rows, each)?;
            }
            Ok(if left.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        hand_over(&mut rows, each)?;
    }
    Ok(())
}

/// Rows by their bytes, with their digest and how often each side has them.
type Rows = BTreeMap<Vec<u8>, (Row, RowDigest, (u64, u64))>;

fn hand_over(rows: &mut Rows, each: EachDifference<'_>) -> Result<()> {
    for (row, digest, (in_source, in_target)) in std::mem::take(rows).into_values() {
        each(digest, counted(&row, &row, in_source, in_target))?;
    }
    Ok(())
}
