//! Shows how far a repair is, keeps what was not done, and ends it when a signal asks for that.

use database::Table;
use validation::repair::{MOST_LISTED, NotDone, Outcome, RepairObserver, Step};
use validation::{Error, ErrorKind, Result};

use crate::interrupt::Interrupt;
use crate::progress::Bar;

pub(super) struct Watcher {
    bar: Bar,
    interrupt: Interrupt,
    not_done: Vec<NotDone>,
}

impl Watcher {
    pub(super) fn new(interrupt: Interrupt) -> Self {
        Self { bar: Bar::new(), interrupt, not_done: Vec::new() }
    }

    /// The steps that were not done.
    pub(super) fn finish(self) -> Vec<NotDone> {
        self.bar.finish();
        self.not_done
    }
}

impl RepairObserver for Watcher {
    fn progress(&mut self, done: u64, of: u64) {
        self.bar.mended(done, of);
    }

    fn step(&mut self, table: &Table, step: &Step, outcome: &Outcome) -> Result<()> {
        if self.interrupt.asked() {
            return Err(Error::new(ErrorKind::Interrupted, "interrupted between two transactions"));
        }
        if let Some(not_done) = NotDone::new(table, step, outcome) {
            // What was refused and is tried again stands for the same row.
            self.not_done.retain(|it| it.key != not_done.key || it.table != not_done.table);
            if self.not_done.len() < MOST_LISTED {
                self.not_done.push(not_done);
            }
        } else if !self.not_done.is_empty() {
            let cells = if step.key.is_empty() { &step.seen } else { &step.key };
            let key: Vec<_> = cells.iter().map(|it| validation::wire::plain(&it.value)).collect();
            self.not_done.retain(|it| it.key != key);
        }
        Ok(())
    }
}
