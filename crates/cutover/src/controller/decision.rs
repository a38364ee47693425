//! What was decided, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Phase;
use crate::{Percentage, Timestamp};

/// Which way it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Move {
    /// To the next step, or to the end.
    Advance,
    /// Nowhere.
    Hold,
    /// To an earlier step, or to nobody.
    GoBack,
    /// It was given up.
    Abandon,
}

/// Why.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Reason {
    /// All that it takes holds.
    AllHolds,
    /// The step, or the wait after a retreat, is not over.
    NotLongEnough {
        /// When it is.
        until: Timestamp,
    },
    /// The gate has not passed yet.
    GatePending {
        /// Its name.
        gate: String,
    },
    /// The gate has failed.
    GateFailed {
        /// Its name.
        gate: String,
    },
    /// The judge has not been asked, or only of observations from before this step.
    NotJudged,
    /// The judge has too few observations.
    NotEnoughData {
        /// How many more it takes.
        missing: u64,
    },
    /// The canary is worse, but not so much that it has to go.
    JudgedMarginal,
    /// The canary is worse.
    JudgedWorse,
    /// The breaker is half open.
    BreakerHalfOpen,
    /// The breaker is open.
    BreakerOpen,
    /// Nothing has moved for longer than the plan's patience.
    OutOfPatience,
    /// It has ended before.
    Ended,
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllHolds => write!(formatter, "all that it takes holds"),
            Self::NotLongEnough { until } => write!(formatter, "it is held until {until}"),
            Self::GatePending { gate } => write!(formatter, "gate `{gate}` has not passed yet"),
            Self::GateFailed { gate } => write!(formatter, "gate `{gate}` has failed"),
            Self::NotJudged => write!(formatter, "the canary has not been judged at this step"),
            Self::NotEnoughData { missing } => {
                write!(formatter, "there is not enough data to judge the canary, {missing} more needed")
            }
            Self::JudgedMarginal => write!(formatter, "the canary is somewhat worse than the control"),
            Self::JudgedWorse => write!(formatter, "the canary is worse than the control"),
            Self::BreakerHalfOpen => write!(formatter, "the breaker is half open"),
            Self::BreakerOpen => write!(formatter, "the breaker is open"),
            Self::OutOfPatience => write!(formatter, "nothing has moved for too long"),
            Self::Ended => write!(formatter, "it has ended"),
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Action {
    /// Give the new path this share.
    SetPercentage {
        /// The share.
        percentage: Percentage,
    },
    /// Say that it is complete: nobody needs the old path.
    Finish,
    /// Say that it was given up: somebody has to look.
    Alert,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// Which way.
    pub moved: Move,
    /// From where.
    pub from: Phase,
    /// To where.
    pub to: Phase,
    /// Why.
    pub reason: Reason,
    /// What is to be done, in this order.
    pub actions: Vec<Action>,
}
