//! One run: a database of its own, taken forwards up to a phase and back.

use std::collections::BTreeSet;
use std::time::Duration;

use database::{ReadOptions, ScratchDatabase};
use plan_engine::plan::{Action, AppVersion, PhaseName};
use schema_diff::catalogue::Catalogue;

use super::conservation::History;
use super::expected::Expected;
use super::report::{Place, Report};
use super::{ProgressEvent, Setting, snapshot};
use crate::application::Oracle;
use crate::application::reach::Reach;
use crate::application::read_back;
use crate::application::session::{Application, Scope, Trouble};
use crate::concurrent::{Crew, Place as RowPlace};
use crate::execute::{ExecuteOptions, Executed, Executor, UnmetGate};
use crate::{ApplicationError, Error, LockRecord, PolicyRecord, Stage, StepRecord};

/// One run. Sessions come before the database: it is dropped when they are closed.
pub(crate) struct Run<'r> {
    pub(super) setting: &'r Setting<'r>,
    pub(super) report: &'r mut Report,
    pub(super) progress: &'r mut dyn FnMut(ProgressEvent),
    /// The last phase.
    pub(super) last: PhaseName,
    /// The last phase that is done.
    pub(super) done: Option<PhaseName>,
    /// Whether everything is checked after every step, or only at the end.
    pub(super) thorough: bool,
    pub(super) executor: Executor,
    pub(super) expected: Expected<'r>,
    /// What the way forwards took out.
    pub(super) history: History,
    /// What the way back took out.
    pub(super) taken_back: History,
    pub(super) running: Vec<Application<'r>>,
    pub(super) crew: Option<Crew<'r>>,
    /// Whether the step under way stands behind a transaction of the proof's own.
    pub(super) behind_another: bool,
    /// Kinds of steps, by operation and lock, that were run behind a long-running transaction.
    pub(super) blocked: BTreeSet<(String, &'static str)>,
    /// Rows that were written while a step ran that took something out, or on the way back: they are compared with what
    /// was committed, not with what was there before.
    pub(super) disputed: BTreeSet<RowPlace>,
    pub(super) old_oracle: Oracle,
    pub(super) new_oracle: Oracle,
    archived: usize,
    /// How often a version was deployed: each counts its values from numbers of its own.
    deployments: u64,
    pub(super) database: ScratchDatabase,
}

/// A step of either way, as far as running it goes.
pub(super) struct Running<'s> {
    pub(super) id: &'s str,
    pub(super) phase: PhaseName,
    pub(super) title: &'s str,
    pub(super) actions: &'s [Action],
}

impl<'r> Run<'r> {
    /// Makes a database for the run that ends with `last`.
    pub(super) fn start(
        setting: &'r Setting<'r>,
        report: &'r mut Report,
        progress: &'r mut dyn FnMut(ProgressEvent),
        last: PhaseName,
        thorough: bool,
    ) -> Result<Self, Error> {
        report.place = Place { stage: Some(Stage::Forwards), run: Some(last), ..Place::default() };
        let database = setting.before.copy(last.as_str())?;
        let execute = ExecuteOptions {
            lock_timeout: setting.options.lock_timeout,
            lock_retries: setting.options.lock_retries,
            unmet_gate: UnmetGate::RunRemedy,
            watch_locks: thorough,
            ..ExecuteOptions::default()
        };
        let executor = Executor::new(database.open()?, execute)?.with_elevator(database.elevator());
        let executor =
            if setting.closed.is_empty() { executor } else { executor.with_observer(database.open_as_admin()?) };
        let expected = Expected::new(&setting.plan.before.catalogue, &setting.before.catalogue, &setting.dictionary);
        let mut run = Self {
            setting,
            report,
            progress,
            last,
            done: None,
            thorough,
            executor,
            expected,
            history: History::default(),
            taken_back: History::default(),
            deployments: 0,
            running: Vec::new(),
            crew: None,
            behind_another: false,
            blocked: BTreeSet::new(),
            disputed: BTreeSet::new(),
            old_oracle: setting.before.oracle()?,
            new_oracle: setting.after.oracle()?,
            archived: 0,
            database,
        };
        run.hire()?;
        Ok(run)
    }

    /// Goes forwards to each of `targets` and, from there, back and forwards again. How many it got done, and the phase
    /// that failed on the way forwards, if one did; a failure on the way back ends the run too.
    pub(super) fn through(&mut self, targets: &[PhaseName]) -> Result<(usize, Option<PhaseName>), Error> {
        for (at, target) in targets.iter().enumerate() {
            self.last = *target;
            self.report.place = Place { stage: Some(Stage::Forwards), run: Some(*target), ..Place::default() };
            if let Some(failed) = self.forwards()? {
                return Ok((at, Some(failed)));
            }
            let failures = self.report.failures.len();
            self.way_back()?;
            if self.report.failures.len() > failures {
                return Ok((at.saturating_add(1), None));
            }
        }
        Ok((targets.len(), None))
    }

