//! What a controller follows.

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind, Percentage};

/// A percentage, and what it takes to leave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlanStep {
    /// The share that takes the new path.
    pub percentage: Percentage,
    /// How long it is held at least, in seconds.
    pub hold_seconds: u64,
    /// The gate that has to pass.
    #[serde(default)]
    pub gate: Option<String>,
    /// Whether the judge has to pass the canary on observations made at this step.
    #[serde(default)]
    pub judged: bool,
}

impl PlanStep {
    /// A percentage that is held for so many seconds, without gate or judge.
    pub fn new(percentage: Percentage, hold_seconds: u64) -> Self {
        Self { percentage, hold_seconds, gate: None, judged: false }
    }

    /// The same, to be left only once a gate has passed.
    #[must_use]
    pub fn then_gate(mut self, name: impl Into<String>) -> Self {
        self.gate = Some(name.into());
        self
    }

    /// The same, to be left only once the judge has passed the canary.
    #[must_use]
    pub fn then_judge(mut self) -> Self {
        self.judged = true;
        self
    }
}

/// Percentages from the first to 100, and when to give up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct CutoverPlan(Wire);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    steps: Vec<PlanStep>,
    cool_down_seconds: u64,
    patience_seconds: u64,
    most_retreats: u32,
}

/// By default.
const COOL_DOWN_SECONDS: u64 = 600;
const MOST_RETREATS: u32 = 3;

impl CutoverPlan {
    /// Steps that raise the percentage to 100. After a retreat it waits ten minutes, it gives up at the fourth, and no step
    /// is waited for longer than a day more than the longest hold.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where a step does not raise the percentage, or where the last is not 100.
    pub fn new(steps: impl IntoIterator<Item = PlanStep>) -> Result<Self, Error> {
        let steps: Vec<PlanStep> = steps.into_iter().collect();
        let longest = steps.iter().map(|step| step.hold_seconds).fold(COOL_DOWN_SECONDS, u64::max);
        let (cool_down_seconds, most_retreats) = (COOL_DOWN_SECONDS, MOST_RETREATS);
        Wire { steps, cool_down_seconds, patience_seconds: longest.saturating_add(86_400), most_retreats }.try_into()
    }

    /// The same, with another wait after a retreat.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where it is not shorter than the patience.
    pub fn cool_down_seconds(self, seconds: u64) -> Result<Self, Error> {
        Wire { cool_down_seconds: seconds, ..self.0 }.try_into()
    }

    /// The same, to be given up where nothing moves for so long.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where it is not longer than each hold and the wait after a retreat.
    pub fn patience_seconds(self, seconds: u64) -> Result<Self, Error> {
        Wire { patience_seconds: seconds, ..self.0 }.try_into()
    }

    /// The same, to be given up at the retreat after so many.
    #[must_use]
    pub fn most_retreats(self, retreats: u32) -> Self {
        Self(Wire { most_retreats: retreats, ..self.0 })
    }

    /// Its steps.
    pub fn steps(&self) -> &[PlanStep] {
        &self.0.steps
    }

    pub(super) fn cool_down(&self) -> u64 {
        self.0.cool_down_seconds
    }

    pub(super) fn patience(&self) -> u64 {
        self.0.patience_seconds
    }

    pub(super) fn retreats(&self) -> u32 {
        self.0.most_retreats
    }
}

impl TryFrom<Wire> for CutoverPlan {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        let invalid = |message: String| Err(Error::new(ErrorKind::Invalid, message));
        let mut before = Percentage::ZERO;
        for (number, step) in wire.steps.iter().enumerate() {
            if step.percentage <= before {
                return invalid(format!("step {}, {}, does not raise the percentage", number + 1, step.percentage));
            }
            if step.hold_seconds >= wire.patience_seconds {
                return invalid(format!("step {} is held longer than the patience lasts", number + 1));
            }
            before = step.percentage;
        }
        if before != Percentage::FULL {
            return invalid(format!("the last step is at {before}: a cutover ends at 100 %"));
        }
        if wire.cool_down_seconds >= wire.patience_seconds {
            return invalid("the wait after a retreat is longer than the patience lasts".to_owned());
        }
        Ok(Self(wire))
    }
}

impl From<CutoverPlan> for Wire {
    fn from(plan: CutoverPlan) -> Self {
        plan.0
    }
}
