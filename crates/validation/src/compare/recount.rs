//! Rows without a key are counted again after pauses: what is being written at the moment differs for a while.
//!
//! A row that is changed is another one, as no key says that it is the same. Therefore it matters how a difference goes away. Where the
//! side that had the row less often has it now too, it has caught up, and the difference has vanished. Where the other side has lost the
//! row, it may have been changed to one that differs as well, which nobody has looked for: then the difference is transient, unless
//! nothing new differs anywhere.

use std::collections::HashMap;

use crate::{Checksum, Difference, Result, RowDigest, Settling, Side, Stage};

use super::hashed::Group;
use super::judge::counted;
use super::ledger::Ledger;
use super::multiset::{Counts, count_digests, rows_behind};
use super::spool::Spool;
use super::{Job, Pair};

/// Differences that are told at once.
const AT_ONCE: usize = 2000;

/// Counts the rows that differ again, after pauses that grow, and tells of those that still do.
pub(super) fn run(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    group: &Group<'_>,
    counts: &Counts,
) -> Result<()> {
    let mut rows = Spool::new(ledger.options().memory);
    let mut digests = Vec::with_capacity(counts.len());
    rows_behind(pair, job, group, counts, &mut |digest, difference| {
        digests.push(digest);
        rows.push(difference)
    })?;
    let mut watched = Watched::new(counts);
    let recheck = ledger.options().recheck;
    let mut pause = recheck.pause;
    for _ in 0..recheck.rounds {
        if !watched.is_open() {
            break;
        }
        std::thread::sleep(pause);
        pause = pause.saturating_mul(2);
        look_again(pair, job, ledger, group, &mut watched)?;
    }
    let mut digests = digests.into_iter();
    rows.drain(AT_ONCE, &mut |differences| {
        for (difference, digest) in differences.into_iter().zip(digests.by_ref()) {
            match watched.outcome(digest, &difference) {
                Some(difference) => ledger.difference(&difference)?,
                None => ledger.comparison.settled.vanished += 1,
            }
        }
        Ok(())
    })
}

fn look_again(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    group: &Group<'_>,
    watched: &mut Watched,
) -> Result<()> {
    pair.both(|side| side.refresh())?;
    ledger.wait()?;
    let now = count_digests(pair, job, group)?;
    ledger.read(group.rows)?;
    let news = watched.look(&now);
    if watched.has_lost() && !news && is_quiet(pair, job, group)? {
        watched.nothing_new();
    }
    ledger.progress(Stage::Rechecking, group.done, Some(group.of));
    Ok(())
}

/// Whether nothing differs outside of the group that did not differ in the same way at first.
fn is_quiet(pair: &mut Pair<'_>, job: &Job, group: &Group<'_>) -> Result<bool> {
    let (source, target) = pair.both(|side: &mut dyn Side| side.checksums(&job.method, group.buckets))?;
    let apart = |(one, other): (&Checksum, &Checksum)| {
        (one.rows.wrapping_sub(other.rows), one.first.wrapping_sub(other.first), one.second.wrapping_sub(other.second))
    };
    let now = source.iter().zip(&target).map(apart);
    let first = group.sums.0.iter().zip(group.sums.1).map(apart);
    let is_known =
        |(place, (now, first))| now == (0, 0, 0) || now == first || group.wanted.binary_search(&place).is_ok();
    Ok(now.zip(first).enumerate().all(is_known))
}

/// The rows that differed, by their digests.
struct Watched(HashMap<RowDigest, Seen>);

/// What was seen of a row.
struct Seen {
    /// How often the source and the target had it when it differed last.
    counts: (u64, u64),
    settling: Settling,
    /// Whether the side that had it more often has lost some since.
    is_lost: bool,
    differs: bool,
}

impl Watched {
    fn new(counts: &Counts) -> Self {
        let seen = |counts: (u64, u64)| Seen { counts, settling: Settling::Unchecked, is_lost: false, differs: true };
        Self(counts.iter().map(|(digest, counts)| (*digest, seen(*counts))).collect())
    }

