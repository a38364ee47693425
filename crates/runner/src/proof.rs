//! The record of a run of `plan prove`.

use plan_engine::plan::{AppVersion, PhaseName};
use rollback_gen::RollbackPhaseName;
use serde::{Deserialize, Serialize};

/// The version of the format of a proof; a reader refuses a newer major.
pub const PROOF_SCHEMA_VERSION: &str = "1.1";

/// The record of a run of `plan prove`, bound to the plan by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// [`PROOF_SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// Digest of the plan that was run.
    pub plan_digest: String,
    /// Engine and version, for example `PostgreSQL 15.18`.
    pub engine: String,
    /// Seed of everything that was left to chance.
    pub seed: u64,
    /// Rows asked for per table.
    pub rows_per_table: usize,
    /// What came out.
    pub outcome: Outcome,
    /// Everything that went wrong.
    pub failures: Vec<Failure>,
    /// The steps of the way forwards through all phases.
    pub steps: Vec<StepRecord>,
    /// The way back from each phase, on a database of its own.
    pub ways_back: Vec<WayBack>,
    /// Tables that could not be filled, or not written by a version: what the proof says nothing of.
    pub unproven_tables: Vec<UnprovenTable>,
    /// Rows and values that gates refused and that their remedies took care of.
    pub policies: Vec<PolicyRecord>,
    /// Statements of the application that the engine refused where that is no failure of the plan.
    pub application_errors: Vec<ApplicationError>,
    /// What the sessions went through that wrote while the steps ran; none where there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrent: Option<Concurrency>,
    /// Steps that were run behind a long-running transaction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<BlockedRecord>,
    /// What was left out, and why.
    pub skipped: Vec<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

/// What came out of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Everything was run and nothing went wrong.
    Proven,
    /// Nothing went wrong, but some tables held no rows.
    Partial,
    /// Something went wrong.
    Failed,
}

/// Which part of a proof something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Making both schemas on the engine.
    Elaborate,
    /// Filling the tables.
    Rows,
    /// The way forwards.
    Forwards,
    /// The way back.
    WayBack,
    /// Forwards once more, after the way back.
    ForwardsAgain,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// In which part of the proof.
    pub stage: Stage,
    /// The last phase of that run: where the way back starts.
    pub run: Option<PhaseName>,
    /// The phase under way.
    pub phase: Option<PhaseName>,
    /// Id of the step.
    pub step: Option<String>,
    /// What, in one sentence.
    pub message: String,
    /// The statement concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
}

/// A step that was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// Id of the step, or of the step that it takes back.
    pub step: String,
    /// Its phase.
    pub phase: PhaseName,
    /// What it does.
    pub title: String,
    /// How long its actions took, in microseconds.
    pub duration_us: u64,
    /// How often it was tried again because it did not get a lock.
    pub lock_retries: u32,
    /// Locks on relations that it was seen to hold (PostgreSQL), strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<LockRecord>,
    /// Statements that the application ran meanwhile.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub application_statements: u64,
    /// The longest of them, in microseconds: whatever it waited for is in that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_wait_us: Option<u64>,
    /// Whether everything went as planned.
    pub passed: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// What the sessions of the application went through that wrote while the steps ran, forwards and back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concurrency {
    /// How many wrote at a time.
    pub writers: usize,
    /// Transactions that they made.
    pub transactions: u64,
    /// Statements that they ran.
    pub statements: u64,
    /// Transactions made again because they lost against another (a deadlock or a serialisation failure).
    pub retried: u32,
    /// Rows compared with what had been committed, after every phase and after the way back.
    pub rows_checked: usize,
    /// The statement that took longest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_wait: Option<LongestWait>,
}

/// The statement of the application that took longest while a step ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongestWait {
    /// From sending it to its answer, in microseconds: whatever it waited for is in that.
    pub us: u64,
    /// In which part of the proof.
    pub stage: Stage,
    /// Id of the step.
    pub step: String,
    /// The statement.
    pub statement: String,
}

/// A step that was run behind a long-running transaction, which ended only after the step had given up waiting once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedRecord {
    /// Id of the step.
    pub step: String,
    /// The relation that the transaction had locked.
    pub relation: String,
    /// The mode of its lock.
    pub held: String,
    /// The mode that the step asks for.
    pub wanted: String,
    /// How long the step waited for a lock at a time, in microseconds.
    pub lock_timeout_us: u64,
    /// How often it was tried again.
    pub lock_retries: u32,
    /// The statement of the application that took longest meanwhile, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_wait_us: Option<u64>,
}

/// A lock that a step was seen to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockRecord {
    /// The relation.
    pub relation: String,
    /// The mode, in the words of `pg_locks`.
    pub mode: String,
    /// For how long at most, in microseconds: from the start of the transaction to its end.
    pub held_us: u64,
}

/// The way back from a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayBack {
    /// The last phase that was done.
    pub from: PhaseName,
    /// Its phases, with the versions that were at work in each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<PhaseBack>,
    /// What was run.
    pub steps: Vec<StepRecord>,
    /// Rows compared at once, at most.
    pub rows_compared: usize,
    /// Whether the schema before and every row were there.
    pub passed: bool,
    /// Whether going forwards again reached the same schema and rows; none where it was not tried.
    pub forwards_again: Option<bool>,
}

/// A phase of the way back that was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseBack {
    /// Which.
    pub name: RollbackPhaseName,
    /// The versions of the application that were at work.
    pub versions: Vec<AppVersion>,
}

/// A table that the proof says nothing, or less, of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnprovenTable {
    /// The table.
    pub table: String,
    /// The version that could not write it; none where it could not be filled at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<AppVersion>,
    /// What the engine said to the last try.
    pub reason: String,
}

/// A gate that was not met, and what its remedy did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRecord {
    /// In which part of the proof.
    pub stage: Stage,
    /// The last phase of that run.
    pub run: PhaseName,
    /// Id of the step.
    pub step: String,
    /// The condition.
    pub gate: String,
    /// The answer found before the remedy.
    pub found: i64,
    /// Rows that the remedy set aside or archived.
    pub rows_archived: usize,
}

/// A statement of the application that the engine refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationError {
    /// Which version.
    pub version: AppVersion,
    /// The phase under way.
    pub phase: PhaseName,
    /// After which step; none at the end of the phase.
    pub step: Option<String>,
    /// The statement.
    pub statement: String,
    /// What the engine said.
    pub message: String,
    /// Whether the same statement succeeded after it was prepared again.
    pub succeeded_when_prepared_again: bool,
}
