//! What `plan rollback --format json` writes of a plan of migrations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{Action, AppVersion, Loss};
use super::rollback::DeploymentPoint;
use super::work::{Holds, Probe};

/// The way back over a plan of migrations from where it stands.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MigrationRollback {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// `migration_rollback`.
    kind: String,
    /// What the plan is called.
    name: String,
    /// Digest of the plan that it takes back.
    plan_digest: String,
    /// The last phase of which something was done; none where nothing was.
    from: Option<String>,
    /// When the state that it starts from was written; none where no state was given.
    at: Option<String>,
    /// The phases of which something was done, in the plan's order.
    done: Vec<String>,
    /// Whether to go back at all.
    decision: Decision,
    /// Where the way back of the whole plan ends; none where it leads back from everywhere.
    point_of_no_return: Option<PlanNoReturn>,
    /// Who is called, in order.
    escalation: Vec<Called>,
    /// How the roles that have something to do here are reached.
    contacts: Vec<Reached>,
    /// What starts the way back, or calls somebody.
    triggers: Vec<WayBackTrigger>,
    /// What has to be there before the first step.
    prerequisites: Vec<String>,
    /// What is known of the data, for each migration of which something was done.
    data: Vec<DataState>,
    /// The phases that are taken back, in order: exactly those of which something was done, the last one first.
    phases: Vec<WayBackPhase>,
    /// How long it takes until nobody relies on what was done any more; none where there is no way back.
    recovery: Option<Times>,
    /// How long all of it takes; none where there is no way back.
    whole: Option<Times>,
    /// What holds when it is done.
    end: Vec<Check>,
}

/// Seconds, as quantiles.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Times {
    /// Half of the ways back are done by then.
    p50: f64,
    /// Four in five.
    p80: f64,
    /// Nineteen in twenty.
    p95: f64,
}

/// Whether to go back at all.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Decision {
    /// What the answers come to.
    verdict: Verdict,
    /// Why, in a sentence.
    because: String,
    /// Who decides.
    decides: String,
    /// What speaks for what.
    questions: Vec<Question>,
}

/// What a decision comes to.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Verdict {
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
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The question.
    asks: String,
    /// The answer.
    answer: String,
    /// What it speaks for.
    speaks_for: Answer,
}

/// What an answer speaks for.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Answer {
    /// Going back.
    Back,
    /// Thinking first.
    Care,
    /// Going on.
    Forward,
}

/// The point of no return of the whole plan.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanNoReturn {
    /// Its phase.
    phase: String,
    /// The first step that cannot be taken back as promised.
    step: String,
    /// What it does, in one line.
    title: String,
    /// Why: its inverse is absent, loses something that is not kept, or the way back takes longer than it may.
    because: String,
    /// The step that is agreed to before it; none where the plan has none.
    approval: Option<String>,
    /// Whether it is passed.
    passed: bool,
}

/// A trigger of the plan.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WayBackTrigger {
    /// Its id.
    id: String,
    /// What it looks at, in words: metric, side, bound.
    when: String,
    /// Seconds for which it has to hold before the trigger sounds.
    window_seconds: f64,
    /// Seconds for which it has to be on the right side again before the trigger is armed anew: the same as the window.
    rearm_seconds: f64,
    /// The figure at which it counts as back on the right side: a tenth of the bound away from it, so that a metric that
    /// wavers around the bound does not sound again and again.
    rearm_bound: f64,
    /// Whether it acts without asking; otherwise it calls somebody.
    acts: bool,
    /// What it does, in a sentence.
    does: String,
    /// Whether it is armed now: one of its phases is under way.
    armed: bool,
    /// The phases done that it takes back, in order.
    takes_back: Vec<String>,
}

/// What is known of the data of a migration.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DataState {
    /// The migration.
    migration: String,
    /// Whether the old side holds what the new one holds.
    current: Current,
    /// Why, in a sentence.
    says: String,
    /// What shows it.
    checks: Vec<Check>,
    /// Restore points and positions of logs that were recorded.
    positions: Vec<KnownPosition>,
}

