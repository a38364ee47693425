//! Steps.

use serde::{Deserialize, Serialize};

use super::Work;
use crate::estimate::Estimate;
use crate::plan::{Facts, Loss};
use crate::specification::model::Fact;

/// Something that is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationStep {
    /// Unique in the plan: `accounts-db/expand-1`.
    pub id: String,
    /// What is done, in one line.
    pub title: String,
    /// Why it is done here and in this form.
    pub why: String,
    /// What it is.
    pub work: Work,
    /// Who or what does it.
    pub by: Performer,
    /// Steps that are done before it.
    pub after: Vec<String>,
    /// How long it takes, in seconds of work.
    pub estimate: Estimate,
    /// When it may run.
    pub timing: Timing,
    /// Resources of the specification of which it holds one while it runs.
    pub resources: Vec<String>,
    /// What it takes from an engine: locks, scans, rewrites.
    pub facts: Facts,
    /// How it is taken back.
    pub inverse: StepInverse,
    /// What a reader should know of it: what breaks for whom, what was not told.
    pub notes: Vec<Note>,
    /// What it is derived from; never empty.
    pub basis: Vec<Fact>,
}

/// Who or what does a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Performer {
    /// A person of this role, in the hours of the role's calendar.
    Role(String),
    /// A program, around the clock: `plan apply`, `replication`, `flag service`.
    Program(String),
}

impl Performer {
    /// The name of the role or the program.
    pub fn name(&self) -> &str {
        let (Self::Role(name) | Self::Program(name)) = self;
        name
    }
}

/// When a step may run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Timing {
    /// Windows of the specification of which one is open while it runs; empty: any time that the rest allows.
    pub windows: Vec<String>,
    /// Business hours of the specification in which it does not run.
    pub outside: Vec<String>,
    /// Whether it does not run in freezes.
    pub held_by_freezes: bool,
    /// Whether it can pause where its hours close; otherwise it waits for hours that hold it whole.
    pub splittable: bool,
    /// The steps of its phase that bear the same name here run in one opening, one after the other without a pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_one_go: Option<String>,
    /// Why it may run then only; empty where it may run at any time.
    pub because: String,
}

/// How a step is taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepInverse {
    /// What is done, in one line; empty where there is nothing to take back.
    pub title: String,
    /// What that loses.
    pub loss: Loss,
    /// How long it takes; none where nothing is done, or nothing can be.
    pub estimate: Option<Estimate>,
    /// Whether nobody relies on what the step did when it is taken back: such a way back is no recovery, and its time does
    /// not count against the recovery time objective.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub idle: bool,
}

impl StepInverse {
    /// Nothing to take back: the step changes nothing.
    pub fn nothing() -> Self {
        Self { title: String::new(), loss: Loss::Nothing, estimate: None, idle: false }
    }
}

/// Something that the reader of a plan should know, with what it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// In a sentence.
    pub says: String,
    /// What it is derived from.
    pub basis: Vec<Fact>,
}

impl Note {
    /// A note.
    pub fn new(says: impl Into<String>, basis: Vec<Fact>) -> Self {
        Self { says: says.into(), basis }
    }
}
