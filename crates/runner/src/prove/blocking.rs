//! Steps run behind a long-running transaction: a step that does not get its lock gives up, lets the application go on
//! and comes back, instead of holding up everybody who comes after it.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use database::Session;
use plan_engine::plan::{LockMode, Step};

use super::run::{Run, micros};
use crate::{BlockedRecord, Error, Stage, StepRecord, sql};

/// Steps that are run behind a long-running transaction, at most.
const MOST: usize = 4;
/// How long such a step waits for a lock at a time.
const LOCK_TIMEOUT: Duration = Duration::from_millis(100);
/// When the transaction ends even if the step has not given up: it may need no lock after all.
const PATIENCE: Duration = Duration::from_millis(400);
/// When it ends where the step waits for transactions without holding anybody up.
const SHORT: Duration = Duration::from_millis(60);
/// A wait of the application that is no longer one for the step's attempts.
const TOO_LONG: Duration = Duration::from_secs(5);

/// A transaction that holds a lock until it is told to end, or its time is over.
pub(super) struct Blocker {
    release: Sender<()>,
    ended: Option<Receiver<()>>,
    thread: JoinHandle<()>,
    relation: String,
    held: &'static str,
    wanted: LockMode,
}

impl Blocker {
    fn start(mut session: Session, lock: &Wanted) -> Result<Self, Error> {
        session.begin()?;
        session.execute(&format!("LOCK TABLE {} IN {} MODE", lock.relation, lock.held))?;
        let (release, released) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let patience = lock.patience;
        let thread = std::thread::spawn(move || {
            // Told to end, or too late: both end the transaction.
            let _ = released.recv_timeout(patience);
            let _ = session.rollback();
            let _ = end.send(());
        });
        let (relation, held, wanted) = (lock.relation.clone(), lock.held, lock.mode);
        Ok(Self { release, ended: Some(ended), thread, relation, held, wanted })
    }

    /// What ends the transaction, and waits until it has ended.
    fn hook(&mut self) -> Option<Box<dyn FnOnce() + Send>> {
        let (release, ended) = (self.release.clone(), self.ended.take()?);
        Some(Box::new(move || {
            let _ = release.send(());
            let _ = ended.recv_timeout(PATIENCE);
        }))
    }
}

/// A lock that a step asks for on a relation that is there.
struct Wanted {
    relation: String,
    mode: LockMode,
    /// What is in its way.
    held: &'static str,
    patience: Duration,
}

impl Run<'_> {
    /// Starts a transaction that is in the way of `step`, where steps of its kind have not been tried yet.
    pub(super) fn block(&mut self, step: &Step) -> Result<Option<Blocker>, Error> {
        if self.crew.is_none() {
            return Ok(None);
        }
        let Some(wanted) = self.lock_of(step)? else { return Ok(None) };
        let kind = (step.operation.clone(), wanted.mode.as_sql());
        if self.blocked.contains(&kind) {
            return Ok(None);
        }
        if self.blocked.len() >= MOST {
            let note = format!("at most {MOST} kinds of steps are run behind a long-running transaction");
            if !self.report.skipped.contains(&note) {
                self.report.skipped.push(note);
            }
            return Ok(None);
        }
        self.blocked.insert(kind);
        let mut blocker = Blocker::start(self.database.open()?, &wanted)?;
        self.executor.set_lock_timeout(LOCK_TIMEOUT)?;
        self.executor.before_next_retry(blocker.hook());
        self.behind_another = true;
        Ok(Some(blocker))
    }

    /// Ends the transaction, if it has not ended, and notes how the step and the application fared.
    pub(super) fn unblock(&mut self, blocker: Blocker, record: &StepRecord) -> Result<(), Error> {
        self.behind_another = false;
        drop(self.executor.before_next_retry(None));
        // It may have ended by itself.
        let _ = blocker.release.send(());
        let _ = blocker.thread.join();
        self.executor.set_lock_timeout(self.setting.options.lock_timeout)?;
        if record.longest_wait_us.is_some_and(|us| us > micros(TOO_LONG)) {
            let message = format!(
                "a statement of the application waited {} ms while the step stood behind a long-running transaction",
                record.longest_wait_us.unwrap_or_default() / 1000
            );
            self.report.fail(Stage::Forwards, message);
        }
        self.report.blocked.push(BlockedRecord {
            step: record.step.clone(),
            relation: blocker.relation,
            held: blocker.held.to_owned(),
            wanted: blocker.wanted.as_sql().to_owned(),
            lock_timeout_us: micros(LOCK_TIMEOUT),
            lock_retries: record.lock_retries,
            longest_wait_us: record.longest_wait_us,
        });
        Ok(())
    }

    /// The strongest lock that `step` takes on a table that is there, if it is in the way of writers; else what it
    /// waits for outside a transaction.
    fn lock_of(&mut self, step: &Step) -> Result<Option<Wanted>, Error> {
        let mut locks: Vec<_> = step.facts.locks.iter().collect();
        locks.sort_by_key(|it| std::cmp::Reverse(it.mode));
        for lock in locks {
            let (held, patience) = match lock.mode {
                LockMode::AccessExclusive => ("ACCESS SHARE", PATIENCE),
                LockMode::Exclusive | LockMode::ShareRowExclusive | LockMode::Share => ("ROW EXCLUSIVE", PATIENCE),
                LockMode::ShareUpdateExclusive if step.facts.not_in_transaction => ("ROW EXCLUSIVE", SHORT),
                _ => continue,
            };
            let query = format!(
                "SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass({}) AND relkind IN ('r', 'p')",
                sql::literal(&lock.relation)
            );
            if self.executor.session().query(&query)?.scalar().as_deref() == Some("1") {
                let (relation, mode) = (lock.relation.clone(), lock.mode);
                return Ok(Some(Wanted { relation, mode, held, patience }));
            }
        }
        Ok(None)
    }
}