    /// Runs the actions of a step; false where one fails.
    pub(super) fn run_actions(&mut self, step: &Running<'_>) -> Result<(StepRecord, bool), Error> {
        self.report.place.phase = Some(step.phase);
        self.report.place.step = Some(step.id.to_owned());
        let mut record = StepRecord {
            step: step.id.to_owned(),
            phase: step.phase,
            title: step.title.to_owned(),
            duration_us: 0,
            lock_retries: 0,
            locks: Vec::new(),
            application_statements: 0,
            longest_wait_us: None,
            passed: true,
        };
        for action in step.actions {
            let Some(executed) = self.execute(action, &mut record)? else {
                record.passed = false;
                break;
            };
            record.duration_us += micros(executed.duration);
            record.lock_retries += executed.lock_retries;
            self.note_policy(action, &executed)?;
            add_locks(&mut record.locks, executed);
        }
        let passed = record.passed;
        Ok((record, passed))
    }

    fn note_policy(&mut self, action: &Action, executed: &Executed) -> Result<(), Error> {
        let (Action::Gate(gate), Some(answer), true) = (action, executed.gate, executed.remedy_ran) else {
            return Ok(());
        };
        let plan = self.setting.plan;
        let total = snapshot::archived_rows(self.executor.observer(), plan.dialect, &plan.archives)?;
        let place = self.report.place.clone();
        self.report.policies.push(PolicyRecord {
            stage: place.stage.unwrap_or(Stage::Forwards),
            run: self.last,
            step: place.step.unwrap_or_default(),
            gate: gate.title.clone(),
            found: answer.found,
            rows_archived: total.saturating_sub(self.archived),
        });
        self.archived = total;
        Ok(())
    }

    /// A catalogue as rows are compared by it.
    pub(super) fn compared(&self, catalogue: &Catalogue) -> Catalogue {
        super::shape::in_new_shape(catalogue, self.setting.plan)
    }

    /// What the engine has now.
    pub(super) fn read_back(&mut self) -> Result<Catalogue, Error> {
        Ok(self.executor.session().read_catalogue(&ReadOptions::default())?.catalogue)
    }

    /// Reports where the engine has something else than `expected`; whether it has not.
    pub(super) fn compare(&mut self, expected: &Expected<'_>, when: &str) -> Result<bool, Error> {
        let found = self.read_back()?;
        let differences = expected.differences(&found);
        for difference in &differences {
            self.report.fail(Stage::Forwards, format!("{when} the catalogue is not as stated: {difference}"));
        }
        Ok(differences.is_empty())
    }

    /// Opens the versions that may run, and closes those that may not.
    pub(super) fn deploy(&mut self, versions: &[AppVersion]) -> Result<(), Error> {
        self.running.retain(|it| versions.contains(&it.version()));
        for version in versions {
            if self.running.iter().any(|it| it.version() == *version) {
                continue;
            }
            let (side, oracle, given, first) = match version {
                AppVersion::Old => {
                    (&self.setting.before, &mut self.old_oracle, &self.setting.options.queries_before, 10_000)
                }
                AppVersion::New => {
                    (&self.setting.after, &mut self.new_oracle, &self.setting.options.queries_after, 20_000)
                }
            };
            let maker = side.maker(first + 400 * (self.deployments % 20));
            self.deployments += 1;
            let reach = Reach::of(self.setting.plan, *version).leaving_out(&self.setting.closed);
            let session = reach.open(&self.database)?;
            let knows = (&side.catalogue, self.setting.plan.conversions.as_slice());
            let (application, troubles) = Application::open(*version, knows, (&reach, given), session, maker, oracle)?;
            self.running.push(application.read_back(read_back::tables(self.setting.plan)));
            self.note_troubles(*version, troubles);
        }
        self.deploy_writers(versions)?;
        self.leave_writers_alone();
        Ok(())
    }

    /// Lets every version that runs read and write.
    pub(super) fn act(&mut self, scope: Scope<'_>) -> Result<(), Error> {
        let scope = if self.setting.only_reads { Scope::Reads } else { scope };
        let mut all = Vec::new();
        for application in &mut self.running {
            let oracle = match application.version() {
                AppVersion::Old => &mut self.old_oracle,
                AppVersion::New => &mut self.new_oracle,
            };
            all.push((application.version(), application.act(oracle, scope)?));
        }
        for (version, troubles) in all {
            self.note_troubles(version, troubles);
        }
        Ok(())
    }

