//! The way back: plain data.

use plan_engine::plan::{Action, AppVersion, Edit, Facts, Loss, PhaseName};
use serde::{Deserialize, Serialize};

/// The version of the format of a rollback; a reader refuses a newer major.
pub const SCHEMA_VERSION: &str = "2.0";

/// The way back from a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollback {
    /// [`SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// Digest of the plan that it takes back.
    pub plan_digest: String,
    /// The last phase that was done.
    pub from: PhaseName,
    /// The versions of the application that may run when the way back begins.
    pub versions: Vec<AppVersion>,
    /// What to do, in order; the last one reaches the schema before.
    pub phases: Vec<RollbackPhase>,
}

/// A phase of the way back: what is done while the same versions of the application may run. Between two of them lies a
/// deployment point, so no script spans two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollbackPhase {
    /// Which.
    pub name: RollbackPhaseName,
    /// The phases of the plan that it takes back, the last one first.
    pub takes_back: Vec<PhaseName>,
    /// The versions of the application that may run during it, and from its end to the next one.
    pub versions: Vec<AppVersion>,
    /// What has to be deployed or stopped before its first step; none where the same versions go on running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<DeploymentPoint>,
    /// What is done, in order; none where the phase is only a state in which versions are exchanged.
    pub steps: Vec<RollbackStep>,
}

/// The phases of a way back, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollbackPhaseName {
    /// What `contract` tightened and took out comes back, while only the new version runs.
    Restore,
    /// The old version is deployed again and both run: `cutover` is taken back.
    SwitchBack,
    /// The new version is gone, and what only it needed goes, archived.
    Withdraw,
}

/// A moment at which the versions of the application that run are changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeploymentPoint {
    /// Versions that may be deployed from here on.
    pub deploy: Vec<AppVersion>,
    /// Versions of which no instance may run any longer.
    pub stop: Vec<AppVersion>,
    /// What people do and agree to.
    pub actions: Vec<Action>,
}

/// A step of the way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollbackStep {
    /// Id of the step of the plan that it takes back.
    pub takes_back: String,
    /// The phase of that step.
    pub phase: PhaseName,
    /// What is done, in one line.
    pub title: String,
    /// What is done, in order.
    pub actions: Vec<Action>,
    /// What the catalogue looks like afterwards, as edits in order.
    pub effect: Vec<Edit>,
    /// What it takes from the engine.
    pub facts: Facts,
    /// What it loses.
    pub loss: Loss,
}

impl Rollback {
    /// All steps, in order.
    pub fn steps(&self) -> impl Iterator<Item = &RollbackStep> {
        self.phases.iter().flat_map(|phase| &phase.steps)
    }

    /// The steps that cannot be taken back, with what is lost. Where there are any, the schema before is out of reach.
    pub fn lost(&self) -> impl Iterator<Item = (&RollbackStep, &str)> {
        self.steps().filter_map(|step| match &step.loss {
            Loss::Everything(what) => Some((step, what.as_str())),
            _ => None,
        })
    }
}

impl RollbackPhaseName {
    /// All phases, in order.
    pub const ALL: [Self; 3] = [Self::Restore, Self::SwitchBack, Self::Withdraw];

    /// The phase of a way back in which `phase` of a plan is taken back.
    pub fn of(phase: PhaseName) -> Self {
        match phase {
            PhaseName::Contract | PhaseName::Purge => Self::Restore,
            PhaseName::Cutover => Self::SwitchBack,
            _ => Self::Withdraw,
        }
    }

    /// The word used on the command line and in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Restore => "restore",
            Self::SwitchBack => "switch_back",
            Self::Withdraw => "withdraw",
        }
    }
}

impl std::fmt::Display for RollbackPhaseName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for RollbackPhaseName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.replace('-', "_");
        Self::ALL.into_iter().find(|phase| phase.as_str() == wanted).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|phase| phase.as_str()).collect();
            format!("unknown phase of a way back `{text}`: expected one of {}", known.join(", "))
        })
    }
}
