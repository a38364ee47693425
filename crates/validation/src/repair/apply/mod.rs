//! Applies a repair: in transactional batches, each with its audit and its checkpoint, so that a run that was interrupted at any
//! moment goes on where it was.

mod batch;
mod books;
mod outcome;
mod sequence;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use database::{EngineKind, Session};

pub(super) use self::outcome::STALE;
pub use self::outcome::{Outcome, Outcomes, RepairObserver, Repaired};

use self::batch::{Place, Task, Worker, Written};
use self::books::Books;
use super::RepairPlan;
use super::effects::without_transactions;
use super::read_side::ReadSides;
use super::script::settings;
use super::step::Step;
use crate::{Error, ErrorKind, Result};

/// How often what was refused is tried again, as long as some of it goes through each time.
const ROUNDS: u64 = 20;

/// Applies a repair in a session on the written side. What an interrupted run of the same repair has done is not done again; a
/// repair that was finished begins anew, which its guards make harmless.
///
/// # Errors
/// [`ErrorKind::Usage`] where the session is on another engine than the plan is for or a table has no transactions and that was not allowed, [`ErrorKind::Unreachable`] where the connection is
/// lost, [`ErrorKind::Interrupted`] where somebody else applies the same repair; what the engine refuses as a whole. What was committed
/// stays, and the next run goes on behind it.
pub fn apply(session: &mut Session, plan: &mut RepairPlan<'_>, observer: &mut dyn RepairObserver) -> Result<Repaired> {
    let engine = plan.engine;
    if session.kind() != engine {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("the repair was planned for {engine}, the session is on {}", session.kind()),
        ));
    }
    let kept = without_transactions(session, plan.tables())?;
    if !kept.is_empty() && !plan.options.without_transactions {
        return Err(Error::new(
            ErrorKind::Usage,
            format!(
                "{} has no transactions: a repair that is interrupted there is neither undone nor noted, so it has to be asked for \
                 (without transactions)",
                kept.join(", ")
            ),
        ));
    }
    session.execute_all(settings(engine))?;
    session.set_lock_timeout(plan.options.lock_timeout)?;
    let books = Books::open(session, engine, plan.id())
        .map_err(|error| Error::from(error).context("cannot make the checkpoint and audit tables of the workshop"))?;
    let tables = plan.shapes.iter().map(|shape| Written {
        table: shape.table.clone(),
        has_more_columns: !shape.left_to_defaults().is_empty(),
        filter: shape.filter.clone(),
    });
    let (tables, reason, lock_timeout) = (tables.collect(), plan.options.reason.clone(), plan.options.lock_timeout);
    let worker = Worker { session, engine, books, tables, has_deferred_keys: false, reason, lock_timeout };
    let read = std::mem::take(&mut plan.read);
    let (size, of) = (plan.options.batch.max(1), plan.steps());
    Run { worker, read, observer, size, of, done: 0, resumed_after: 0 }.all(plan)
}

/// A run on its way.
struct Run<'a, 's> {
    worker: Worker<'s>,
    read: ReadSides,
    observer: &'a mut dyn RepairObserver,
    size: usize,
    of: u64,
    done: u64,
    resumed_after: u64,
}

impl Run<'_, '_> {
    fn all(mut self, plan: &mut RepairPlan<'_>) -> Result<Repaired> {
        let mut outcomes = self.round(plan, 0, None)?;
        let mut round = 0;
        while outcomes.refused + outcomes.locked > 0 && round < ROUNDS {
            let left = self.worker.books.to_try_again(self.worker.session, round)?;
            round += 1;
            let again = self.round(plan, round, Some(&left))?;
            (outcomes.refused, outcomes.locked) = (0, 0);
            outcomes += again;
            if again.steps() == again.refused + again.locked {
                break;
            }
        }
        let notes = self.sequences(plan);
        self.worker.books.finish(self.worker.session, round)?;
        let Books { run, attempt, .. } = self.worker.books;
        Ok(Repaired { run, attempt, resumed_after: self.resumed_after, outcomes, notes })
    }

    /// Goes through the steps once, or through those named; batches that are done are passed over.
    fn round(&mut self, plan: &mut RepairPlan<'_>, round: u64, only: Option<&BTreeSet<u64>>) -> Result<Outcomes> {
        let (done, mut outcomes) = self.worker.books.done(self.worker.session, round)?;
        self.resumed_after += outcomes.steps();
        self.done += outcomes.steps();
        let (mut number, mut batch) = (0, 0);
        let at_once = self.read.at_once(self.size);
        let mut steps: Vec<(u64, Step)> = Vec::new();
        plan.each_step(&mut |step| {
            let this = number;
            number += 1;
            if only.is_none_or(|it| it.contains(&this)) {
                steps.push((this, step.clone()));
            }
            if steps.len() >= at_once {
                outcomes += self.batches(round, &mut batch, done, std::mem::take(&mut steps))?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        outcomes += self.batches(round, &mut batch, done, steps)?;
        Ok(outcomes)
    }

    /// Looks at the side that is read and does the batches of these steps, but those that are done.
    fn batches(&mut self, round: u64, batch: &mut u64, done: u64, mut steps: Vec<(u64, Step)>) -> Result<Outcomes> {
        let mut outcomes = Outcomes::default();
        while *batch < done && !steps.is_empty() {
            steps.drain(..self.size.min(steps.len()));
            *batch += 1;
        }
        let stale = self.read.stale(steps.iter().map(|(_, step)| step))?;
        let tasks = steps.into_iter().zip(stale).map(|((number, step), is_stale)| Task { number, step, is_stale });
        let tasks: Vec<_> = tasks.collect();
        for tasks in tasks.chunks(self.size) {
            self.read.are_unchanged()?;
            outcomes += self.batch(Place { round, batch: *batch }, tasks)?;
            *batch += 1;
        }
        Ok(outcomes)
    }

    fn batch(&mut self, place: Place, tasks: &[Task]) -> Result<Outcomes> {
        let became = self.worker.batch(place, tasks)?;
        let mut outcomes = Outcomes::default();
        for (Task { step, .. }, outcome) in tasks.iter().zip(&became) {
            outcomes.count(outcome);
            if let Some(written) = self.worker.tables.get(step.table) {
                self.observer.step(&written.table, step, outcome)?;
            }
        }
        self.done += tasks.len() as u64;
        self.observer.progress(self.done, self.of.max(self.done));
        Ok(outcomes)
    }

    /// A sequence that cannot be set is said; the rows are as they should be.
    fn sequences(&mut self, plan: &RepairPlan<'_>) -> Vec<String> {
        if self.worker.engine != EngineKind::Postgres {
            return Vec::new();
        }
        let mut notes = Vec::new();
        for (table, column, sequence) in plan.sequences() {
            match sequence::advance(self.worker.session, table, column, sequence) {
                Ok(note) => notes.extend(note),
                Err(error) => notes.push(format!("the sequence {sequence} could not be set: {error}")),
            }
        }
        notes
    }
}
