//! The way back over a plan of migrations: plain data.

use plan_engine::estimate::Estimate;
use plan_engine::plan::{Action, AppVersion, Loss};
use serde::{Deserialize, Serialize};

use super::{Called, Check, Reached};
use crate::DeploymentPoint;

/// The version of the format; a reader refuses a newer major.
pub const MIGRATION_SCHEMA_VERSION: &str = "1.0";

/// What `kind` says in the file.
pub const KIND: &str = "migration_rollback";

/// The way back over a plan of migrations from where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationRollback {
    /// [`MIGRATION_SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// [`KIND`].
    pub kind: String,
    /// What the plan is called.
    pub name: String,
    /// Digest of the plan that it takes back.
    pub plan_digest: String,
    /// The last phase of which something was done; none where nothing was.
    pub from: Option<String>,
    /// When the state that it starts from was written; none where no state was given.
    pub at: Option<String>,
    /// The phases of which something was done, in the plan's order.
    pub done: Vec<String>,
    /// Whether to go back at all.
    pub decision: Decision,
    /// Where the way back of the whole plan ends; none where it leads back from everywhere.
    pub point_of_no_return: Option<PlanNoReturn>,
    /// Who is called, in order.
    pub escalation: Vec<Called>,
    /// How the roles that have something to do here are reached.
    pub contacts: Vec<Reached>,
    /// What starts the way back, or calls somebody.
    pub triggers: Vec<WayBackTrigger>,
    /// What has to be there before the first step.
    pub prerequisites: Vec<String>,
    /// What is known of the data, for each migration of which something was done.
    pub data: Vec<DataState>,
    /// The phases that are taken back, in order: exactly those of which something was done, the last one first.
    pub phases: Vec<WayBackPhase>,
    /// How long it takes until nobody relies on what was done any more; none where there is no way back.
    pub recovery: Option<Times>,
    /// How long all of it takes; none where there is no way back.
    pub whole: Option<Times>,
    /// What holds when it is done.
    pub end: Vec<Check>,
}

/// Seconds, as quantiles.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// Half of the ways back are done by then.
    pub p50: f64,
    /// Four in five.
    pub p80: f64,
    /// Nineteen in twenty.
    pub p95: f64,
}

impl Times {
    /// Those of an estimate, in tenths of a second.
    pub(crate) fn of(estimate: &Estimate) -> Self {
        let [p50, p80, p95] = [0.5, 0.8, 0.95].map(|p| (estimate.distribution.quantile(p) * 10.0).round() / 10.0);
        Self { p50, p80, p95 }
    }

    /// No time at all.
    pub(crate) const NONE: Self = Self { p50: 0.0, p80: 0.0, p95: 0.0 };
}

/// Whether to go back at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What the answers come to.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub because: String,
    /// Who decides.
    pub decides: String,
    /// What speaks for what.
    pub questions: Vec<Question>,
}

/// What a decision comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing was done: there is nothing to take back.
    NothingToDo,
    /// The way back loses nothing and is fast enough.
    GoBack,
    /// There is a way back, and a person weighs what it costs first.
    Weigh,
    /// There is no way back: mend it forwards, or recover from a backup.
    GoForward,
}

/// A question of the decision, and its answer from the plan and the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub asks: String,
    /// The answer.
    pub answer: String,
    /// What it speaks for.
    pub speaks_for: Answer,
}

/// What an answer speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Going back.
    Back,
    /// Thinking first.
    Care,
    /// Going on.
    Forward,
}

/// The point of no return of the whole plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanNoReturn {
    /// Its phase.
    pub phase: String,
    /// The first step that cannot be taken back as promised.
    pub step: String,
    /// What it does, in one line.
    pub title: String,
    /// Why: its inverse is absent, loses something that is not kept, or the way back takes longer than it may.
    pub because: String,
    /// The step that is agreed to before it; none where the plan has none.
    pub approval: Option<String>,
    /// Whether it is passed.
    pub passed: bool,
}

