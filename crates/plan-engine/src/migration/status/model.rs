//! The status of a plan as a document.

use schedule::{Instant, Quantiles};
use serde::{Deserialize, Serialize};

use crate::migration::schedule::{DeadlineOutcome, RecordedApproval, RecordedGate, RecordedPosition, RecordedTrouble};
use crate::risk::Level;

/// The version of the format; a reader refuses a newer major.
pub const STATUS_SCHEMA_VERSION: &str = "1.0";

/// What `kind` says in the file.
pub const STATUS_KIND: &str = "migration_status";

/// Where a plan stands at a point in time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationStatus {
    /// [`STATUS_SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// [`STATUS_KIND`].
    pub kind: String,
    /// What the plan is called.
    pub name: String,
    /// The digest of the plan.
    pub plan: String,
    /// The point in time.
    pub at: Instant,
    /// When the state was written that it is made from.
    pub recorded: Instant,
    /// How it goes, in one word.
    pub health: Health,
    /// Why, in a sentence.
    pub because: String,
    /// Steps that are done.
    pub done: usize,
    /// Steps of the plan.
    pub steps: usize,
    /// Phases, in the plan's order.
    pub phases: Vec<PhaseStatus>,
    /// What was done last, the latest first: five at most.
    pub last: Vec<DoneStep>,
    /// What runs.
    pub running: Vec<RunningStep>,
    /// What can begin now, or waits for what runs: five at most.
    pub next: Vec<NextStep>,
    /// What gates answered last, one entry for each gate.
    pub gates: Vec<RecordedGate>,
    /// What was agreed to.
    pub approvals: Vec<RecordedApproval>,
    /// Restore points and positions of logs, the latest first.
    pub positions: Vec<RecordedPosition>,
    /// What is wrong and not settled.
    pub troubles: Vec<RecordedTrouble>,
    /// When everything is done, as quantiles of the draws from here on; none where everything is done.
    pub end: Option<Quantiles>,
    /// The deadline of the specification, from here on.
    pub deadline: Option<DeadlineOutcome>,
    /// Risks of what is not done yet, the highest score first: medium and higher.
    pub risks: Vec<RiskNow>,
    /// What went otherwise than planned.
    pub deviations: Vec<String>,
    /// The point of no return: its step; none where the plan has none.
    pub point_of_no_return: Option<String>,
    /// Whether it is passed.
    pub passed: bool,
}

/// How a plan goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhaseStatus {
    /// Its id.
    pub phase: String,
    /// How far it is.
    pub state: PhaseState,
    /// Steps of it that are done.
    pub done: usize,
    /// Its steps.
    pub steps: usize,
    /// When it began, as recorded.
    pub started: Option<Instant>,
    /// When it ended, as recorded.
    pub finished: Option<Instant>,
    /// When it ends, as quantiles of the draws; none where it has ended.
    pub end: Option<Quantiles>,
}

/// How far a phase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseState {
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneStep {
    /// Its id.
    pub step: String,
    /// What it did.
    pub title: String,
    /// When it ended.
    pub finished: Instant,
}

/// A step that runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunningStep {
    /// Its id.
    pub step: String,
    /// What it does.
    pub title: String,
    /// Who or what does it.
    pub by: String,
    /// Since when.
    pub since: Instant,
    /// The share of its work that is done, 0 to 1.
    pub share: f64,
    /// When it ends, as quantiles of the draws.
    pub end: Quantiles,
}

/// A step that comes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// Its id.
    pub step: String,
    /// What it does.
    pub title: String,
    /// Who or what does it.
    pub by: String,
    /// When it begins, as expected.
    pub start: Instant,
    /// What runs and has to end before; none where it can begin.
    pub waits_for: Vec<String>,
}

/// A risk of what is not done yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RiskNow {
    /// Its id.
    pub id: String,
    /// What can go wrong.
    pub title: String,
    /// The phase; none where it concerns the whole.
    pub phase: Option<String>,
    /// Its level.
    pub level: Level,
    /// Who looks after it.
    pub owner: String,
}

impl MigrationStatus {
    /// Writes it as JSON, the same bytes for the same status.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it cannot be serialised; none that was made cannot.
    pub fn to_json(&self) -> Result<String, crate::Error> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|error| crate::Error::format(error.to_string()))
    }
}
