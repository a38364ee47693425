//! Executes the actions of a plan on one session: what a proof runs and what an operator applies.

use std::time::{Duration, Instant};

use database::{Elevator, ErrorKind, LockWatch, ObservedLock, Session};
use plan_engine::plan::{Action, Batches, Gate, Sql};

use schema_diff::Dialect;
use schema_diff::read::needs_superuser;

use crate::gate::{self, GateAnswer};
use crate::{Error, sql};

/// What to do where a gate is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnmetGate {
    /// Stop with an error.
    Stop,
    /// Run the gate's remedy, where it has one, and ask again.
    RunRemedy,
}

/// How actions are executed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExecuteOptions {
    /// How long a statement waits for a lock: short, since whoever comes after it waits as long.
    pub lock_timeout: Duration,
    /// How long a statement with `CONCURRENTLY` waits for the transactions before it; nobody waits behind it.
    pub concurrently_timeout: Duration,
    /// How often what did not get its lock is tried again, after a pause that doubles each time.
    pub lock_retries: u32,
    /// What to do where a gate is not met.
    pub unmet_gate: UnmetGate,
    /// Whether the locks taken are watched through a second session.
    pub watch_locks: bool,
}

impl Default for ExecuteOptions {
    fn default() -> Self {
        Self {
            lock_timeout: Duration::from_millis(800),
            concurrently_timeout: Duration::from_mins(1),
            lock_retries: 8,
            unmet_gate: UnmetGate::Stop,
            watch_locks: false,
        }
    }
}

/// What happened when an action was executed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Executed {
    /// How often it was tried again because it did not get a lock.
    pub lock_retries: u32,
    /// The locks that it was seen to hold.
    pub locks: Vec<ObservedLock>,
    /// For a gate: what the engine answered at first.
    pub gate: Option<GateAnswer>,
    /// Whether the remedy of a gate ran.
    pub remedy_ran: bool,
    /// How long it took.
    pub duration: Duration,
}

/// Executes actions on one session.
pub struct Executor {
    session: Session,
    watch: Option<LockWatch>,
    elevator: Option<Elevator>,
    observer: Option<Session>,
    options: ExecuteOptions,
    before_retry: Option<Box<dyn FnOnce() + Send>>,
}

/// The pause before the first retry, and the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

impl Executor {
    /// An executor that owns `session`.
    pub fn new(mut session: Session, options: ExecuteOptions) -> Result<Self, Error> {
        session.set_lock_timeout(options.lock_timeout)?;
        if session.dialect() == Some(Dialect::Postgres) {
            // Rows that a policy hides are an error, and never passed over in silence.
            session.execute("SET row_security = off")?;
        }
        let watch = if options.watch_locks { Some(LockWatch::of(&mut session)?) } else { None };
        Ok(Self { session, watch, elevator: None, observer: None, options, before_retry: None })
    }

    /// Runs what only a superuser may run, and the session's role is not, with `elevator`.
    pub fn with_elevator(mut self, elevator: Elevator) -> Self {
        self.elevator = Some(elevator);
        self
    }

    /// Looks at rows through `session` instead, whose role sees all of them.
    pub(crate) fn with_observer(mut self, session: Session) -> Self {
        self.observer = Some(session);
        self
    }

    /// The session that sees all rows, between actions.
    pub(crate) fn observer(&mut self) -> &mut Session {
        self.observer.as_mut().unwrap_or(&mut self.session)
    }

    /// The session, between actions.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// How long statements wait for a lock from now on.
    pub(crate) fn set_lock_timeout(&mut self, timeout: Duration) -> Result<(), Error> {
        self.options.lock_timeout = timeout;
        Ok(self.session.set_lock_timeout(timeout)?)
    }

    /// Does `hook` before the next retry; what was to be done before it and was not is given back.
    pub(crate) fn before_next_retry(
        &mut self,
        hook: Option<Box<dyn FnOnce() + Send>>,
    ) -> Option<Box<dyn FnOnce() + Send>> {
        std::mem::replace(&mut self.before_retry, hook)
    }

    /// Executes `action`. Approvals and what people do are not asked for here: the caller has seen to them.
    pub fn run(&mut self, action: &Action) -> Result<Executed, Error> {
        let started = Instant::now();
        let mut executed = Executed::default();
        match action {
            Action::Sql(sql) => self.sql(sql, &mut executed)?,
            Action::Batches(batches) => self.batches(batches, &mut executed)?,
            Action::Gate(gate) => self.gate(gate, &mut executed)?,
            Action::Approval { .. } | Action::Manual { .. } => {}
        }
        executed.duration = started.elapsed();
        Ok(executed)
    }

    fn sql(&mut self, sql: &Sql, executed: &mut Executed) -> Result<(), Error> {
        if sql.transaction {
            return self.retrying(executed, |executor, executed| executor.transaction(sql, executed));
        }
        // What comes first clears away what a failed attempt has left, so all of them are tried again.
        self.retrying(executed, |executor, executed| {
            sql.statements.iter().try_for_each(|statement| executor.outside_transaction(statement, executed))
        })
    }

    /// Runs all statements in one transaction, with foreign keys off around it where that is asked for.
    fn transaction(&mut self, sql: &Sql, executed: &mut Executed) -> Result<(), Error> {
        if !sql.foreign_keys_off {
            return self.plain_transaction(sql, executed);
        }
        // SQLite takes no notice of this inside a transaction.
        self.session.execute("PRAGMA foreign_keys = OFF")?;
        let outcome = self.plain_transaction(sql, executed);
        self.session.execute("PRAGMA foreign_keys = ON")?;
        outcome
    }