/// A trigger of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WayBackTrigger {
    /// Its id.
    pub id: String,
    /// What it looks at, in words: metric, side, bound.
    pub when: String,
    /// Seconds for which it has to hold before the trigger sounds.
    pub window_seconds: f64,
    /// Seconds for which it has to be on the right side again before the trigger is armed anew: the same as the window.
    pub rearm_seconds: f64,
    /// The figure at which it counts as back on the right side: a tenth of the bound away from it, so that a metric that
    /// wavers around the bound does not sound again and again.
    pub rearm_bound: f64,
    /// Whether it acts without asking; otherwise it calls somebody.
    pub acts: bool,
    /// What it does, in a sentence.
    pub does: String,
    /// Whether it is armed now: one of its phases is under way.
    pub armed: bool,
    /// The phases done that it takes back, in order.
    pub takes_back: Vec<String>,
}

/// What is known of the data of a migration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataState {
    /// The migration.
    pub migration: String,
    /// Whether the old side holds what the new one holds.
    pub current: Current,
    /// Why, in a sentence.
    pub says: String,
    /// What shows it.
    pub checks: Vec<Check>,
    /// Restore points and positions of logs that were recorded.
    pub positions: Vec<KnownPosition>,
}

/// Whether the old side holds what the new one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Current {
    /// It does.
    Yes,
    /// As long as the checks hold.
    WhileChecksHold,
    /// Nobody says: the plan moves no data of this migration.
    NotTold,
    /// It does not.
    No,
}

/// A restore point or the position of a log, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPosition {
    /// The step at which it was recorded.
    pub step: String,
    /// What it is of.
    pub name: String,
    /// The position.
    pub position: String,
    /// When.
    pub at: String,
}

/// A phase of the plan that is taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WayBackPhase {
    /// The phase of the plan.
    pub takes_back: String,
    /// Its migration.
    pub migration: String,
    /// What was true once it was done, which no longer is.
    pub purpose: String,
    /// Whether all of it was done.
    pub whole: bool,
    /// Whether the way back gets here: false where what was done behind it cannot be taken back. Then nothing of it may be
    /// taken back, since the old side is not what it was.
    pub reachable: bool,
    /// Whether somebody relies on what it did: such phases are taken back at once, the others can wait for the day.
    pub urgent: bool,
    /// The versions of the application that may run while it is taken back.
    pub versions: Vec<AppVersion>,
    /// What is deployed or stopped before its first step; none where the same versions go on running.
    pub deployment: Option<DeploymentPoint>,
    /// What does all its steps at once; none where each is done by itself.
    pub in_one: Option<String>,
    /// What holds before its first step.
    pub entry: Vec<Check>,
    /// What is done, in order; none where the phase changed nothing.
    pub steps: Vec<WayBackStep>,
    /// What holds after its last step.
    pub exit: Vec<Check>,
    /// What it loses.
    pub loses: Vec<Loss>,
    /// How long it takes; none where there is no way back.
    pub time: Option<Times>,
}

/// A step that is taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WayBackStep {
    /// The step of the plan.
    pub takes_back: String,
    /// What is done, in one line.
    pub title: String,
    /// Who or what does it.
    pub by: String,
    /// Whether the step was done, or under way.
    pub was: StepState,
    /// What is done, in order: statements of a schema plan, else what a person or a program does.
    pub actions: Vec<Action>,
    /// What shows that it is done.
    pub expected: String,
    /// What it loses.
    pub loss: Loss,
    /// How long it takes; none where nobody can say, or nothing can be done.
    pub time: Option<Times>,
    /// Whether nobody relies on what the step did when it is taken back.
    pub idle: bool,
    /// Whether this way back was run, and how.
    pub exercised: Exercised,
}

/// How far a step was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Done.
    Done,
    /// Begun and not finished.
    UnderWay,
}

/// Whether a way back was run before it is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exercised {
    /// It was run, forwards and back, with rows.
    Proven {
        /// By what.
        by: String,
    },
    /// It was not run.
    NotRun {
        /// Why, and what would run it.
        because: String,
    },
}
