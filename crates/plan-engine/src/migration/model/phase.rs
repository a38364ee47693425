//! Phases, and the way back from each.

use serde::{Deserialize, Serialize};

use super::{MigrationStep, Moment, Note};
use crate::estimate::Estimate;
use crate::plan::{AppVersion, Loss};
use crate::specification::model::Fact;

/// What is done between two states in which everything runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationPhase {
    /// Unique in the plan: `accounts-db/expand`.
    pub id: String,
    /// The migration that it belongs to.
    pub migration: String,
    /// What it is called: `expand`.
    pub name: String,
    /// What is true once it is done, in one sentence.
    pub purpose: String,
    /// The versions of the application that may run during it.
    pub versions: Vec<AppVersion>,
    /// What is done, in an order in which everything comes after what it waits for.
    pub steps: Vec<MigrationStep>,
    /// Steps, of this phase or of those before it, that are gates or approvals and hold before it changes anything.
    #[serde(default)]
    pub entry: Vec<String>,
    /// Steps, of this phase or of those behind it, that are gates or approvals and hold once it is done.
    #[serde(default)]
    pub exit: Vec<String>,
    /// Who is told of it, and when.
    #[serde(default)]
    pub moments: Vec<Moment>,
    /// How to get from its end to before it.
    pub way_back: PhaseWayBack,
    /// From which of its steps on there is no way back that keeps what is promised; none where there is one throughout.
    pub point_of_no_return: Option<NoReturn>,
    /// How long the author of the specification thinks that it takes.
    pub stated: Option<Estimate>,
    /// What a reader should know of it.
    pub notes: Vec<Note>,
}

/// The way back from the end of a phase to before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhaseWayBack {
    /// Phases of the plan that wait for this one and are taken back before it as far as they are done, the last one first;
    /// what waits for those is named there.
    pub first_take_back: Vec<String>,
    /// The steps whose inverses it consists of, in the order in which these are run.
    pub steps: Vec<String>,
    /// What it loses.
    pub loses: Vec<Loss>,
    /// How long it takes; none where there is no way back.
    pub estimate: Option<Estimate>,
}

/// Where the way back ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoReturn {
    /// The first step that cannot be taken back as promised.
    pub step: String,
    /// Why: its inverse is absent, or takes longer than the recovery time objective.
    pub because: String,
    /// What says so.
    pub basis: Vec<Fact>,
}

impl MigrationPhase {
    /// How long it takes until nobody relies on what the phase did any more, in seconds: its way back without the steps that
    /// nobody relies on. None where there is none, or nothing of the kind is to be taken back.
    pub fn recovery(&self) -> Option<Estimate> {
        self.way_back.estimate.as_ref()?;
        let relied = self.steps.iter().rev().filter(|it| !it.inverse.idle);
        crate::migration::time::sum(relied.filter_map(|it| it.inverse.estimate.as_ref()))
    }
}
