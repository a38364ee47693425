//! Shows how far a repair is, keeps what was not done, and ends it when a signal asks for that.

use database::Table;
use validation::repair::{Action, Cell, MOST_LISTED, NotDone, Outcome, Part, RepairObserver, Step};
use validation::{Error, ErrorKind, Result};

use crate::interrupt::Interrupt;
use crate::progress::Bar;

pub(super) struct Watcher {
    bar: Bar,
    interrupt: Interrupt,
    not_done: Vec<(Identity, NotDone)>,
}

impl Watcher {
    pub(super) fn new(interrupt: Interrupt) -> Self {
        Self { bar: Bar::new(), interrupt, not_done: Vec::new() }
    }

    /// The steps that were not done.
    pub(super) fn finish(self) -> Vec<NotDone> {
        self.bar.finish();
        self.not_done.into_iter().map(|(_, it)| it).collect()
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
        // What is tried again stands for the same step.
        let this = Identity::of(table, step);
        if let Some(place) = self.not_done.iter().position(|(it, _)| *it == this) {
            self.not_done.remove(place);
        }
        if let Some(not_done) = NotDone::new(table, step, outcome).filter(|_| self.not_done.len() < MOST_LISTED) {
            self.not_done.push((this, not_done));
        }
        Ok(())
    }
}

/// What tells a step from the others.
#[derive(Debug, PartialEq)]
struct Identity(String, Action, Part, Vec<Cell>, Vec<Cell>);

impl Identity {
    fn of(table: &Table, step: &Step) -> Self {
        let name = format!("{}.{}", table.schema, table.name);
        Self(name, step.action, step.part, step.key.clone(), step.seen.clone())
    }
}
