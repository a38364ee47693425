//! A schedule as a document.

use schedule::{Instant, Quantiles};
use serde::{Deserialize, Serialize};

use crate::specification::model::Commit;

/// The version of the format; a reader refuses a newer major.
pub const SCHEDULE_SCHEMA_VERSION: &str = "1.0";

/// When the steps of a plan run, and by when everything is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationSchedule {
    /// [`SCHEDULE_SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// `migration_schedule`.
    pub kind: String,
    /// What the plan is called.
    pub name: String,
    /// The digest of the plan.
    pub plan: String,
    /// When work begins, or goes on.
    pub start: Instant,
    /// The quantile that dates are promised by.
    pub commit: Commit,
    /// How many times durations were drawn.
    pub draws: u32,
    /// What chance began from.
    pub seed: u64,
    /// When everything is done, as quantiles of the draws; none: in more than the rest of the draws never.
    pub end: Quantiles,
    /// When everything is done at the quantile of `commit`; none: never.
    pub committed: Option<Instant>,
    /// When everything is done if each step takes as long as is expected: the end of the levelled schedule.
    pub expected: Instant,
    /// The deadline of the specification.
    pub deadline: Option<DeadlineOutcome>,
    /// Phases, in the plan's order.
    pub phases: Vec<PhaseTimes>,
    /// Steps, in the plan's order.
    pub steps: Vec<StepTimes>,
    /// Ids of the steps that the end waits for if each takes as long as is expected, in order.
    pub critical_path: Vec<String>,
    /// What would move the end most, the widest first: the tornado.
    pub swings: Vec<SwingTimes>,
    /// Seconds to keep in reserve for the critical path: √Σ(P90 − P50)².
    pub buffer_seconds: f64,
    /// Mean seconds by which closed hours, windows and freezes make the end later.
    pub closed_seconds: f64,
    /// What misses its time: the deadline, a window that is too short, a copy that never catches up. Empty: nothing does.
    pub problems: Vec<ScheduleProblem>,
}

/// What misses its time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScheduleProblem {
    /// In a sentence: what, by how much, and what would help most.
    pub says: String,
    /// The step that it is about; none: the whole.
    pub step: Option<String>,
    /// The share of draws in which it happens.
    pub probability: f64,
}

/// A deadline and how likely it is met.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DeadlineOutcome {
    /// When everything has to be done.
    pub at: Instant,
    /// The share of draws in which it is.
    pub probability: f64,
    /// Whether it is at the quantile of `commit`.
    pub met: bool,
}

/// When a phase runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhaseTimes {
    /// Its id.
    pub id: String,
    /// When its first step begins in the levelled schedule; none where it has no steps.
    pub start: Option<Instant>,
    /// When its last step ends there.
    pub finish: Option<Instant>,
    /// When it ends, as quantiles of the draws.
    pub end: Quantiles,
    /// How long the author of the specification takes for it, in seconds.
    pub stated_seconds: Option<f64>,
}

/// When a step runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepTimes {
    /// Its id.
    pub id: String,
    /// When it begins in the levelled schedule.
    pub start: Instant,
    /// When it ends there.
    pub finish: Instant,
    /// When it ends, as quantiles of the draws.
    pub end: Quantiles,
    /// The share of draws in which the end of the whole waits for it.
    pub criticality: f64,
    /// The share of draws in which it never ends, since it, or what it waits for, fits no opening.
    pub never: f64,
    /// The share of its work that is done.
    pub done: f64,
}

/// What moves the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SwingTimes {
    /// What is held fast or slow.
    pub of: SwingOf,
    /// Its name: of a common cause its words, of a step its id.
    pub name: String,
    /// Rank correlation with the end, -1 to 1.
    pub correlation: f64,
    /// The end at the quantile of `commit`, were it as fast as in one case of ten.
    pub fast: Option<Instant>,
    /// The same, were it as slow as in one case of ten.
    pub slow: Option<Instant>,
}

/// What a swing is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SwingOf {
    /// A common cause of several steps.
    Cause,
    /// A step, for what is its own of its duration.
    Step,
}

impl MigrationSchedule {
    /// Whether everything keeps to its time at the quantile of `commit`.
    pub fn keeps_its_time(&self) -> bool {
        self.problems.is_empty()
    }

    /// Writes it as JSON, the same bytes for the same schedule.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it cannot be serialised; none that was made cannot.
    pub fn to_json(&self) -> Result<String, crate::Error> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|error| crate::Error::format(error.to_string()))
    }
}
