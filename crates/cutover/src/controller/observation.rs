//! What is observed, in plain words of one's own: whoever observes converts.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::breaker::BreakerState;
use crate::flag::Gates;
use crate::judge::{JudgeVerdict, SequentialVerdict};

/// What the judge says of the canary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Verdict {
    /// It is as good as the control.
    Pass,
    /// It is worse, but not so much that it has to go.
    Marginal,
    /// It is worse.
    Fail,
    /// There are too few observations to tell.
    NotEnoughData {
        /// How many more it takes.
        missing: u64,
    },
}

impl From<JudgeVerdict> for Verdict {
    fn from(verdict: JudgeVerdict) -> Self {
        match verdict {
            JudgeVerdict::Pass => Self::Pass,
            JudgeVerdict::Marginal => Self::Marginal,
            JudgeVerdict::Fail => Self::Fail,
            JudgeVerdict::NotEnoughData { missing } => {
                Self::NotEnoughData { missing: u64::try_from(missing).unwrap_or(u64::MAX) }
            }
        }
    }
}

impl From<SequentialVerdict> for Verdict {
    fn from(verdict: SequentialVerdict) -> Self {
        match verdict {
            SequentialVerdict::NotWorse => Self::Pass,
            SequentialVerdict::Worse => Self::Fail,
            SequentialVerdict::NotEnoughData { missing } => Self::NotEnoughData { missing },
        }
    }
}

/// What the judge says, and of which observations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judge {
    /// What it says.
    pub verdict: Verdict,
    /// When the first of the observations was made: those from before a step say nothing of it.
    pub since: Timestamp,
}

/// How the breaker stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Breaker {
    /// Calls go through.
    #[default]
    Closed,
    /// A few calls go through, to find out.
    HalfOpen,
    /// No call goes through.
    Open,
}

impl From<BreakerState> for Breaker {
    fn from(state: BreakerState) -> Self {
        match state {
            BreakerState::Open | BreakerState::ForcedOpen => Self::Open,
            BreakerState::HalfOpen => Self::HalfOpen,
            BreakerState::Closed | BreakerState::Disabled | BreakerState::MetricsOnly => Self::Closed,
        }
    }
}

/// All that is observed at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Observations {
    /// How the gates stand; one that is not there is pending.
    pub gates: Gates,
    /// What the judge says; none where it was not asked.
    pub judge: Option<Judge>,
    /// How the breaker stands.
    pub breaker: Breaker,
}
