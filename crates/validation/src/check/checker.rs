//! Runs checks: each in a snapshot of its own that only reads, both sides at once.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use database::{Interrupt, Session};

use super::brake::{Brake, Held};
use super::connect::{AddressBook, Sessions};
use super::file::{Check, Checks, Defaults, OneSide, Throttle, TwoSides, What};
use super::groups::Tally;
use super::report::{CheckOutcome, CheckReport, CheckStatus, Measured};
use super::{aggregate, catalogues, checksum, count, derived, near, query, reference, table};
use crate::rows::{FilePlace, Place};
use crate::{Comparison, Difference, EngineOptions, Error, ErrorKind, Progress, Result, Side};

/// How many examples of differences a report holds, per check, where nothing is said.
const EXAMPLES: usize = 10;

/// Runs the checks of a file. Connections are opened when they are first needed and stay open.
#[derive(Debug)]
pub struct Checker {
    file: String,
    checks: Vec<Check>,
    defaults: Defaults,
    throttle: Throttle,
    brake: Brake,
    book: AddressBook,
    source: Sessions,
    target: Sessions,
    compared: Vec<Compared>,
}

/// A table that was compared row by row for a check.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Compared {
    /// The name of the check.
    pub check: String,
    /// What was found.
    pub comparison: Comparison,
    /// The first rows that differ, as many as there are examples in the report.
    pub differences: Vec<Difference>,
}

impl Compared {
    /// What was found where no check was asked.
    pub fn new(check: impl Into<String>, comparison: Comparison, differences: Vec<Difference>) -> Self {
        Self { check: check.into(), comparison, differences }
    }
}

/// How far the checks are.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum CheckEvent<'c> {
    /// The `nth` check, from 1, begins.
    Begins {
        /// Its place among all, from 1.
        nth: usize,
        /// How many there are.
        of: usize,
        /// Its name.
        name: &'c str,
    },
    /// Rows are read.
    Rows {
        /// The name of the check.
        name: &'c str,
        /// How far it is.
        progress: &'c Progress,
    },
    /// A check is done.
    Done(&'c CheckOutcome),
}

impl Checker {
    /// For the checks of the file called `file`; relative paths in it start at `folder`. Nothing is opened yet.
    pub fn new(checks: Checks, file: &str, folder: &Path) -> Self {
        Self {
            file: file.to_owned(),
            book: AddressBook::new(checks.connections, folder, &checks.throttle),
            checks: checks.checks,
            brake: Brake::new(&checks.throttle),
            defaults: checks.defaults,
            throttle: checks.throttle,
            source: Sessions::default(),
            target: Sessions::default(),
            compared: Vec::new(),
        }
    }

    /// The checks end when `interrupt` is asked for that, with the error of the one that was on its way; those behind it are not in the
    /// report.
    #[must_use]
    pub fn interrupted_by(mut self, interrupt: &Interrupt) -> Self {
        self.book.interrupted_by(interrupt);
        self
    }

    /// Tells `tell` why nothing is read, once each time that a bound of the throttle makes checks wait.
    #[must_use]
    pub fn telling(mut self, tell: impl FnMut(&str) + Send + 'static) -> Self {
        self.brake.tell(Arc::new(Mutex::new(tell)));
        self
    }

