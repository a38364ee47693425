//! What became of steps.

use database::Table;

use crate::Result;
use crate::repair::Step;

/// What is said of a step whose difference no longer holds on the side that is read.
pub(in crate::repair) const STALE: &str = "the side that is read changed meanwhile: compare again";

/// What became of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Applied,
    /// The row was as the step would have it.
    Already,
    /// The row is not as it was seen, so nothing was changed: what there is instead.
    Changed(String),
    /// The engine refused it: its message. It was tried again after the others.
    Refused(String),
    /// The side that is read no longer holds what the difference says, so nothing was changed.
    Stale,
    /// Somebody else has locked the row, or what it refers to. It was tried again after the others.
    Locked,
}

impl Outcome {
    /// The word in every output and in the audit.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Already => "already",
            Self::Changed(_) => "changed",
            Self::Refused(_) => "refused",
            Self::Stale => "stale",
            Self::Locked => "locked",
        }
    }

    /// What is said about it.
    pub fn note(&self) -> Option<&str> {
        match self {
            Self::Applied | Self::Already => None,
            Self::Changed(note) | Self::Refused(note) => Some(note),
            Self::Stale => Some(STALE),
            Self::Locked => Some("locked by somebody else"),
        }
    }
}

/// How many steps had which outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// Done.
    pub applied: u64,
    /// As they should be before.
    pub already: u64,
    /// Not done, since the row has changed.
    pub changed: u64,
    /// Refused by the engine.
    pub refused: u64,
    /// Not done, since the side that is read has changed.
    pub stale: u64,
    /// Not done, since somebody else has locked the row.
    pub locked: u64,
}

impl Outcomes {
    pub(super) fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Applied => self.applied += 1,
            Outcome::Already => self.already += 1,
            Outcome::Changed(_) => self.changed += 1,
            Outcome::Refused(_) => self.refused += 1,
            Outcome::Stale => self.stale += 1,
            Outcome::Locked => self.locked += 1,
        }
    }

    pub(super) fn steps(&self) -> u64 {
        self.applied + self.already + self.not_done()
    }

    /// The steps after which a row is not as it should be.
    pub fn not_done(&self) -> u64 {
        self.changed + self.refused + self.stale + self.locked
    }
}

impl std::ops::AddAssign for Outcomes {
    fn add_assign(&mut self, other: Self) {
        self.applied += other.applied;
        self.already += other.already;
        self.changed += other.changed;
        self.refused += other.refused;
        self.stale += other.stale;
        self.locked += other.locked;
    }
}

/// What a repair has done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repaired {
    /// Under which name it stands in the checkpoint and audit tables.
    pub run: String,
    /// Which time it is that this repair is applied, from 1: one that was finished begins anew.
    pub attempt: u64,
    /// Steps that an interrupted run had done before.
    pub resumed_after: u64,
    /// What became of the steps, those of the interrupted run among them; of a step tried again, what became of it in the end.
    pub outcomes: Outcomes,
    /// What was done about sequences, and what else there is to know.
    pub notes: Vec<String>,
}

/// Is told what a repair does.
pub trait RepairObserver {
    /// How many of the steps are done.
    fn progress(&mut self, done: u64, of: u64) {
        let _ = (done, of);
    }

    /// A step whose transaction is committed, and what became of it. One that is refused comes again when it is tried again.
    ///
    /// # Errors
    /// Whatever is returned ends the repair, which can be resumed.
    fn step(&mut self, table: &Table, step: &Step, outcome: &Outcome) -> Result<()> {
        let _ = (table, step, outcome);
        Ok(())
    }
}

impl RepairObserver for () {}
