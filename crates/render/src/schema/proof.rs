//! What `plan prove` writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{AppVersion, PhaseName};
use super::rollback::RollbackPhaseName;

/// The record of a run of `plan prove`, bound to the plan by its digest.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Proof {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// Digest of the plan that was run.
    plan_digest: String,
    /// Engine and version, for example `PostgreSQL 15.18`.
    engine: String,
    /// Seed of everything that was left to chance.
    seed: u64,
    /// Rows asked for per table.
    rows_per_table: usize,
    /// What came out.
    outcome: Outcome,
    /// Everything that went wrong.
    failures: Vec<Failure>,
    /// The steps of the way forwards through all phases.
    steps: Vec<StepRecord>,
    /// The way back from each phase, on a database of its own.
    ways_back: Vec<WayBack>,
    /// Tables that could not be filled, or not written by a version: what the proof says nothing of.
    unproven_tables: Vec<UnprovenTable>,
    /// Rows and values that gates refused and that their remedies took care of.
    policies: Vec<PolicyRecord>,
    /// Statements of the application that the engine refused where that is no failure of the plan.
    application_errors: Vec<ApplicationError>,
    /// What the sessions went through that wrote while the steps ran; none where there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    concurrent: Option<Concurrency>,
    /// Steps that were run behind a long-running transaction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    blocked: Vec<BlockedRecord>,
    /// What was left out, and why.
    skipped: Vec<String>,
    /// How long it took, in milliseconds.
    duration_ms: u64,
}

/// What came out of a proof.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// Everything was run and nothing went wrong.
    Proven,
    /// Nothing went wrong, but some tables held no rows.
    Partial,
    /// Something went wrong.
    Failed,
}

/// Which part of a proof something belongs to.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Stage {
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
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Failure {
    /// In which part of the proof.
    stage: Stage,
    /// The last phase of that run: where the way back starts.
    run: Option<PhaseName>,
    /// The phase under way.
    phase: Option<PhaseName>,
    /// Id of the step.
    step: Option<String>,
    /// What, in one sentence.
    message: String,
    /// The statement concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    statement: Option<String>,
}

/// A step that was run.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StepRecord {
    /// Id of the step, or of the step that it takes back.
    step: String,
    /// Its phase.
    phase: PhaseName,
    /// What it does.
    title: String,
    /// How long its actions took, in microseconds.
    duration_us: u64,
    /// How often it was tried again because it did not get a lock.
    lock_retries: u32,
    /// Locks on relations that it was seen to hold (PostgreSQL), strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    locks: Vec<LockRecord>,
    /// Statements that the application ran meanwhile.
    #[serde(default)]
    application_statements: u64,
    /// The longest of them, in microseconds: whatever it waited for is in that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    longest_wait_us: Option<u64>,
    /// Whether everything went as planned.
    passed: bool,
}

/// What the sessions of the application went through that wrote while the steps ran, forwards and back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Concurrency {
    /// How many wrote at a time.
    writers: usize,
    /// Transactions that they made.
    transactions: u64,
    /// Statements that they ran.
    statements: u64,
    /// Transactions made again because they lost against another (a deadlock or a serialisation failure).
    retried: u32,
    /// Rows compared with what had been committed, after every phase and after the way back.
    rows_checked: usize,
    /// The statement that took longest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    longest_wait: Option<LongestWait>,
}

/// The statement of the application that took longest while a step ran.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LongestWait {
    /// From sending it to its answer, in microseconds: whatever it waited for is in that.
    us: u64,
    /// In which part of the proof.
    stage: Stage,
    /// Id of the step.
    step: String,
    /// The statement.
    statement: String,
}

/// A step that was run behind a long-running transaction, which ended only after the step had given up waiting once.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BlockedRecord {
    /// Id of the step.
    step: String,
    /// The relation that the transaction had locked.
    relation: String,
    /// The mode of its lock.
    held: String,
    /// The mode that the step asks for.
    wanted: String,
    /// How long the step waited for a lock at a time, in microseconds.
    lock_timeout_us: u64,
    /// How often it was tried again.
    lock_retries: u32,
    /// The statement of the application that took longest meanwhile, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    longest_wait_us: Option<u64>,
}

/// A lock that a step was seen to hold.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LockRecord {
    /// The relation.
    relation: String,
    /// The mode, in the words of `pg_locks`.
    mode: String,
    /// For how long at most, in microseconds: from the start of the transaction to its end.
    held_us: u64,
}

/// The way back from a phase.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WayBack {
    /// The last phase that was done.
    from: PhaseName,
    /// Its phases, with the versions that were at work in each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    phases: Vec<PhaseBack>,
    /// What was run.
    steps: Vec<StepRecord>,
    /// Rows compared at once, at most.
    rows_compared: usize,
    /// Whether the schema before and every row were there.
    passed: bool,
    /// Whether going forwards again reached the same schema and rows; none where it was not tried.
    forwards_again: Option<bool>,
}

/// A phase of the way back that was run.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PhaseBack {
    /// Which.
    name: RollbackPhaseName,
    /// The versions of the application that were at work.
    versions: Vec<AppVersion>,
}

/// A table that the proof says nothing, or less, of.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UnprovenTable {
    /// The table.
    table: String,
    /// The version that could not write it; none where it could not be filled at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<AppVersion>,
    /// What the engine said to the last try.
    reason: String,
}

/// A gate that was not met, and what its remedy did.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PolicyRecord {
    /// In which part of the proof.
    stage: Stage,
    /// The last phase of that run.
    run: PhaseName,
    /// Id of the step.
    step: String,
    /// The condition.
    gate: String,
    /// The answer found before the remedy.
    found: i64,
    /// Rows that the remedy set aside or archived.
    rows_archived: usize,
}

/// A statement of the application that the engine refused.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ApplicationError {
    /// Which version.
    version: AppVersion,
    /// The phase under way.
    phase: PhaseName,
    /// After which step; none at the end of the phase.
    step: Option<String>,
    /// The statement.
    statement: String,
    /// What the engine said.
    message: String,
    /// Whether the same statement succeeded after it was prepared again.
    succeeded_when_prepared_again: bool,
}
