//! Rows shared out by a hash, where there is no order of a key that both sides have: the buckets that differ, group by group.

use crate::{Buckets, Checksum, Result};

use super::checkpoint::{Checkpoint, Position};
use super::ledger::Ledger;
use super::scan::{buckets_for, checksums, expected, groups, unlike};
use super::{Job, Pair};

/// With a checkpoint, what differs is read in at least about so many groups: so much of it is lost by an interruption at most.
const PARTS: u64 = 8;

/// Buckets that are looked at together.
pub(super) struct Group<'a> {
    /// How all rows are shared out.
    pub(super) buckets: &'a Buckets,
    /// The buckets of this group.
    pub(super) wanted: Vec<usize>,
    /// What the first scan gave for all buckets, source and target.
    pub(super) sums: (&'a [Checksum], &'a [Checksum]),
    /// Rows of both sides in this group.
    pub(super) rows: u64,
    /// Rows of both sides in this group and those before it.
    pub(super) done: u64,
    /// Rows of both sides in all groups.
    pub(super) of: u64,
}

/// What is done with a group.
pub(super) type EachGroup<'f> = &'f mut dyn FnMut(&mut Pair<'_>, &mut Job, &mut Ledger<'_>, &Group<'_>) -> Result<()>;

/// Scans all rows, and hands over the buckets that differ in groups that fit into memory, where a row takes so many bytes; after an
/// interruption those behind the last checkpoint. A row lies in the same bucket each time, so that none is told of twice.
pub(super) fn each_group(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    checkpoint: &mut Option<Checkpoint>,
    bytes: u64,
    each: EachGroup<'_>,
) -> Result<()> {
    let rows = expected(pair)?;
    let (count, from) = match checkpoint.as_ref().map(Checkpoint::position) {
        Some(Position::Bucket { next, of }) => (*of, *next),
        _ => (buckets_for(rows), 0),
    };
    let buckets = Buckets::Hashed(count);
    // What was read before an interruption is scanned again; only what was found in it is not told again.
    (ledger.comparison.source.rows, ledger.comparison.target.rows) = (0, 0);
    let (source, target) = checksums(pair, job, ledger, &buckets, Some(rows * 2))?;
    let mut differing = unlike(&source, &target);
    let all: u64 = differing.iter().map(|(_, rows)| rows).sum();
    differing.retain(|(place, _)| *place >= from);
    let of = differing.iter().map(|(_, rows)| rows).sum();
    let fits = ledger.options().memory / bytes;
    let most = if checkpoint.is_some() { fits.min(all.div_ceil(PARTS)) } else { fits };
    let mut done = 0;
    for group in groups(&differing, most) {
        let wanted: Vec<usize> = group.iter().map(|(place, _)| *place).collect();
        let next = wanted.last().map_or(0, |last| last + 1);
        let rows = group.iter().map(|(_, rows)| rows).sum();
        done += rows;
        let sums = (source.as_slice(), target.as_slice());
        each(pair, job, ledger, &Group { buckets: &buckets, wanted, sums, rows, done, of })?;
        if let Some(checkpoint) = checkpoint {
            ledger.settle(pair, job)?;
            checkpoint.save(Position::Bucket { next, of: count }, ledger)?;
        }
    }
    checkpoint.as_mut().map_or(Ok(()), Checkpoint::remove)
}
