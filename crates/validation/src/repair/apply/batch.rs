//! One transaction: some steps, their audit and their checkpoint.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use database::{EngineKind, Error, ErrorKind, Result, Session, Table, Value};

use super::books::{Books, Line};
use super::outcome::{Outcome, Outcomes};
use crate::repair::plan::full_name;
use crate::repair::script::begin;
use crate::repair::sql::{self, Values, qualified};
use crate::repair::step::{Action, Cell, Copies, Part, Step};
use crate::wire::plain;

/// How often a batch is tried again after a deadlock.
const TRIES: u32 = 6;
/// How long each row is waited for once one of the batch turned out to be locked for as long as is waited at most.
const BRIEFLY: Duration = Duration::from_millis(100);

/// Where a batch belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) round: u64,
    pub(super) batch: u64,
}

/// A step with its place in the repair.
pub(super) struct Task {
    pub(super) number: u64,
    pub(super) step: Step,
    /// Whether the side that is read no longer holds what its difference says.
    pub(super) is_stale: bool,
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
    pub(super) lock_timeout: Duration,
}

/// A table that is written.
pub(super) struct Written {
    pub(super) table: Table,
    /// Whether it has columns that were not compared, so that a row has to be read before it is deleted.
    pub(super) has_more_columns: bool,
    /// The condition under which it was compared.
    pub(super) filter: Option<String>,
}

/// How carefully a batch is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    /// At a stretch.
    None,
    /// Each step behind a savepoint, so that one that is refused is left.
    Each,
    /// The same, and without waiting long for the locks of others.
    EachBriefly,
}

