//! What `plan schedule --format json` writes, and what `--progress` reads.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When the steps of a plan run, and by when everything is done. Points in time are RFC 3339, UTC.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MigrationSchedule {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// `migration_schedule`.
    kind: String,
    /// What the plan is called.
    name: String,
    /// The digest of the plan.
    plan: String,
    /// When work begins, or goes on.
    start: String,
    /// The quantile that dates are promised by.
    commit: Commit,
    /// How many times durations were drawn.
    draws: u32,
    /// What chance began from.
    seed: u64,
    /// When everything is done, as quantiles of the draws.
    end: Quantiles,
    /// When everything is done at the quantile of `commit`; none: never.
    committed: Option<String>,
    /// When everything is done if each step takes as long as is expected.
    expected: String,
    /// The deadline of the specification.
    deadline: Option<DeadlineOutcome>,
    /// Phases, in the plan's order.
    phases: Vec<PhaseTimes>,
    /// Steps, in the plan's order.
    steps: Vec<StepTimes>,
    /// Ids of the steps that the end waits for if each takes as long as is expected, in order.
    critical_path: Vec<String>,
    /// What would move the end most, the widest first: the tornado.
    swings: Vec<SwingTimes>,
    /// Seconds to keep in reserve for the critical path.
    buffer_seconds: f64,
    /// Mean seconds by which closed hours, windows and freezes make the end later.
    closed_seconds: f64,
    /// What misses its time; empty: nothing does.
    problems: Vec<ScheduleProblem>,
}

/// A quantile.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Commit {
    /// Half of the draws are done by then.
    P50,
    /// Four in five.
    P80,
    /// Nineteen in twenty.
    P95,
}

/// Quantiles of a point in time; none: in more than the rest of the draws it never comes.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Quantiles {
    /// Hardly ever earlier.
    p5: Option<String>,
    /// As often earlier as later.
    p50: Option<String>,
    /// What one commits to.
    p80: Option<String>,
    /// Rarely later.
    p90: Option<String>,
    /// Hardly ever later.
    p95: Option<String>,
}

/// A deadline and how likely it is met.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeadlineOutcome {
    /// When everything has to be done.
    at: String,
    /// The share of draws in which it is.
    probability: f64,
    /// Whether it is at the quantile of `commit`.
    met: bool,
}

/// When a phase runs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PhaseTimes {
    /// Its id.
    id: String,
    /// When its first step begins in the levelled schedule.
    start: Option<String>,
    /// When its last step ends there.
    finish: Option<String>,
    /// When it ends, as quantiles of the draws.
    end: Quantiles,
    /// How long the author of the specification takes for it, in seconds.
    stated_seconds: Option<f64>,
}

/// When a step runs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StepTimes {
    /// Its id.
    id: String,
    /// When it begins in the levelled schedule.
    start: String,
    /// When it ends there.
    finish: String,
    /// When it ends, as quantiles of the draws.
    end: Quantiles,
    /// The share of draws in which the end of the whole waits for it.
    criticality: f64,
    /// The share of draws in which it never ends.
    never: f64,
    /// The share of its work that is done.
    done: f64,
}

/// What moves the end.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SwingTimes {
    /// What is held fast or slow: `cause` or `step`.
    of: String,
    /// Its name: of a common cause its words, of a step its id.
    name: String,
    /// Rank correlation with the end, -1 to 1.
    correlation: f64,
    /// The end at the quantile of `commit`, were it as fast as in one case of ten.
    fast: Option<String>,
    /// The same, were it as slow as in one case of ten.
    slow: Option<String>,
}

/// What misses its time.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ScheduleProblem {
    /// What, by how much, and what would help most.
    says: String,
    /// The step that it is about; none: the whole.
    step: Option<String>,
    /// The share of draws in which it happens.
    probability: f64,
}

/// How far a plan of migrations is.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MigrationProgress {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// `migration_progress`.
    kind: String,
    /// The digest of the plan; none where whoever wrote it did not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    plan: Option<String>,
    /// When it was written: nothing that is not done begins earlier.
    at: String,
    /// Steps that have begun; all others have not.
    steps: Vec<StepProgress>,
    /// What was agreed to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    approvals: Vec<RecordedApproval>,
    /// What gates answered, in the order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gates: Vec<RecordedGate>,
    /// Restore points and positions of logs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    positions: Vec<RecordedPosition>,
    /// What was done once and taken back since: such steps are not among `steps`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    taken_back: Vec<TakenBack>,
    /// What went wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    troubles: Vec<RecordedTrouble>,
}

/// How far a step is.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StepProgress {
    /// Its id.
    step: String,
    /// When it began.
    started: String,
    /// When it ended; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    finished: Option<String>,
    /// The share of its work that is done, 0 to 1.
    #[serde(default)]
    share: f64,
}

/// Somebody agreed to something.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordedApproval {
    /// The step.
    step: String,
    /// Who agreed.
    by: String,
    /// When.
    at: String,
}

/// What a gate answered.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordedGate {
    /// The step.
    step: String,
    /// When.
    at: String,
    /// Whether all its conditions held.
    passed: bool,
    /// What was measured, in words or figures; none where nobody noted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    measured: Option<String>,
}

/// A restore point, or the position of a log.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordedPosition {
    /// The step at which it was taken.
    step: String,
    /// When.
    at: String,
    /// What it is of: the name of a restore point, of a slot, of a log.
    name: String,
    /// The position, as the engine writes it.
    position: String,
}

/// A step that was taken back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TakenBack {
    /// The step.
    step: String,
    /// When it had begun.
    started: String,
    /// When it had ended; none where it had not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    finished: Option<String>,
    /// When it was taken back.
    at: String,
}

/// Something that went wrong.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordedTrouble {
    /// The step at which it showed.
    step: String,
    /// When.
    at: String,
    /// What, in a sentence.
    says: String,
    /// When it was settled; none while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    settled: Option<String>,
}
