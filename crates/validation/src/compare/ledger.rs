//! What was found so far, and who is told of it.

use crate::canonical::compare_keys;
use crate::comparison::{Comparison, Strategy};
use crate::{CompareOptions, Difference, Observer, Progress, Result, Stage};

use super::judge::Found;
use super::spool::Spool;
use super::{Job, Pace, Pair, recheck};

/// Counts what is found and tells the observer.
pub(super) struct Ledger<'a> {
    pub(super) comparison: Comparison,
    options: &'a CompareOptions,
    pub(super) observer: &'a mut dyn Observer,
    /// Differences that were handed to the observer.
    pub(super) told: u64,
    /// Differences that are read again before they count; none where none are.
    pending: Option<Spool>,
    pace: Pace,
}

impl<'a> Ledger<'a> {
    /// With `recheck`, differences wait for [`Ledger::settle`].
    pub(super) fn new(
        comparison: Comparison,
        options: &'a CompareOptions,
        observer: &'a mut dyn Observer,
        recheck: bool,
    ) -> Self {
        let pending = recheck.then(|| Spool::new(options.memory));
        let pace = Pace::new(options.rows_per_second);
        Self { comparison, options, observer, told: 0, pending, pace }
    }

    /// What was found in the rows of one key.
    pub(super) fn found(&mut self, found: Found) -> Result<()> {
        for column in found.tolerated {
            if let Some(column) = self.comparison.columns.get_mut(column) {
                column.tolerated += 1;
            }
        }
        self.comparison.repeated_keys += u64::from(found.is_repeated);
        for difference in found.differences {
            match &mut self.pending {
                Some(pending) => pending.push(difference)?,
                None => self.difference(&difference)?,
            }
        }
        Ok(())
    }

    /// Counts a difference and tells of it.
    pub(super) fn difference(&mut self, difference: &Difference) -> Result<()> {
        let rows = if difference.columns.is_empty() { difference.in_source.abs_diff(difference.in_target) } else { 1 };
        self.comparison.count(difference.kind, rows, &difference.columns, difference.settling);
        let ranges = &mut self.comparison.ranges;
        let behind = |to: &Option<Vec<_>>| to.as_ref().is_some_and(|to| compare_keys(to, &difference.key).is_le());
        let place = ranges.partition_point(|range| behind(&range.to));
        if let Some(count) = ranges.get_mut(place).and_then(|it| it.differences.get_mut(difference.kind as usize)) {
            *count += rows;
        }
        if self.options.limit.is_none_or(|limit| self.told < limit) {
            self.told += 1;
            self.observer.difference(difference)?;
        }
        Ok(())
    }

    /// Reads again what waits for it, and tells of what is left.
    pub(super) fn settle(&mut self, pair: &mut Pair<'_>, job: &Job) -> Result<()> {
        match &mut self.pending {
            Some(pending) if !pending.is_empty() => {
                let waiting = std::mem::replace(pending, Spool::new(self.options.memory));
                recheck::run(pair, job, self, waiting)
            }
            _ => Ok(()),
        }
    }

    /// Before a statement: waits as long as the observer says so.
    pub(super) fn wait(&mut self) -> Result<()> {
        self.pace.wait(&mut || self.observer.must_wait())
    }

    /// So many rows of one side were read: waits where that was too fast, or where the observer says so.
    pub(super) fn read(&mut self, rows: u64) -> Result<()> {
        self.pace.read(rows, &mut || self.observer.must_wait())
    }

    /// How many rows may be read ahead.
    pub(super) fn at_once(&self, most: usize) -> usize {
        self.pace.at_once(most)
    }

    pub(super) fn progress(&mut self, stage: Stage, done: u64, of: Option<u64>) {
        let waiting = self.pending.as_ref().map_or(0, Spool::len);
        let differences = self.comparison.differences() + waiting;
        self.observer.progress(&Progress { stage, done, of, differences });
    }

    /// Another way was taken than the one foreseen.
    pub(super) fn took(&mut self, strategy: Strategy, reason: impl Into<String>) {
        self.comparison.strategy = strategy;
        self.comparison.reason = reason.into();
    }

    pub(super) fn options(&self) -> &'a CompareOptions {
        self.options
    }

    pub(super) fn finish(self) -> Comparison {
        self.comparison
    }
}
