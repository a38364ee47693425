//! Applies a repair: in transactional batches, each with its audit and its checkpoint, so that a run that was interrupted at any
//! moment goes on where it was.

mod batch;
mod books;
mod outcome;
mod sequence;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use database::{EngineKind, Session};

pub use self::outcome::{Outcome, Outcomes, RepairObserver, Repaired};

use self::batch::{Place, Worker, Written};
use self::books::Books;
use super::RepairPlan;
use super::script::settings;
use super::step::Step;
use crate::{Error, ErrorKind, Result};

/// How often what was refused is tried again, as long as some of it goes through each time.
const ROUNDS: u64 = 20;

/// Applies a repair in a session on the written side. What an interrupted run of the same repair has done is not done again; a
/// repair that was finished begins anew, which its guards make harmless.
///
/// # Errors
/// [`ErrorKind::Usage`] where the session is on another engine than the plan is for, [`ErrorKind::Unreachable`] where the connection is
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
    session.execute_all(settings(engine))?;
    session.set_lock_timeout(Duration::from_secs(5))?;
    let books = Books::open(session, engine, plan.id())
        .map_err(|error| Error::from(error).context("cannot make the checkpoint and audit tables of the workshop"))?;
    let tables = plan
        .shapes
        .iter()
        .map(|shape| Written { table: shape.table.clone(), has_more_columns: !shape.left_to_defaults().is_empty() });
    let (tables, reason) = (tables.collect(), plan.options.reason.clone());
    let worker = Worker { session, engine, books, tables, has_deferred_keys: false, reason };
    Run { worker, observer, size: plan.options.batch.max(1), of: plan.steps(), done: 0, resumed_after: 0 }.all(plan)
}

/// A run on its way.
struct Run<'a, 's> {
    worker: Worker<'s>,
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
        while outcomes.refused > 0 && round < ROUNDS {
            let refused = self.worker.books.refused(self.worker.session, round)?;
            round += 1;
            let again = self.round(plan, round, Some(&refused))?;
            outcomes.refused = 0;
            outcomes += again;
            if again.applied + again.already + again.changed == 0 {
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
        let mut steps: Vec<(u64, Step)> = Vec::new();
        plan.each_step(&mut |step| {
            let this = number;
            number += 1;
            if only.is_some_and(|it| !it.contains(&this)) {
                return Ok(ControlFlow::Continue(()));
            }
            steps.push((this, step.clone()));
            if steps.len() >= self.size {
                if batch >= done {
                    outcomes += self.batch(Place { round, batch }, &steps)?;
                }
                batch += 1;
                steps.clear();
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if !steps.is_empty() && batch >= done {
            outcomes += self.batch(Place { round, batch }, &steps)?;
        }
        Ok(outcomes)
    }

    fn batch(&mut self, place: Place, steps: &[(u64, Step)]) -> Result<Outcomes> {
        let became = self.worker.batch(place, steps)?;
        let mut outcomes = Outcomes::default();
        for ((_, step), outcome) in steps.iter().zip(&became) {
            outcomes.count(outcome);
            if let Some(written) = self.worker.tables.get(step.table) {
                self.observer.step(&written.table, step, outcome)?;
            }
        }
        self.done += steps.len() as u64;
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