/// Whether the old side holds what the new one holds.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Current {
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
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct KnownPosition {
    /// The step at which it was recorded.
    step: String,
    /// What it is of.
    name: String,
    /// The position.
    position: String,
    /// When.
    at: String,
}

/// A phase of the plan that is taken back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WayBackPhase {
    /// The phase of the plan.
    takes_back: String,
    /// Its migration.
    migration: String,
    /// What was true once it was done, which no longer is.
    purpose: String,
    /// Whether all of it was done.
    whole: bool,
    /// Whether the way back gets here: false where what was done behind it cannot be taken back. Then nothing of it may be
    /// taken back, since the old side is not what it was.
    reachable: bool,
    /// Whether somebody relies on what it did: such phases are taken back at once, the others can wait for the day.
    urgent: bool,
    /// The versions of the application that may run while it is taken back.
    versions: Vec<AppVersion>,
    /// What is deployed or stopped before its first step; none where the same versions go on running.
    deployment: Option<DeploymentPoint>,
    /// What does all its steps at once; none where each is done by itself.
    in_one: Option<String>,
    /// What holds before its first step.
    entry: Vec<Check>,
    /// What is done, in order; none where the phase changed nothing.
    steps: Vec<WayBackStep>,
    /// What holds after its last step.
    exit: Vec<Check>,
    /// What it loses.
    loses: Vec<Loss>,
    /// How long it takes; none where there is no way back.
    time: Option<Times>,
}

/// A step that is taken back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WayBackStep {
    /// The step of the plan.
    takes_back: String,
    /// What is done, in one line.
    title: String,
    /// Who or what does it.
    by: String,
    /// Whether the step was done, or under way.
    was: StepState,
    /// What is done, in order: statements of a schema plan, else what a person or a program does.
    actions: Vec<Action>,
    /// What shows that it is done.
    expected: String,
    /// What it loses.
    loss: Loss,
    /// How long it takes; none where nobody can say, or nothing can be done.
    time: Option<Times>,
    /// Whether nobody relies on what the step did when it is taken back.
    idle: bool,
    /// Whether this way back was run, and how.
    exercised: Exercised,
}

/// How far a step was.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum StepState {
    /// Done.
    Done,
    /// Begun and not finished.
    UnderWay,
}

/// Whether a way back was run before it is needed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Exercised {
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

/// A condition of the way back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Check {
    /// The condition, in one line.
    says: String,
    /// How it is found out.
    how: CheckHow,
    /// What to do where it does not hold.
    otherwise: String,
}

/// How a condition is found out.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum CheckHow {
    /// A query of one row and one column.
    Sql {
        /// The migration on whose database it is asked.
        migration: String,
        /// The query.
        statement: String,
        /// The answer.
        expected: String,
    },
    /// A number on the right side of a bound.
    Measure {
        /// What is measured.
        subject: String,
        /// How a machine obtains it.
        probe: Probe,
        /// Which side of the bound is right.
        holds: Holds,
        /// The bound, in the measure's own unit.
        bound: f64,
        /// For how long it holds, in seconds; 0: at one look.
        for_seconds: f64,
    },
    /// What is recorded in the state of the plan: none of these phases is done.
    State {
        /// The phases.
        not_done: Vec<String>,
    },
    /// A person of a role agrees: no machine can tell.
    Approval {
        /// Who.
        role: String,
    },
}

/// Somebody who is called where trouble lasts.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Called {
    /// The role.
    role: String,
    /// Seconds after the beginning of the trouble.
    after_seconds: f64,
    /// What for.
    decides: String,
}

/// How a role is reached.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reached {
    /// The role.
    role: String,
    /// Who it is; none where the specification names nobody.
    name: Option<String>,
    /// Ways to reach them; none where the specification tells none: the role's name serves.
    reach: Vec<String>,
}
