//! How far a cutover is.

use serde::{Deserialize, Serialize};

use super::CutoverPlan;
use crate::{Percentage, Timestamp};

/// Where a cutover is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Phase {
    /// Nobody takes the new path: it has not begun, or waits after a retreat.
    Waiting,
    /// A step is being held.
    At {
        /// The step, from 0.
        step: usize,
    },
    /// Everybody takes the new path, and the last step has been held. It stays so.
    Complete,
    /// It was given up: nobody takes the new path. It stays so.
    Abandoned,
}

/// All that a decision depends on besides what is observed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub(super) plan: CutoverPlan,
    pub(super) phase: Phase,
    pub(super) since: Timestamp,
    pub(super) retreats: u32,
}

impl State {
    /// Before the first step.
    pub fn new(plan: CutoverPlan, now: Timestamp) -> Self {
        Self { plan, phase: Phase::Waiting, since: now, retreats: 0 }
    }

    /// The plan that it follows.
    pub fn plan(&self) -> &CutoverPlan {
        &self.plan
    }

    /// Where it is.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Since when.
    pub fn since(&self) -> Timestamp {
        self.since
    }

    /// How often it went back.
    pub fn retreats(&self) -> u32 {
        self.retreats
    }

    /// Whether it moves no more.
    pub fn is_ended(&self) -> bool {
        matches!(self.phase, Phase::Complete | Phase::Abandoned)
    }

    /// The share that takes the new path.
    pub fn percentage(&self) -> Percentage {
        match self.phase {
            Phase::Waiting | Phase::Abandoned => Percentage::ZERO,
            Phase::Complete => Percentage::FULL,
            Phase::At { step } => self.plan.steps().get(step).map_or(Percentage::ZERO, |step| step.percentage),
        }
    }
}
