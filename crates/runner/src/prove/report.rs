//! Gathers what a proof sees.

use std::time::Duration;

use plan_engine::plan::{AppVersion, PhaseName, Plan};
use schema_diff::catalogue::QualifiedName;

use crate::{
    ApplicationError, BlockedRecord, Concurrency, Error, ErrorKind, Failure, Outcome, PROOF_SCHEMA_VERSION,
    PolicyRecord, Proof, ProveOptions, Stage, StepRecord, UnprovenTable, WayBack,
};

/// Failures kept at most.
const KEPT: usize = 100;

/// What a proof has seen so far.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) failures: Vec<Failure>,
    pub(crate) steps: Vec<StepRecord>,
    pub(crate) ways_back: Vec<WayBack>,
    pub(crate) unproven: Vec<UnprovenTable>,
    pub(crate) policies: Vec<PolicyRecord>,
    pub(crate) application_errors: Vec<ApplicationError>,
    pub(crate) concurrent: Option<Concurrency>,
    pub(crate) blocked: Vec<BlockedRecord>,
    pub(crate) skipped: Vec<String>,
    /// Whether something failed for what made-up rows hold: a value out of range, a gate that they do not meet.
    pub(crate) rows_in_the_way: bool,
    /// Whether a statement failed on what rows hold: plain values may do, but none is no answer.
    pub(crate) values_in_the_way: bool,
    /// Where the proof is, for failures that only say what.
    pub(crate) place: Place,
}

/// Where a proof is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) stage: Option<Stage>,
    pub(crate) run: Option<PhaseName>,
    pub(crate) phase: Option<PhaseName>,
    pub(crate) step: Option<String>,
}

impl Report {
    /// Records a failure at the place where the proof is.
    pub(crate) fn fail(&mut self, stage: Stage, message: impl Into<String>) {
        self.fail_with(stage, message.into(), None);
    }

    /// Records a failure with its statement.
    pub(crate) fn fail_with(&mut self, stage: Stage, message: String, statement: Option<String>) {
        if self.failures.len() >= KEPT {
            return;
        }
        let Place { stage: now, run, phase, step } = self.place.clone();
        self.failures.push(Failure { stage: now.unwrap_or(stage), run, phase, step, message, statement });
    }

    /// Does `work`; an error that tells something of the plan becomes a failure.
    pub(crate) fn attempt<T>(
        &mut self,
        stage: Stage,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match work(self) {
            Ok(value) => Ok(Some(value)),
            Err(error) if is_fatal(&error) => Err(error),
            Err(error) => {
                let kind = error.engine().map(database::Error::kind);
                let unmet = error.kind() == ErrorKind::GateNotMet;
                self.rows_in_the_way |= unmet || kind == Some(database::ErrorKind::InvalidValue);
                self.fail_with(stage, error.to_string(), error.statement().map(crate::sql::excerpt));
                Ok(None)
            }
        }
    }

    /// Records a table that the proof says nothing, or less, of; once.
    pub(crate) fn unproven(&mut self, table: &QualifiedName, version: Option<AppVersion>, reason: &str) {
        let table = table.to_string();
        if !self.unproven.iter().any(|it| it.table == table && (it.version == version || it.version.is_none())) {
            self.unproven.push(UnprovenTable { table, version, reason: reason.to_owned() });
        }
    }

    /// The proof.
    pub(crate) fn into_proof(
        mut self,
        plan: &Plan,
        options: &ProveOptions,
        engine: String,
        duration: Duration,
    ) -> Proof {
        self.ways_back.sort_by_key(|it| it.from);
        let outcome = match (self.failures.is_empty(), self.unproven.is_empty()) {
            (false, _) => Outcome::Failed,
            (true, false) => Outcome::Partial,
            (true, true) => Outcome::Proven,
        };
        Proof {
            schema_version: PROOF_SCHEMA_VERSION.to_owned(),
            plan_digest: plan.digest.clone(),
            engine,
            seed: options.seed,
            rows_per_table: options.rows,
            outcome,
            failures: self.failures,
            steps: self.steps,
            ways_back: self.ways_back,
            unproven_tables: self.unproven,
            policies: self.policies,
            application_errors: self.application_errors,
            concurrent: self.concurrent,
            blocked: self.blocked,
            skipped: self.skipped,
            duration_ms: u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// Whether an error tells nothing of the plan.
fn is_fatal(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::WrongEngine | ErrorKind::GivenRows | ErrorKind::TooOld => true,
        _ => error.engine().is_some_and(|it| it.kind() == database::ErrorKind::Unreachable),
    }
}