    /// Whether it is worth while to look again.
    fn is_open(&self) -> bool {
        self.0.values().any(|it| it.differs || it.is_lost)
    }

    fn has_lost(&self) -> bool {
        self.0.values().any(|it| it.is_lost)
    }

    /// Takes in how often each row is there now: whether another one differs than those that did.
    fn look(&mut self, now: &Counts) -> bool {
        for (digest, seen) in &mut self.0 {
            seen.look(now.get(digest).copied().unwrap_or_default());
        }
        now.iter().any(|(digest, (one, other))| one != other && !self.0.contains_key(digest))
    }

    /// No row can have become another one that differs.
    fn nothing_new(&mut self) {
        self.0.values_mut().for_each(|it| it.is_lost = false);
    }

    /// What is to be told of a difference; nothing where it has vanished.
    fn outcome(&self, digest: RowDigest, difference: &Difference) -> Option<Difference> {
        let seen = self.0.get(&digest).filter(|it| it.differs || it.is_lost)?;
        let row = difference.source.as_ref().or(difference.target.as_ref())?;
        let settling = if seen.differs { seen.settling } else { Settling::Transient };
        Some(Difference { settling, ..counted(&difference.key, row, seen.counts.0, seen.counts.1) })
    }
}

impl Seen {
    fn look(&mut self, now: (u64, u64)) {
        let (more, more_now) =
            if self.counts.0 > self.counts.1 { (self.counts.0, now.0) } else { (self.counts.1, now.1) };
        self.is_lost |= more_now < more;
        let as_before = self.differs && now == self.counts && self.settling != Settling::Transient;
        self.settling = if as_before { Settling::Stable } else { Settling::Transient };
        self.differs = now.0 != now.1;
        if self.differs {
            self.counts = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a row that differs by `counts`, once it was seen with each of `looks`.
    fn after(counts: (u64, u64), looks: &[(u64, u64)], quiet: bool) -> Option<Settling> {
        let digest = RowDigest(1, 2);
        let mut watched = Watched::new(&Counts::from([(digest, counts)]));
        for now in looks {
            assert!(!watched.look(&Counts::from([(digest, *now)])));
        }
        if quiet {
            watched.nothing_new();
        }
        let row = Vec::new();
        watched.outcome(digest, &counted(&row, &row, counts.0, counts.1)).map(|it| it.settling)
    }

    #[test]
    fn a_difference_that_stays_is_stable_and_one_that_moves_is_not() {
        assert_eq!(after((1, 0), &[(1, 0), (1, 0)], false), Some(Settling::Stable));
        assert_eq!(after((3, 1), &[(3, 2), (3, 2)], false), Some(Settling::Transient));
        assert_eq!(after((1, 0), &[(1, 1), (1, 0)], false), Some(Settling::Transient), "it came back");
    }

    #[test]
    fn a_side_that_catches_up_ends_a_difference_and_one_that_loses_the_row_does_not() {
        assert_eq!(after((1, 0), &[(1, 1)], false), None);
        assert_eq!(after((1, 0), &[(0, 0)], false), Some(Settling::Transient), "it may be another row now");
        assert_eq!(after((1, 0), &[(0, 0)], true), None);
        assert_eq!(after((3, 1), &[(2, 1), (2, 2)], false), Some(Settling::Transient), "one was lost on the way");
        assert_eq!(after((0, 2), &[(2, 2)], false), None);
    }

    #[test]
    fn another_row_that_differs_is_news() {
        let mut watched = Watched::new(&Counts::from([(RowDigest(1, 2), (1, 0))]));
        assert!(!watched.look(&Counts::from([(RowDigest(3, 4), (2, 2))])));
        assert!(watched.look(&Counts::from([(RowDigest(3, 4), (2, 1))])));
    }
}
