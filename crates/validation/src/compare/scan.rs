//! One scan of checksums on both sides, and what is left to look at after it.

use crate::{Buckets, Checksum, Result, Stage};

use super::ledger::Ledger;
use super::{Job, Pair};

/// Rows of a bucket, about.
const ROWS: u64 = 1000;
/// Most buckets.
const MOST: u64 = 8192;

/// A bucket that differs, and how many rows both sides have in it.
pub(super) type Differing = (usize, u64);

/// About how many rows the source has.
pub(super) fn expected(pair: &mut Pair<'_>) -> Result<u64> {
    match pair.source.info().estimated_rows {
        Some(rows) => Ok(rows),
        None => pair.source.count(),
    }
}

/// How many buckets so many rows are shared out into.
pub(super) fn buckets_for(rows: u64) -> usize {
    usize::try_from(rows.div_ceil(ROWS).clamp(1, MOST)).unwrap_or(1)
}

/// The buckets that differ.
pub(super) fn differing(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    buckets: &Buckets,
    of: Option<u64>,
) -> Result<Vec<Differing>> {
    let (source, target) = checksums(pair, job, ledger, buckets, of)?;
    Ok(unlike(&source, &target))
}

/// The checksums of all buckets on the source and on the target.
pub(super) fn checksums(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    buckets: &Buckets,
    of: Option<u64>,
) -> Result<(Vec<Checksum>, Vec<Checksum>)> {
    ledger.wait()?;
    let (source, target) = pair.both(|side| side.checksums(&job.method, buckets))?;
    let total = |sums: &[Checksum]| sums.iter().map(|it| it.rows).sum::<u64>();
    ledger.comparison.source.rows += total(&source);
    ledger.comparison.target.rows += total(&target);
    ledger.read(total(&source).max(total(&target)))?;
    let done = ledger.comparison.source.rows + ledger.comparison.target.rows;
    ledger.progress(Stage::Checksums, done, of);
    Ok((source, target))
}

/// The buckets whose checksums differ.
pub(super) fn unlike(source: &[Checksum], target: &[Checksum]) -> Vec<Differing> {
    let pairs = source.iter().zip(target).enumerate();
    pairs.filter(|(_, (one, other))| one != other).map(|(place, (one, other))| (place, one.rows + other.rows)).collect()
}

/// Buckets in groups of at most so many rows, at least one bucket each.
pub(super) fn groups(buckets: &[Differing], most: u64) -> Vec<&[Differing]> {
    let mut rows = 0;
    let mut groups = Vec::new();
    let mut begin = 0;
    for (place, (_, more)) in buckets.iter().enumerate() {
        if rows + more > most && place > begin {
            groups.extend(buckets.get(begin..place));
            (begin, rows) = (place, 0);
        }
        rows += more;
    }
    groups.extend(buckets.get(begin..).filter(|it| !it.is_empty()));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_hold_what_fits_and_at_least_one() {
        let buckets = [(0, 5), (2, 5), (3, 20), (9, 1)];
        let sizes = |most: u64| groups(&buckets, most).iter().map(|it| it.len()).collect::<Vec<_>>();
        assert_eq!(sizes(10), [2, 1, 1]);
        assert_eq!(sizes(1), [1, 1, 1, 1]);
        assert_eq!(sizes(1000), [4]);
        assert!(groups(&[], 10).is_empty());
    }
}