    /// Lets the old version insert rows without the numbers that the engine gives.
    pub(super) fn insert_without_keys(&mut self) -> Result<(), Error> {
        let old = self.running.iter_mut().find(|it| it.version() == AppVersion::Old);
        let (Some(old), false) = (old, self.setting.only_reads) else { return Ok(()) };
        let troubles = old.insert_without_keys(&mut self.old_oracle)?;
        self.note_troubles(AppVersion::Old, troubles);
        Ok(())
    }

    /// The schema that breaks a statement of `version` by itself: no plan mends that. A trigger's function, most often,
    /// that uses what there is not.
    fn schema_at_fault(&mut self, version: AppVersion, trouble: &Trouble) -> Option<AppVersion> {
        const UNDEFINED_FUNCTION: &str = "[42883]";
        const UNDEFINED_COLUMN: &str = "[42703]";
        let code = [UNDEFINED_FUNCTION, UNDEFINED_COLUMN].into_iter().find(|it| trouble.message.contains(it))?;
        // The row that it changes need not be there, but others are.
        let of_any_row = trouble.statement.rsplit_once(" WHERE ").map_or(trouble.statement.as_str(), |(all, _)| all);
        let fails = |oracle: &mut Oracle| {
            let refused = oracle.session.begin().is_ok()
                && oracle.session.query(of_any_row).is_err_and(|error| error.to_string().contains(code));
            oracle.session.rollback().is_ok() && refused
        };
        // The old version's columns may well be gone from the new schema. What a function calls is another matter:
        // statements made up call none themselves.
        match version {
            AppVersion::Old if fails(&mut self.old_oracle) => Some(AppVersion::Old),
            AppVersion::Old if code == UNDEFINED_COLUMN => None,
            _ => fails(&mut self.new_oracle).then_some(AppVersion::New),
        }
    }

    pub(super) fn note_troubles(&mut self, version: AppVersion, troubles: Vec<Trouble>) {
        for trouble in troubles {
            let statement = crate::sql::excerpt(&trouble.statement);
            let at_fault = if trouble.failure { self.schema_at_fault(version, &trouble) } else { None };
            if let Some(schema) = at_fault {
                let message = &trouble.message;
                let note = format!("the {schema} schema itself refuses what the {version} version does: {message}");
                if !self.report.skipped.contains(&note) {
                    self.report.skipped.push(note);
                }
            } else if trouble.failure {
                // A trigger, or a sequence, that counts on from the largest number there is.
                let message = &trouble.message;
                self.report.rows_in_the_way |= message.contains("[22003]") || message.contains("[2200H]");
                // A function of the schema may not take what a row holds (class 22, data exception).
                self.report.values_in_the_way |= message.contains("[22");
                let message =
                    format!("a statement of the {version} version of the application fails: {}", trouble.message);
                self.report.fail_with(Stage::Forwards, message, Some(statement));
            } else if let (Some(table), true) = (&trouble.unwritten, trouble.collided) {
                // The table has rows, and versions read, change and delete them.
                let note = format!("the {version} version inserted nothing into {table}: its rows were in the way");
                if !self.report.skipped.contains(&note) {
                    self.report.skipped.push(note);
                }
            } else if let Some(table) = &trouble.unwritten {
                self.report.unproven(table, Some(version), &trouble.message);
            } else {
                let phase = self.report.place.phase.unwrap_or(self.last);
                let error = ApplicationError {
                    version,
                    phase,
                    step: self.report.place.step.clone(),
                    statement,
                    message: trouble.message,
                    succeeded_when_prepared_again: trouble.succeeded_when_prepared_again,
                };
                if !self.report.application_errors.contains(&error) {
                    self.report.application_errors.push(error);
                }
            }
        }
    }
}

pub(super) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// Lock modes, strongest first (PostgreSQL manual, 13.3.1).
const MODES: [&str; 8] = [
    "ACCESS EXCLUSIVE",
    "EXCLUSIVE",
    "SHARE ROW EXCLUSIVE",
    "SHARE",
    "SHARE UPDATE EXCLUSIVE",
    "ROW EXCLUSIVE",
    "ROW SHARE",
    "ACCESS SHARE",
];

fn add_locks(locks: &mut Vec<LockRecord>, executed: Executed) {
    for lock in executed.locks {
        let held_us = micros(lock.held);
        match locks.iter_mut().find(|it| it.relation == lock.relation && it.mode == lock.mode) {
            Some(known) => known.held_us = known.held_us.max(held_us),
            None => locks.push(LockRecord { relation: lock.relation, mode: lock.mode, held_us }),
        }
    }
    let strength = |lock: &LockRecord| MODES.iter().position(|it| *it == lock.mode).unwrap_or(MODES.len());
    locks.sort_by(|a, b| (strength(a), &a.relation).cmp(&(strength(b), &b.relation)));
}