impl Worker<'_> {
    /// Does the steps of a batch in one transaction. Where the engine refuses one of them or somebody else has locked its row, all are done
    /// again, each behind a savepoint, so that the others are done.
    pub(super) fn batch(&mut self, place: Place, tasks: &[Task]) -> Result<Vec<Outcome>, Trouble> {
        let (mut care, mut tries) = (Care::None, 0);
        loop {
            let trouble = match self.attempt(place, tasks, care) {
                Ok(outcomes) => return Ok(outcomes),
                Err(trouble) => trouble,
            };
            // The first failure is the one worth telling; a lost connection has rolled back by itself.
            let _ = self.session.rollback();
            let Some(error) = trouble.error() else { return Err(trouble) };
            match error.kind() {
                ErrorKind::Conflict if tries + 1 < TRIES => {
                    std::thread::sleep(Duration::from_millis(50 << tries));
                    tries += 1;
                }
                ErrorKind::LockTimeout if care != Care::EachBriefly && trouble.is_of_a_row() => {
                    care = Care::EachBriefly;
                }
                _ if !self.has_deferred_keys && refuses_arbiters(error) => self.has_deferred_keys = true,
                _ if care == Care::None && concerns_a_row(error) => care = Care::Each,
                _ => return Err(trouble),
            }
        }
    }

    fn attempt(&mut self, place: Place, tasks: &[Task], care: Care) -> Result<Vec<Outcome>, Trouble> {
        self.session.execute(begin(self.engine)).map_err(|error| self.kept_out(error, tasks))?;
        if care != Care::None && self.engine == EngineKind::Postgres {
            // What is only checked at the end would fail the whole batch there.
            self.session.execute("SET CONSTRAINTS ALL IMMEDIATE")?;
        }
        self.books.claim(self.session, place.round, place.batch).map_err(taken)?;
        if care == Care::EachBriefly {
            self.wait_briefly()?;
        }
        let done = self.steps(tasks, care);
        if care == Care::EachBriefly {
            // A transaction that has failed on PostgreSQL takes no statement any more; its end takes the setting back.
            let reset = self.session.set_lock_timeout(self.lock_timeout);
            if done.is_ok() {
                reset?;
            }
        }
        let lines = done?;
        let mut counts = Outcomes::default();
        let mut audited = Vec::with_capacity(lines.len());
        for (task, (before, outcome)) in tasks.iter().zip(&lines) {
            counts.count(outcome);
            let Some(written) = self.tables.get(task.step.table) else { continue };
            let (before, outcome) = (before.clone(), outcome.clone());
            audited.push(Line { number: task.number, table: &written.table, step: &task.step, before, outcome });
        }
        self.books.audit(self.session, (place.round, place.batch), &audited, &self.reason)?;
        self.books.settle(self.session, place.round, place.batch, &counts)?;
        drop(audited);
        self.session.commit()?;
        Ok(lines.into_iter().map(|(_, outcome)| outcome).collect())
    }

    fn wait_briefly(&mut self) -> Result<()> {
        if self.engine == EngineKind::MariaDb {
            // It counts in seconds, a batch of locked rows would take minutes.
            return self.session.execute("SET SESSION lock_wait_timeout = 0, innodb_lock_wait_timeout = 0");
        }
        self.session.set_lock_timeout(self.lock_timeout.min(BRIEFLY))
    }

    /// Does the steps; gives for each what the row held before, and what became of it.
    fn steps(&mut self, tasks: &[Task], care: Care) -> Result<Vec<(Vec<Cell>, Outcome)>, Trouble> {
        let locked = self.lock_tables_without_keys(tasks, care)?;
        let mut lines = Vec::with_capacity(tasks.len());
        for Task { step, is_stale, .. } in tasks {
            let done = if *is_stale {
                Ok((step.seen.clone(), Outcome::Stale))
            } else if locked.contains(&step.table) && step.copies.is_some() {
                Ok((step.seen.clone(), Outcome::Locked))
            } else if care == Care::None {
                self.step(step)
            } else {
                self.behind_savepoint(step, |worker| worker.step(step))
            };
            lines.push(done.map_err(|error| self.at(step, error))?);
        }
        Ok(lines)
    }

    /// Copies are counted and then written, which nobody else may do in between. Gives the tables that somebody else has locked.
    fn lock_tables_without_keys(&mut self, tasks: &[Task], care: Care) -> Result<BTreeSet<usize>, Trouble> {
        let mut locked = BTreeSet::new();
        if self.engine != EngineKind::Postgres {
            return Ok(locked);
        }
        let mut asked = BTreeSet::new();
        for Task { step, .. } in tasks.iter().filter(|it| it.step.copies.is_some() && !it.is_stale) {
            let Some(written) = self.tables.get(step.table).filter(|_| asked.insert(step.table)) else { continue };
            let name = qualified(self.engine, &written.table.schema, &written.table.name);
            let lock = format!("LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE");
            let done = if care == Care::None {
                self.session.execute(&lock).map(|()| Outcome::Applied)
            } else {
                self.behind_savepoint(step, |worker| {
                    Ok((Vec::new(), worker.session.execute(&lock).map(|()| Outcome::Applied)?))
                })
                .map(|(_, outcome)| outcome)
            };
            if done.map_err(|error| self.at(step, error))? == Outcome::Locked {
                locked.insert(step.table);
            }
        }
        Ok(locked)
    }

    fn behind_savepoint(
        &mut self,
        step: &Step,
        work: impl FnOnce(&mut Self) -> Result<(Vec<Cell>, Outcome)>,
    ) -> Result<(Vec<Cell>, Outcome)> {
        self.session.execute("SAVEPOINT migration_architect_step")?;
        let outcome = match work(self) {
            Ok(done) => {
                self.session.execute("RELEASE SAVEPOINT migration_architect_step")?;
                return Ok(done);
            }
            Err(error) if error.kind() == ErrorKind::LockTimeout => Outcome::Locked,
            Err(error) if concerns_a_row(&error) => Outcome::Refused(error.to_string()),
            Err(error) => return Err(error),
        };
        self.session.execute("ROLLBACK TO SAVEPOINT migration_architect_step")?;
        Ok((step.seen.clone(), outcome))
    }

    /// Does a step; gives what the row held before.
    fn step(&mut self, step: &Step) -> Result<(Vec<Cell>, Outcome)> {
        let Some(written) = self.tables.get(step.table) else { return Ok((Vec::new(), Outcome::Already)) };
        let (table, filter) = (written.table.clone(), written.filter.clone());
        let before = match step.action {
            Action::Insert => Vec::new(),
            Action::Delete if written.has_more_columns && step.copies.is_none() => self.whole_row(&table, step)?,
            _ => step.key.iter().chain(&step.seen).cloned().collect(),
        };
        let values = if self.has_deferred_keys { Values::BoundDeferred } else { Values::Bound };
        let statement = sql::statement(self.engine, &table, step, values);
        let affected = self.session.execute_with(&statement.text, &statement.values)?;
        let outcome =
            if affected > 0 { Outcome::Applied } else { self.reason_of_nothing(&table, filter.as_deref(), step)? };
        Ok((before, outcome))
    }

    /// An error with the table, the row and the columns that it is about.
    fn at(&self, step: &Step, error: Error) -> Trouble {
        let doing = self.tables.get(step.table).map(|it| doing(&it.table, step)).unwrap_or_default();
        Trouble::Step { doing, error }
    }

    /// A transaction could not even begin, since somebody else has locked all.
    fn kept_out(&self, error: Error, tasks: &[Task]) -> Trouble {
        match tasks.first() {
            Some(task) => match self.at(&task.step, error) {
                Trouble::Step { doing, error } => Trouble::Batch { doing, error },
                other => other,
            },
            None => Trouble::Engine(error),
        }
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
    fn reason_of_nothing(&mut self, table: &Table, filter: Option<&str>, step: &Step) -> Result<Outcome> {
        let question = sql::question(self.engine, table, filter, step);
        let (mut answer, mut is_hidden) = (None, false);
        self.session.stream(&question.text, &question.values, &mut |row: &[Value]| -> Result<_> {
            if let Some(Value::Integer(found)) = row.first() {
                answer = Some(*found);
            }
            is_hidden = row.get(1) == Some(&Value::Integer(0));
            Ok(ControlFlow::Break(()))
        })?;
        Ok(explain(step, answer, is_hidden))
    }
}

