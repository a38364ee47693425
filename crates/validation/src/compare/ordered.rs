//! Rows that both sides give in one order of the key: segment by segment, by checksums or merged.

use crate::comparison::{RangeSummary, Strategy};
use crate::{Buckets, KeyRange, Result, Row, Stage};

use super::bounds::known_to_both;
use super::candidates::{WAITING, candidates};
use super::checkpoint::{Checkpoint, Position};
use super::cut::{Cut, Segment, ascending};
use super::ledger::Ledger;
use super::scan::{Differing, buckets_for, differing, expected, groups};
use super::{Job, Pair, keyed, merge, probe};

/// Fewer rows are compared in one segment.
const ONE_SEGMENT: u64 = 2_000_000;
/// Ranges of keys that differences are counted by.
const RANGES: usize = 20;
/// Buckets that are looked at before it is decided how to go on.
const TRIED: usize = 16;
/// From one row in so many that differs on, rows are streamed rather than asked for by key.
const STREAMED: u64 = 3;

/// Compares all rows.
pub(super) fn run(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    checkpoint: &mut Option<Checkpoint>,
) -> Result<()> {
    let rows = expected(pair)?;
    let count = buckets_for(rows);
    let key = pair.source.selection().key.clone();
    let quantiles = pair.source.quantiles(count)?;
    let bounds = ascending(known_to_both(quantiles, &key, pair.source.info(), pair.target.info()));
    // After an interruption they are those from before it.
    if ledger.comparison.ranges.is_empty() {
        ledger.comparison.ranges = ranges(&bounds);
    }
    if job.undecided {
        probe::decide(pair, job, ledger, &bounds, rows)?;
    }
    let options = ledger.options();
    let is_merge = ledger.comparison.strategy == Strategy::Merge;
    let whole = checkpoint.is_none() && (is_merge || (rows <= ONE_SEGMENT && options.rows_per_second.is_none()));
    let from = match checkpoint.as_ref().map(Checkpoint::position) {
        Some(Position::Key(key)) => Some(key.clone()),
        _ => None,
    };
    let mut cut = Cut::new(bounds, from, whole, rows, options.rows_per_second);
    while let Some(segment) = cut.next() {
        if is_merge {
            merged(pair, job, ledger, &segment, rows * 2)?;
        } else {
            bucketed(pair, job, ledger, &segment, rows * 2)?;
        }
        if let Some(checkpoint) = checkpoint {
            ledger.settle(pair, job)?;
            match segment.within.to {
                Some(key) => checkpoint.save(Position::Key(key), ledger)?,
                None => checkpoint.remove()?,
            }
        }
    }
    Ok(())
}

/// Ranges for the summary, empty so far.
fn ranges(bounds: &[Row]) -> Vec<RangeSummary> {
    let step = (bounds.len() + 1).div_ceil(RANGES).max(1);
    let chosen: Vec<Row> = bounds.iter().skip(step - 1).step_by(step).cloned().collect();
    let from = std::iter::once(None).chain(chosen.iter().cloned().map(Some));
    let to = chosen.iter().cloned().map(Some).chain(std::iter::once(None));
    from.zip(to).map(|(from, to)| RangeSummary { from, to, differences: [0; 3] }).collect()
}

fn merged(pair: &mut Pair<'_>, job: &mut Job, ledger: &mut Ledger<'_>, segment: &Segment, of: u64) -> Result<()> {
    let (source, target) = merge::range(pair, job, ledger, &segment.within, &segment.bounds, Some(of))?;
    ledger.comparison.source.rows += source;
    ledger.comparison.target.rows += target;
    Ok(())
}

fn bucketed(pair: &mut Pair<'_>, job: &mut Job, ledger: &mut Ledger<'_>, segment: &Segment, of: u64) -> Result<()> {
    let buckets = Buckets::Ranges { within: segment.within.clone(), bounds: segment.bounds.clone() };
    let found = differing(pair, job, ledger, &buckets, Some(of))?;
    let (tried, rest) = found.split_at_checked(TRIED).unwrap_or((&found, &[]));
    let differ = refined(pair, job, ledger, &buckets, tried)?;
    let tried_rows: u64 = tried.iter().map(|(_, rows)| rows).sum();
    if rest.is_empty() || differ.saturating_mul(STREAMED * 2) < tried_rows {
        return refined(pair, job, ledger, &buckets, rest).map(|_| ());
    }
    ledger.took(
        Strategy::BucketsThenMerge,
        format!(
            "checksums of buckets; then the {} buckets that differ were read in the order of the key, as {differ} rows of the first {} \
             on both sides differ",
            found.len(),
            tried_rows
        ),
    );
    for run in runs(rest) {
        let range = KeyRange { from: start(segment, run.0), to: end(segment, run.1) };
        let bounds = segment.bounds.get(run.0..run.1).unwrap_or_default();
        merge::range(pair, job, ledger, &range, bounds, None)?;
    }
    Ok(())
}

/// Compares the rows of buckets by their digests: how many differ.
fn refined(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    buckets: &Buckets,
    wanted: &[Differing],
) -> Result<u64> {
    let of = wanted.iter().map(|(_, rows)| rows).sum();
    let (mut done, mut differ) = (0, 0);
    for group in groups(wanted, ledger.options().memory / WAITING) {
        let places: Vec<usize> = group.iter().map(|(place, _)| *place).collect();
        ledger.wait()?;
        let keys = candidates(pair, job, buckets, &places)?;
        let read: u64 = group.iter().map(|(_, rows)| rows).sum();
        ledger.read(read / 2)?;
        done += read;
        ledger.progress(Stage::Digests, done, Some(of));
        differ += keys.len() as u64;
        keyed::judge(pair, job, &keys, ledger)?;
    }
    Ok(differ)
}

/// Buckets that lie side by side, as the first and the last of each run.
fn runs(buckets: &[Differing]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (place, _) in buckets {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == *place => run.1 = *place,
            _ => runs.push((*place, *place)),
        }
    }
    runs
}

fn start(segment: &Segment, bucket: usize) -> Option<Row> {
    bucket.checked_sub(1).map_or_else(|| segment.within.from.clone(), |place| segment.bounds.get(place).cloned())
}

fn end(segment: &Segment, bucket: usize) -> Option<Row> {
    segment.bounds.get(bucket).cloned().or_else(|| segment.within.to.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_side_by_side_are_one_run() {
        assert_eq!(runs(&[(0, 1), (1, 1), (4, 1), (6, 1), (7, 1)]), [(0, 1), (4, 4), (6, 7)]);
        assert_eq!(runs(&[]), []);
    }

    #[test]
    fn ranges_of_the_summary_cover_everything() {
        let bounds: Vec<Row> = (1..100).map(|it| vec![database::Value::Integer(it)]).collect();
        let ranges = ranges(&bounds);
        assert!(ranges.len() <= RANGES && ranges.len() > RANGES / 2);
        assert!(ranges.windows(2).all(|pair| pair[0].to == pair[1].from));
        assert_eq!((&ranges[0].from, &ranges[ranges.len() - 1].to), (&None, &None));
    }
}
