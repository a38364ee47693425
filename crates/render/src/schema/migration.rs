//! What is in the file of a plan of migrations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Open;
use super::estimate::{Estimate, Fact};
use super::inventory::Inventory;
use super::plan::{AppVersion, Facts, Loss, Plan};
use super::work::Work;

/// A plan of one or several linked migrations: phases, steps, gates, triggers, ways back, estimates, and what each is
/// derived from.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MigrationPlan {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// `migration_plan`; the file of a schema plan has none.
    kind: String,
    /// SHA-256, in hexadecimal, over the canonical bytes of the plan with this field empty.
    digest: String,
    /// What the whole is called.
    name: String,
    /// What it was made from, in one form whatever file it was read from: durations in seconds, sizes in bytes.
    specification: Open,
    /// One for each migration, in the order of the specification.
    summaries: Vec<MigrationSummary>,
    /// The plans of the schemas, whole.
    schema_plans: Vec<SchemaPlan>,
    /// What the comparison of interfaces said.
    reports: Vec<ApiReport>,
    /// What infrastructures consist of, and how they move; left out where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inventories: Vec<Inventory>,
    /// What to do, in an order in which everything comes after what it waits for.
    phases: Vec<MigrationPhase>,
    /// What starts a way back, or calls somebody.
    triggers: Vec<PlannedTrigger>,
    /// What the reader of the plan should know.
    notes: Vec<Note>,
}

/// The plan of a migration's schema.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SchemaPlan {
    /// The migration.
    migration: String,
    /// Its plan, digest included.
    plan: Plan,
}

/// A migration as a whole.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MigrationSummary {
    /// Its id.
    migration: String,
    /// What is migrated.
    kind: Kind,
    /// How.
    pattern: String,
    /// What it leaves, in words.
    source: String,
    /// What it arrives at, in words.
    target: String,
    /// Systems that a fault of it reaches.
    reaches: Vec<String>,
    /// The score of complexity.
    complexity: Complexity,
    /// What regimes ask, and where in the plan it is done.
    controls: Vec<Control>,
}

/// What is migrated.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// A database.
    Database,
    /// A service.
    Service,
    /// What services run on.
    Infrastructure,
}

/// Data volume, dependencies, downtime and special requirements, added up; it says nothing about time or risk.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Complexity {
    /// The sum.
    score: u32,
    /// `low` below 3, `medium` from 3, `high` from 5, `critical` from 8.
    level: String,
    /// What it is the sum of.
    parts: Vec<ComplexityPart>,
}

/// One summand of a score.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ComplexityPart {
    /// Points.
    points: u32,
    /// What for.
    because: String,
    /// What says so.
    basis: Vec<Fact>,
}

/// What a regime asks, and where in the plan it is done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Control {
    /// The regime.
    regime: String,
    /// What it asks here, with the article or section.
    asks: String,
    /// Steps of the plan that do it.
    steps: Vec<String>,
    /// What shows afterwards that it was done.
    evidence: String,
    /// What it is derived from.
    basis: Vec<Fact>,
}

/// What the comparison of an interface said.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ApiReport {
    /// The migration.
    migration: String,
    /// What was compared.
    kind: String,
    /// The document as it is.
    before: String,
    /// The document as it should be.
    after: String,
    /// The highest severity among the findings: `identical`, `non_breaking`, `additive`, `potentially_breaking`, `breaking`.
    verdict: String,
    /// The findings, the worst first.
    findings: Vec<ApiFinding>,
}

/// A change of an interface.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ApiFinding {
    /// Id of the rule.
    rule: String,
    /// How bad it is.
    severity: String,
    /// The operation, for example `GET /pets/{id}`.
    operation: Option<String>,
    /// What changed, in one sentence.
    message: String,
    /// What it is recognised by.
    fingerprint: String,
    /// Where it stands, `file:line:column`.
    place: Option<String>,
}

/// What is done between two states in which everything runs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MigrationPhase {
    /// Unique in the plan: `accounts-db/expand`.
    id: String,
    /// The migration that it belongs to.
    migration: String,
    /// What it is called.
    name: String,
    /// What is true once it is done.
    purpose: String,
    /// The versions of the application that may run during it.
    versions: Vec<AppVersion>,
    /// What is done, in an order in which everything comes after what it waits for.
    steps: Vec<MigrationStep>,
    /// Steps, of this phase or of those before it, that are gates or approvals and hold before it changes anything.
    #[serde(default)]
    entry: Vec<String>,
    /// Steps, of this phase or of those behind it, that are gates or approvals and hold once it is done.
    #[serde(default)]
    exit: Vec<String>,
    /// Who is told of it, and when.
    #[serde(default)]
    moments: Vec<Moment>,
    /// How to get from its end to before it.
    way_back: PhaseWayBack,
    /// From which of its steps on there is no way back that keeps what is promised; none where there is one throughout.
    point_of_no_return: Option<NoReturn>,
    /// How long the author of the specification thinks that it takes.
    stated: Option<Estimate>,
    /// What a reader should know of it.
    notes: Vec<Note>,
}