    /// The names of the checks, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.checks.iter().map(|it| it.name.as_str())
    }

    /// That the file has a check of this name.
    ///
    /// # Errors
    /// [`Usage`](ErrorKind::Usage) where it has none, with the names that are near and where they stand.
    pub fn has(&self, name: &str) -> Result<()> {
        if self.names().any(|it| it == name) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Usage, near::unknown(name, &self.file, &self.checks)))
    }

    /// The tables that were compared row by row when the checks were run last.
    pub fn compared(&self) -> &[Compared] {
        &self.compared
    }

    /// Runs all checks. One that cannot be told does not keep the others from running.
    pub fn run(&mut self, observer: &mut dyn FnMut(CheckEvent<'_>)) -> CheckReport {
        let all: Vec<usize> = (0..self.checks.len()).collect();
        self.run_those(&all, observer)
    }

    /// Runs the checks of these names, in the order of the file.
    ///
    /// # Errors
    /// Where there is none of a name, with those that are near.
    pub fn run_named(&mut self, names: &[String], observer: &mut dyn FnMut(CheckEvent<'_>)) -> Result<CheckReport> {
        names.iter().try_for_each(|name| self.has(name))?;
        let wanted = self.checks.iter().enumerate().filter(|(_, it)| names.contains(&it.name));
        let wanted: Vec<usize> = wanted.map(|(at, _)| at).collect();
        Ok(self.run_those(&wanted, observer))
    }

    fn run_those(&mut self, wanted: &[usize], observer: &mut dyn FnMut(CheckEvent<'_>)) -> CheckReport {
        let mut outcomes = Vec::new();
        self.compared.clear();
        for (nth, at) in wanted.iter().enumerate() {
            let Some(check) = self.checks.get(*at).cloned() else { continue };
            if self.book.interrupt().asked() {
                break;
            }
            observer(CheckEvent::Begins { nth: nth + 1, of: wanted.len(), name: &check.name });
            let outcome = self.check(&check, observer);
            observer(CheckEvent::Done(&outcome));
            outcomes.push(outcome);
        }
        CheckReport::of(&self.file, outcomes)
    }

    fn check(&mut self, check: &Check, observer: &mut dyn FnMut(CheckEvent<'_>)) -> CheckOutcome {
        let begun = Instant::now();
        let mut pair = Pair {
            examples: self.defaults.examples.unwrap_or(EXAMPLES),
            defaults: &self.defaults,
            throttle: &self.throttle,
            brake: &self.brake,
            book: &self.book,
            source: &mut self.source,
            target: &mut self.target,
            labels: (None, None),
        };
        let free = self.brake.begin(&self.book);
        let answer = free.and_then(|()| match &check.what {
            What::Count(it) => count::run(it, &mut pair),
            What::Aggregate(it) => aggregate::run(it, &mut pair),
            What::Query(it) => query::run(it, &mut pair),
            What::Reference(it) => reference::run(it, &mut pair),
            What::Derived(it) => derived::run(it, &mut pair),
            What::Schema(it) => catalogues::run(it, &mut pair),
            What::Checksum(it) => checksum::run(it, &mut pair),
            What::Table(it) => {
                table::run(it, &mut pair, &mut |progress| observer(CheckEvent::Rows { name: &check.name, progress }))
            }
        });
        let (source, target) = std::mem::take(&mut pair.labels);
        if answer.is_ok() {
            self.source.rest();
            self.target.rest();
        } else {
            self.source.close();
            self.target.close();
        }
        let mut answer = answer.unwrap_or_else(|error| Answer {
            says: error.to_string(),
            status: CheckStatus::Error,
            ..Answer::default()
        });
        if let Some((comparison, differences)) = answer.compared.take() {
            self.compared.push(Compared { check: check.name.clone(), comparison, differences });
        }
        let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        answer.outcome(check, (source, target), milliseconds)
    }
}

/// The report on one comparison, as if it were the only check of a file; `names` are those of the fields compared.
pub fn report_on(name: &str, comparison: &Comparison, differences: &[Difference], names: &[String]) -> CheckReport {
    let answer = table::answer(comparison, differences, names);
    let check = Check::new(name, What::Table(Box::default()));
    let labels = (Some(comparison.source.label.clone()), Some(comparison.target.label.clone()));
    CheckReport::of(name, vec![answer.outcome(&check, labels, 0)])
}

/// What a check found.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: CheckStatus,
    pub(crate) says: String,
    pub(crate) measured: Vec<Measured>,
    pub(crate) failing: u64,
    pub(crate) measurements: u64,
    pub(crate) notes: Vec<String>,
    /// What was found where rows were compared one by one, with examples.
    pub(crate) compared: Option<(Comparison, Vec<Difference>)>,
}

impl Default for Answer {
    fn default() -> Self {
        let (says, measured, notes) = (String::new(), Vec::new(), Vec::new());
        Self { status: CheckStatus::Passed, says, measured, failing: 0, measurements: 0, notes, compared: None }
    }
}

impl Answer {
    fn outcome(self, check: &Check, (source, target): Labels, milliseconds: u64) -> CheckOutcome {
        CheckOutcome {
            name: check.name.clone(),
            kind: check.what.as_str().to_owned(),
            line: check.line,
            status: self.status,
            says: self.says,
            source,
            target,
            milliseconds,
            measured: self.measured,
            failing: self.failing,
            measurements: self.measurements,
            notes: self.notes,
        }
    }

    /// Failed where a measurement does not hold.
    pub(crate) fn measured(says: String, tally: Tally) -> Self {
        let tally = tally.finished();
        let status = if tally.failing == 0 { CheckStatus::Passed } else { CheckStatus::Failed };
        let (failing, measurements) = (tally.failing, tally.measurements);
        Self { status, says, measured: tally.measured, failing, measurements, notes: Vec::new(), compared: None }
    }

    /// What was found lies within a threshold.
    pub(crate) fn allowed(&mut self, why: &str) {
        self.status = CheckStatus::Passed;
        self.says = format!("{}; {why}", self.says);
    }
}

/// Both sides of the check at hand.
pub(crate) struct Pair<'c> {
    pub(crate) examples: usize,
    defaults: &'c Defaults,
    throttle: &'c Throttle,
    brake: &'c Brake,
    book: &'c AddressBook,
    source: &'c mut Sessions,
    target: &'c mut Sessions,
    /// What both sides are called in the report.
    labels: Labels,
}

/// What the source and the target are called.
type Labels = (Option<String>, Option<String>);

/// What is asked of a side.
type Ask<'a, T> = &'a (dyn Fn(&mut Held<'_>, &OneSide<'_>) -> Result<T> + Sync);

impl Pair<'_> {
    /// Asks both sides at once.
    pub(crate) fn both<T: Send>(
        &mut self,
        sides: &TwoSides<'_>,
        of_source: Ask<'_, T>,
        of_target: Ask<'_, T>,
    ) -> Result<(T, T)> {
        let no_file = |side: &OneSide<'_>| match side.file {
            Some(file) => {
                let message = format!("{file}: of files only rows are compared (`table`, `checksum`) and counted");
                Err(Error::new(ErrorKind::Usage, message))
            }
            None => Ok(()),
        };
        no_file(&sides.source)?;
        no_file(&sides.target)?;
        let (one, other) = (self.name(true, sides.source.connection)?, self.name(false, sides.target.connection)?);
        let (book, brake) = (self.book, self.brake);
        let (source, target) = (&mut *self.source, &mut *self.target);
        let label = |session: &Session, side: &OneSide<'_>| match side.table {
            Some(table) => format!("{}/{table}", session.url()),
            None => session.url().to_string(),
        };
        let mut ask_source = || -> Result<(T, String)> {
            let session = source.get(book, &one)?;
            let label = label(session, &sides.source);
            Ok((of_source(&mut Held::new(session, brake), &sides.source).map_err(|it| it.context(&label))?, label))
        };
        let ask_target = || -> Result<(T, String)> {
            let session = target.get(book, &other)?;
            let label = label(session, &sides.target);
            Ok((of_target(&mut Held::new(session, brake), &sides.target).map_err(|it| it.context(&label))?, label))
        };
        let (one, other) = std::thread::scope(|scope| {
            let other = scope.spawn(ask_target);
            let one = ask_source();
            let died = || Err(Error::new(ErrorKind::Interrupted, "the thread of the target died"));
            (one, other.join().unwrap_or_else(|_| died()))
        });
        let ((one, source), (other, target)) = (one?, other?);
        self.labels = (Some(source), Some(target));
        Ok((one, other))
    }

    pub(crate) fn defaults(&self) -> &Defaults {
        self.defaults
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        self.throttle
    }

    /// Where the rows of both sides are.
    pub(crate) fn places(&self, sides: &TwoSides<'_>) -> Result<(Place, Place)> {
        let place = |is_source: bool, side: &OneSide<'_>| -> Result<Place> {
            if let Some(file) = side.file {
                return self.book.file(file).map(Place::File);
            }
            let url = self.book.url(&self.name(is_source, side.connection)?)?;
            Ok(Place::Table(url, side.table.unwrap_or_default().to_owned()))
        };
        Ok((place(true, &sides.source)?, place(false, &sides.target)?))
    }

    /// How the rows of engines are read.
    pub(crate) fn engine_options(&self) -> EngineOptions {
        let options = EngineOptions::default().connections(self.throttle.connections.unwrap_or(1));
        match self.throttle.statement_timeout {
            Some(seconds) => options.statement_timeout(Duration::from_secs(seconds)),
            None => options,
        }
    }

    /// What holds statements and rows back.
    pub(crate) fn brake(&self) -> &Brake {
        self.brake
    }

    /// A file that a check names.
    pub(crate) fn file(&self, named: &str) -> Result<FilePlace> {
        self.book.file(named)
    }

    /// What both sides are called in the report.
    pub(crate) fn call(&mut self, source: String, target: String) {
        self.labels = (Some(source), Some(target));
    }

    /// What both sides are called in the report.
    pub(crate) fn label(&mut self, source: &dyn Side, target: &dyn Side) {
        self.labels = (Some(table::label(source)), Some(table::label(target)));
    }

    /// A session of the target.
    pub(crate) fn target_session(&mut self, connection: Option<&str>) -> Result<Held<'_>> {
        self.session(false, connection)
    }

    /// A session of the source or of the target.
    pub(crate) fn session(&mut self, is_source: bool, connection: Option<&str>) -> Result<Held<'_>> {
        let name = self.name(is_source, connection)?;
        let sessions = if is_source { &mut *self.source } else { &mut *self.target };
        let session = sessions.get(self.book, &name)?;
        let label = Some(session.url().to_string());
        *(if is_source { &mut self.labels.0 } else { &mut self.labels.1 }) = label;
        Ok(Held::new(session, self.brake))
    }

    /// The name of a connection, that of the defaults where none is stated.
    fn name(&self, is_source: bool, stated: Option<&str>) -> Result<String> {
        let default = if is_source { &self.defaults.source } else { &self.defaults.target };
        stated.or(default.as_deref()).map(str::to_owned).ok_or_else(|| {
            let side = if is_source { "source" } else { "target" };
            Error::new(ErrorKind::Usage, format!("no connection is named for the {side}"))
        })
    }
}