    fn plain_transaction(&mut self, sql: &Sql, executed: &mut Executed) -> Result<(), Error> {
        let outcome = self.own_transaction(sql, executed);
        let (Some(elevator), Err(refused)) = (&self.elevator, &outcome) else { return outcome };
        let told = is_denied(refused) && sql.statements.iter().any(|it| needs_superuser(it));
        if !is_hidden(refused) && !told {
            return outcome;
        }
        let Ok(_elevated) = elevator.elevate() else { return outcome };
        self.own_transaction(sql, executed)
    }

    fn own_transaction(&mut self, sql: &Sql, executed: &mut Executed) -> Result<(), Error> {
        let Self { session, watch, .. } = self;
        session.in_transaction(|session| {
            for statement in &sql.statements {
                session.execute(statement).map_err(|error| Error::refused(statement, error))?;
            }
            if sql.foreign_keys_off {
                foreign_keys_hold(session)?;
            }
            if let Some(watch) = watch {
                executed.locks.extend(watch.current()?);
            }
            Ok(())
        })
    }

    fn outside_transaction(&mut self, statement: &str, executed: &mut Executed) -> Result<(), Error> {
        let patient = is_concurrent(statement);
        if patient {
            self.session.set_lock_timeout(self.options.concurrently_timeout)?;
        }
        let outcome = self.elevated(statement, executed);
        // What went wrong first is told first.
        let reset = if patient { self.session.set_lock_timeout(self.options.lock_timeout) } else { Ok(()) };
        outcome.and_then(|()| Ok(reset?))
    }

    fn elevated(&mut self, statement: &str, executed: &mut Executed) -> Result<(), Error> {
        let outcome = self.own_statement(statement, executed);
        let (Some(elevator), Err(refused)) = (&self.elevator, &outcome) else { return outcome };
        let told = is_denied(refused) && needs_superuser(statement);
        if !is_hidden(refused) && !told {
            return outcome;
        }
        let Ok(_elevated) = elevator.elevate() else { return outcome };
        self.own_statement(statement, executed)
    }

    fn own_statement(&mut self, statement: &str, executed: &mut Executed) -> Result<(), Error> {
        let Self { session, watch, .. } = self;
        let outcome = match watch {
            Some(watch) => {
                let (outcome, locks) = watch.sample(|| session.execute(statement));
                executed.locks.extend(locks?);
                outcome
            }
            None => session.execute(statement),
        };
        outcome.map_err(|error| Error::refused(statement, error))
    }

    fn batches(&mut self, batches: &Batches, executed: &mut Executed) -> Result<(), Error> {
        self.retrying(executed, |executor, executed| executor.outside_transaction(&batches.call, executed))
    }

    fn gate(&mut self, gate: &Gate, executed: &mut Executed) -> Result<(), Error> {
        let answer = self.ask(gate)?;
        executed.gate = Some(answer);
        if answer.met {
            return Ok(());
        }
        if gate.remedy.is_empty() || self.options.unmet_gate == UnmetGate::Stop {
            return Err(Error::gate(gate, answer.found));
        }
        self.sql(&Sql::in_transaction(gate.remedy.clone()), executed)?;
        executed.remedy_ran = true;
        let answer = self.ask(gate)?;
        if answer.met { Ok(()) } else { Err(Error::gate(gate, answer.found)) }
    }

    fn ask(&mut self, gate: &Gate) -> Result<GateAnswer, Error> {
        let answer = gate::evaluate(&mut self.session, gate);
        let (Some(elevator), Err(refused)) = (&self.elevator, &answer) else { return answer };
        if !is_hidden(refused) {
            return answer;
        }
        let Ok(_elevated) = elevator.elevate() else { return answer };
        gate::evaluate(&mut self.session, gate)
    }

    /// Tries again, later each time, what did not get its lock or lost against another transaction.
    fn retrying(
        &mut self,
        executed: &mut Executed,
        attempt: impl Fn(&mut Self, &mut Executed) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut tries = 0;
        let mut pause = FIRST_PAUSE;
        loop {
            match attempt(self, executed) {
                Err(error) if tries < self.options.lock_retries && can_be_retried(&error) => {
                    tries += 1;
                    executed.lock_retries += 1;
                    if let Some(hook) = self.before_retry.take() {
                        hook();
                    }
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                outcome => return outcome,
            }
        }
    }
}

impl std::fmt::Debug for Executor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Executor").field("options", &self.options).finish_non_exhaustive()
    }
}

fn is_denied(error: &Error) -> bool {
    error.engine().is_some_and(|it| it.kind() == ErrorKind::Permission)
}

/// Whether policies would have hidden rows from the role: it takes one with `BYPASSRLS`, which a superuser has.
fn is_hidden(error: &Error) -> bool {
    let by_policy = |it: &database::Error| it.code() == Some("42501") && it.message().contains("row-level security");
    error.engine().is_some_and(by_policy)
}

/// Whether a statement builds or drops an index without blocking writers.
fn is_concurrent(statement: &str) -> bool {
    statement.split_whitespace().take(4).any(|word| word.eq_ignore_ascii_case("CONCURRENTLY"))
}

fn can_be_retried(error: &Error) -> bool {
    error.engine().is_some_and(|it| matches!(it.kind(), ErrorKind::LockTimeout | ErrorKind::Conflict))
}

/// Fails where a row refers to one that is not there (SQLite documentation, PRAGMA `foreign_key_check`).
fn foreign_keys_hold(session: &mut Session) -> Result<(), Error> {
    let rows = session.query("PRAGMA foreign_key_check")?;
    match rows.value(0, 0) {
        None => Ok(()),
        Some(table) => Err(Error::invalid(
            None,
            format!(
                "after the rebuild {} rows refer to rows that are not there, the first in table {}",
                rows.len(),
                sql::quote(&table)
            ),
        )),
    }
}