/// A moment of a phase at which people are told.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Moment {
    /// When.
    occasion: Occasion,
    /// Who is told; never empty.
    audiences: Vec<Audience>,
    /// Why they are.
    because: String,
}

/// When people are told.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Occasion {
    /// Some time before it begins.
    Before,
    /// When it begins.
    Start,
    /// When it is done.
    Done,
    /// When one of its gates does not hold, or one of its triggers fires.
    Trouble,
    /// When it is taken back.
    Rollback,
}

/// Who is told.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Audience {
    /// Those who answer for the whole.
    Executive,
    /// Those who do the work, and those who run what depends on it.
    Technical,
    /// Those whose work depends on the system.
    Business,
    /// Those whom the business serves.
    Customers,
}

/// The way back from the end of a phase to before it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PhaseWayBack {
    /// Phases that wait for this one and are taken back before it as far as they are done, the last one first.
    first_take_back: Vec<String>,
    /// The steps whose inverses it consists of, in the order in which these are run.
    steps: Vec<String>,
    /// What it loses.
    loses: Vec<Loss>,
    /// How long it takes; none where there is no way back.
    estimate: Option<Estimate>,
}

/// Where the way back ends.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NoReturn {
    /// The first step that cannot be taken back as promised.
    step: String,
    /// Why.
    because: String,
    /// What says so.
    basis: Vec<Fact>,
}

/// Something that is done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MigrationStep {
    /// Unique in the plan: `accounts-db/expand-1`.
    id: String,
    /// What is done, in one line.
    title: String,
    /// Why it is done here and in this form.
    why: String,
    /// What it is.
    work: Work,
    /// Who or what does it.
    by: Performer,
    /// Steps that are done before it.
    after: Vec<String>,
    /// How long it takes, in seconds of work.
    estimate: Estimate,
    /// When it may run.
    timing: Timing,
    /// Resources of the specification of which it holds one while it runs.
    resources: Vec<String>,
    /// What it takes from an engine: locks, scans, rewrites.
    facts: Facts,
    /// How it is taken back.
    inverse: StepInverse,
    /// What a reader should know of it.
    notes: Vec<Note>,
    /// What it is derived from; never empty.
    basis: Vec<Fact>,
}

/// Who or what does a step.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Performer {
    /// A person of this role, in the hours of the role's calendar.
    Role(String),
    /// A program, around the clock.
    Program(String),
}

/// When a step may run.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Timing {
    /// Windows of the specification of which one is open while it runs; empty: any time that the rest allows.
    windows: Vec<String>,
    /// Business hours of the specification in which it does not run.
    outside: Vec<String>,
    /// Whether it does not run in freezes.
    held_by_freezes: bool,
    /// Whether it can pause where its hours close.
    splittable: bool,
    /// The steps of its phase that bear the same name here run in one opening, one after the other without a pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_one_go: Option<String>,
    /// Why it may run then only.
    because: String,
}

/// How a step is taken back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StepInverse {
    /// What is done, in one line; empty where there is nothing to take back.
    title: String,
    /// What that loses.
    loss: Loss,
    /// How long it takes; none where nothing is done, or nothing can be.
    estimate: Option<Estimate>,
    /// Whether nobody relies on what the step did when it is taken back, so that its time does not count as recovery.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    idle: bool,
}

/// Something that the reader of a plan should know.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Note {
    /// In a sentence.
    says: String,
    /// What it is derived from.
    basis: Vec<Fact>,
}

/// A trigger of the specification with its place in the plan.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlannedTrigger {
    /// Unique in the plan: `accounts-service/trigger-1`.
    id: String,
    /// The migration.
    migration: String,
    /// The condition and what it does, as the specification has it.
    trigger: Open,
    /// What is watched, as a PromQL expression of one value.
    expression: String,
    /// What happens then.
    does: String,
    /// Phases during which it is armed.
    armed_in: Vec<String>,
    /// Phases whose way back it starts as far as they are done, in this order; empty where it starts none.
    takes_back: Vec<String>,
    /// What it is derived from.
    basis: Vec<Fact>,
}
