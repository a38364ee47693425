//! What was found so far, and who is told of it.

use crate::comparison::{Comparison, Strategy};
use crate::{CompareOptions, Difference, Observer, Progress, Result, Stage};

use super::judge::Found;

/// Counts what is found and tells the observer.
pub(super) struct Ledger<'a> {
    pub(super) comparison: Comparison,
    options: &'a CompareOptions,
    pub(super) observer: &'a mut dyn Observer,
    told: u64,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(comparison: Comparison, options: &'a CompareOptions, observer: &'a mut dyn Observer) -> Self {
        Self { comparison, options, observer, told: 0 }
    }

    /// What was found in the rows of one key.
    pub(super) fn found(&mut self, found: Found) -> Result<()> {
        for column in found.tolerated {
            if let Some(column) = self.comparison.columns.get_mut(column) {
                column.tolerated += 1;
            }
        }
        self.comparison.repeated_keys += u64::from(found.is_repeated);
        found.differences.into_iter().try_for_each(|difference| self.difference(&difference))
    }

    pub(super) fn difference(&mut self, difference: &Difference) -> Result<()> {
        let rows = match difference.columns.is_empty() {
            true => difference.in_source.abs_diff(difference.in_target),
            false => 1,
        };
        self.comparison.count(difference.kind, rows, &difference.columns, difference.settling);
        if self.options.limit.is_none_or(|limit| self.told < limit) {
            self.told += 1;
            self.observer.difference(difference)?;
        }
        Ok(())
    }

    pub(super) fn progress(&mut self, stage: Stage, done: u64, of: Option<u64>) {
        let differences = self.comparison.differences();
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
