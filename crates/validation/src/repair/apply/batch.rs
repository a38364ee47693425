//! One transaction: some steps, their audit and their checkpoint.

use std::ops::ControlFlow;
use std::time::Duration;

use database::{EngineKind, Error, ErrorKind, Result, Session, Table, Value};

use super::books::{Books, Line};
use super::outcome::{Outcome, Outcomes};
use crate::repair::script::begin;
use crate::repair::sql::{self, Values, qualified};
use crate::repair::step::{Action, Cell, Step};

/// How often a batch is tried again after a deadlock or a lock that was not granted.
const TRIES: u32 = 6;

/// Where a batch belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) round: u64,
    pub(super) batch: u64,
}

/// Does batches in a session.
pub(super) struct Worker<'a> {
    pub(super) session: &'a mut Session,
    pub(super) engine: EngineKind,
    pub(super) books: Books,
    pub(super) tables: Vec<Written>,
    /// Whether a table turned out to have a key that is checked at the end of the transaction.
    pub(super) has_deferred_keys: bool,
    pub(super) reason: String,
}

/// A table that is written.
pub(super) struct Written {
    pub(super) table: Table,
    /// Whether it has columns that were not compared, so that a row has to be read before it is deleted.
    pub(super) has_more_columns: bool,
}

impl Worker<'_> {
    /// Does the steps of a batch in one transaction. Where the engine refuses one of them, all are done again, each behind a
    /// savepoint, so that the others are done.
    pub(super) fn batch(&mut self, place: Place, steps: &[(u64, Step)]) -> Result<Vec<Outcome>, Trouble> {
        let (mut careful, mut tries) = (false, 0);
        loop {
            let trouble = match self.attempt(place, steps, careful) {
                Ok(outcomes) => return Ok(outcomes),
                Err(trouble) => trouble,
            };
            // The first failure is the one worth telling; a lost connection has rolled back by itself.
            let _ = self.session.rollback();
            let Trouble::Engine(error) = trouble else { return Err(trouble) };
            match error.kind() {
                ErrorKind::LockTimeout | ErrorKind::Conflict if tries + 1 < TRIES => {
                    std::thread::sleep(Duration::from_millis(50 << tries));
                    tries += 1;
                }
                _ if !self.has_deferred_keys && refuses_arbiters(&error) => self.has_deferred_keys = true,
                _ if !careful && concerns_a_row(&error) => careful = true,
                _ => return Err(Trouble::Engine(error)),
            }
        }
    }

    fn attempt(&mut self, place: Place, steps: &[(u64, Step)], careful: bool) -> Result<Vec<Outcome>, Trouble> {
        self.session.execute(begin(self.engine))?;
        if careful && self.engine == EngineKind::Postgres {
            // What is only checked at the end would fail the whole batch there.
            self.session.execute("SET CONSTRAINTS ALL IMMEDIATE")?;
        }
        self.books.claim(self.session, place.round, place.batch).map_err(taken)?;
        self.lock_tables_without_keys(steps)?;
        let mut lines = Vec::with_capacity(steps.len());
        let mut counts = Outcomes::default();
        for (number, step) in steps {
            let Some(Written { table, has_more_columns }) = self.tables.get(step.table) else { continue };
            let (table, has_more_columns) = (table.clone(), *has_more_columns);
            let (before, outcome) = if careful {
                self.behind_savepoint(&table, step, has_more_columns)?
            } else {
                self.step(&table, step, has_more_columns)?
            };
            counts.count(&outcome);
            lines.push((*number, step, before, outcome));
        }
        let mut audited = Vec::with_capacity(lines.len());
        for (number, step, before, outcome) in &lines {
            let Some(written) = self.tables.get(step.table) else { continue };
            let (before, outcome) = (before.clone(), outcome.clone());
            audited.push(Line { number: *number, table: &written.table, step, before, outcome });
        }
        self.books.audit(self.session, (place.round, place.batch), &audited, &self.reason)?;
        self.books.settle(self.session, place.round, place.batch, &counts)?;
        drop(audited);
        self.session.commit()?;
        Ok(lines.into_iter().map(|(.., outcome)| outcome).collect())
    }

    /// Copies are counted and then written, which nobody else may do in between.
    fn lock_tables_without_keys(&mut self, steps: &[(u64, Step)]) -> Result<()> {
        if self.engine != EngineKind::Postgres {
            return Ok(());
        }
        let mut locked = Vec::new();
        for (_, step) in steps.iter().filter(|(_, step)| step.copies.is_some()) {
            if locked.contains(&step.table) {
                continue;
            }
            locked.push(step.table);
            if let Some(written) = self.tables.get(step.table) {
                let name = qualified(self.engine, &written.table.schema, &written.table.name);
                self.session.execute(&format!("LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))?;
            }
        }
        Ok(())
    }

    fn behind_savepoint(&mut self, table: &Table, step: &Step, more: bool) -> Result<(Vec<Cell>, Outcome)> {
        self.session.execute("SAVEPOINT migration_architect_step")?;
        match self.step(table, step, more) {
            Ok(done) => {
                self.session.execute("RELEASE SAVEPOINT migration_architect_step")?;
                Ok(done)
            }
            Err(error) if concerns_a_row(&error) => {
                self.session.execute("ROLLBACK TO SAVEPOINT migration_architect_step")?;
                Ok((step.seen.clone(), Outcome::Refused(error.to_string())))
            }
            Err(error) => Err(error),
        }
    }

    /// Does a step; gives what the row held before.
    fn step(&mut self, table: &Table, step: &Step, more: bool) -> Result<(Vec<Cell>, Outcome)> {
        let before = match step.action {
            Action::Insert => Vec::new(),
            Action::Delete if more && step.copies.is_none() => self.whole_row(table, step)?,
            _ => step.key.iter().chain(&step.seen).cloned().collect(),
        };
        let values = if self.has_deferred_keys { Values::BoundDeferred } else { Values::Bound };
        let statement = sql::statement(self.engine, table, step, values);
        let affected = self.session.execute_with(&statement.text, &statement.values)?;
        let outcome = if affected > 0 { Outcome::Applied } else { self.reason_of_nothing(table, step)? };
        Ok((before, outcome))
    }

    fn whole_row(&mut self, table: &Table, step: &Step) -> Result<Vec<Cell>> {
        let query = sql::whole_row(self.engine, table, &step.key);
        let mut row = Vec::new();
        self.session.stream(&query.text, &query.values, &mut |values: &[Value]| -> Result<_> {
            row = values.iter().enumerate().map(|(column, value)| Cell::new(column, value.clone())).collect();
            Ok(ControlFlow::Break(()))
        })?;
        Ok(row)
    }

    /// Why a step changed nothing.
    fn reason_of_nothing(&mut self, table: &Table, step: &Step) -> Result<Outcome> {
        let question = sql::question(self.engine, table, step);
        let mut answer = None;
        self.session.stream(&question.text, &question.values, &mut |row: &[Value]| -> Result<_> {
            if let Some(Value::Integer(found)) = row.first() {
                answer = Some(*found);
            }
            Ok(ControlFlow::Break(()))
        })?;
        Ok(explain(step, answer))
    }
}

fn explain(step: &Step, answer: Option<i128>) -> Outcome {
    let changed = |text: &str| Outcome::Changed(text.to_owned());
    if let Some(copies) = step.copies {
        let there = answer.unwrap_or(0);
        return if there == i128::from(copies.wanted) {
            Outcome::Already
        } else {
            Outcome::Changed(format!("the row is there {there} times, {} were seen", copies.seen))
        };
    }
    match (step.action, answer) {
        (Action::Insert | Action::Update, Some(1)) | (Action::Delete, None) => Outcome::Already,
        (Action::Insert, Some(_)) => changed("a row with this key has come in the meantime, with other values"),
        (Action::Insert, None) => Outcome::Refused(
            "the engine kept the row out: another row holds one of its unique values, or a trigger left it out"
                .to_owned(),
        ),
        (Action::Update, None) => changed("the row is gone"),
        (_, Some(_)) => changed("the row holds other values than when it was compared"),
    }
}

/// Whether an error is that of a row's values rather than of the whole repair.
fn concerns_a_row(error: &Error) -> bool {
    let code = error.code().unwrap_or_default();
    match error.kind() {
        ErrorKind::ConstraintViolation | ErrorKind::InvalidValue => true,
        // Raised by a trigger or a function, or a view's check option.
        ErrorKind::Other => ["P0", "44", "45", "22", "23", "38", "39"].iter().any(|class| code.starts_with(class)),
        _ => false,
    }
}

/// `ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters`.
fn refuses_arbiters(error: &Error) -> bool {
    error.code() == Some("55000") && error.message().contains("ON CONFLICT")
}

/// Why a batch was not done.
pub(super) enum Trouble {
    /// The engine.
    Engine(Error),
    /// Somebody else did the same batch of the same repair at the same time.
    Taken,
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<Trouble> for crate::Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Engine(error) => error.into(),
            Trouble::Taken => Self::new(
                crate::ErrorKind::Interrupted,
                "this repair is being applied by another process at the same time; it goes on there, nothing was done twice",
            ),
        }
    }
}

fn taken(error: Error) -> Trouble {
    if error.kind() == ErrorKind::ConstraintViolation { Trouble::Taken } else { Trouble::Engine(error) }
}