fn explain(step: &Step, answer: Option<i128>, is_hidden: bool) -> Outcome {
    let changed = |text: &str| Outcome::Changed(text.to_owned());
    if let Some(copies) = step.copies {
        let there = answer.unwrap_or(0);
        return if there == i128::from(copies.wanted) { Outcome::Already } else { explain_copies(there, copies) };
    }
    match (step.action, answer) {
        (Action::Insert | Action::Update, Some(1)) | (Action::Delete, None) => Outcome::Already,
        (Action::Insert, Some(_)) if is_hidden => {
            changed("a row with this key is there, with other values: the condition of the comparison hides it")
        }
        (Action::Insert, Some(_)) => changed("a row with this key has come in the meantime, with other values"),
        (Action::Insert, None) => Outcome::Refused(
            "the engine kept the row out: another row holds one of its unique values, or a trigger left it out"
                .to_owned(),
        ),
        (Action::Update, None) if step.part == Part::Cuts => Outcome::Already,
        (Action::Update, None) if step.part == Part::Completes => {
            Outcome::Refused("its row could not be inserted, so that its references could not be set".to_owned())
        }
        (Action::Update, None) => changed("the row is gone"),
        (_, Some(_)) => changed("the row holds other values than when it was compared"),
    }
}

fn explain_copies(there: i128, copies: Copies) -> Outcome {
    if there == i128::from(copies.seen) {
        // Nothing else keeps them.
        return Outcome::Changed("what takes its place is not there, so that it was not deleted".to_owned());
    }
    Outcome::Changed(format!("the row is there {there} times, {} were seen", copies.seen))
}

/// What is being done, for an error that says nothing of it.
fn doing(table: &Table, step: &Step) -> String {
    let name = |it: &Cell| table.columns.get(it.column).map(|it| it.name.as_str());
    let key: Vec<_> = step.key.iter().map(|it| plain(&it.value)).collect();
    let columns: BTreeSet<_> = step.seen.iter().chain(&step.written).filter_map(name).collect();
    let columns: Vec<_> = columns.into_iter().collect();
    format!("{}: {} of ({}) by {}", full_name(table), step.action.as_str(), key.join(", "), columns.join(", "))
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
    /// The engine, of a step.
    Step { doing: String, error: Error },
    /// The engine, before the first of the steps.
    Batch { doing: String, error: Error },
    /// Somebody else did the same batch of the same repair at the same time.
    Taken,
}

impl Trouble {
    fn error(&self) -> Option<&Error> {
        match self {
            Self::Engine(error) | Self::Step { error, .. } | Self::Batch { error, .. } => Some(error),
            Self::Taken => None,
        }
    }

    fn is_of_a_row(&self) -> bool {
        matches!(self, Self::Step { .. })
    }
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
            Trouble::Step { doing, error } | Trouble::Batch { doing, error } => Self::from(error).context(&doing),
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
