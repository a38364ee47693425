//! What `plan status --format json` writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schedule::{DeadlineOutcome, Quantiles, RecordedApproval, RecordedGate, RecordedPosition, RecordedTrouble};

/// Where a plan stands at a point in time.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MigrationStatus {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// `migration_status`.
    kind: String,
    /// What the plan is called.
    name: String,
    /// The digest of the plan.
    plan: String,
    /// The point in time.
    at: String,
    /// When the state was written that it is made from.
    recorded: String,
    /// How it goes, in one word.
    health: Health,
    /// Why, in a sentence.
    because: String,
    /// Steps that are done.
    done: usize,
    /// Steps of the plan.
    steps: usize,
    /// Phases, in the plan's order.
    phases: Vec<PhaseStatus>,
    /// What was done last, the latest first: five at most.
    last: Vec<DoneStep>,
    /// What runs.
    running: Vec<RunningStep>,
    /// What can begin now, or waits for what runs: five at most.
    next: Vec<NextStep>,
    /// What gates answered last, one entry for each gate.
    gates: Vec<RecordedGate>,
    /// What was agreed to.
    approvals: Vec<RecordedApproval>,
    /// Restore points and positions of logs, the latest first.
    positions: Vec<RecordedPosition>,
    /// What is wrong and not settled.
    troubles: Vec<RecordedTrouble>,
    /// When everything is done, as quantiles of the draws from here on; none where everything is done.
    end: Option<Quantiles>,
    /// The deadline of the specification, from here on.
    deadline: Option<DeadlineOutcome>,
    /// Risks of what is not done yet, the highest score first: medium and higher.
    risks: Vec<RiskNow>,
    /// What went otherwise than planned.
    deviations: Vec<String>,
    /// The point of no return: its step; none where the plan has none.
    point_of_no_return: Option<String>,
    /// Whether it is passed.
    passed: bool,
}

/// How a plan goes.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Health {
    /// Nothing has begun.
    NotBegun,
    /// As planned.
    OnTrack,
    /// Something deviates, or the deadline is not met at the quantile of `commit`.
    AtRisk,
    /// Something is wrong and not settled, or a gate does not pass.
    InTrouble,
    /// Everything is done.
    Done,
}

/// How far a phase is.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PhaseStatus {
    /// Its id.
    phase: String,
    /// How far it is.
    state: PhaseState,
    /// Steps of it that are done.
    done: usize,
    /// Its steps.
    steps: usize,
    /// When it began, as recorded.
    started: Option<String>,
    /// When it ended, as recorded.
    finished: Option<String>,
    /// When it ends, as quantiles of the draws; none where it has ended.
    end: Option<Quantiles>,
}

/// How far a phase is.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum PhaseState {
    /// Nothing of it has begun.
    Open,
    /// Something of it has begun.
    UnderWay,
    /// All of it is done.
    Done,
    /// It was begun, and all that was done of it is taken back.
    TakenBack,
}

/// A step that is done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DoneStep {
    /// Its id.
    step: String,
    /// What it did.
    title: String,
    /// When it ended.
    finished: String,
}

/// A step that runs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RunningStep {
    /// Its id.
    step: String,
    /// What it does.
    title: String,
    /// Who or what does it.
    by: String,
    /// Since when.
    since: String,
    /// The share of its work that is done, 0 to 1.
    share: f64,
    /// When it ends, as quantiles of the draws.
    end: Quantiles,
}

/// A step that comes next.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NextStep {
    /// Its id.
    step: String,
    /// What it does.
    title: String,
    /// Who or what does it.
    by: String,
    /// When it begins, as expected.
    start: String,
    /// What runs and has to end before; none where it can begin.
    waits_for: Vec<String>,
}

/// A risk of what is not done yet.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RiskNow {
    /// Its id.
    id: String,
    /// What can go wrong.
    title: String,
    /// The phase; none where it concerns the whole.
    phase: Option<String>,
    /// Its level: `low`, `medium`, `high` or `critical`.
    level: String,
    /// Who looks after it.
    owner: String,
}
