//! What is checked on the way back: each by a machine, or agreed to by a named role.

use plan_engine::migration::model::{Criterion, Holds, Probe};
use serde::{Deserialize, Serialize};

/// A condition of the way back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The condition, in one line.
    pub says: String,
    /// How it is found out.
    pub how: CheckHow,
    /// What to do where it does not hold.
    pub otherwise: String,
}

/// How a condition is found out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckHow {
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

impl Check {
    pub(super) fn new(says: impl Into<String>, how: CheckHow, otherwise: impl Into<String>) -> Self {
        Self { says: says.into(), how, otherwise: otherwise.into() }
    }

    /// A condition of a gate of the plan, asked on the way back.
    pub(super) fn of(criterion: &Criterion, otherwise: &str) -> Self {
        let subject = criterion.measure.subject().to_owned();
        let side = match criterion.holds {
            Holds::AtMost => "at most",
            Holds::AtLeast => "at least",
            Holds::Equal => "exactly",
        };
        let says = format!("{subject}: {side} {}", criterion.bound);
        let how = CheckHow::Measure {
            subject,
            probe: criterion.probe.clone(),
            holds: criterion.holds,
            bound: criterion.bound,
            for_seconds: criterion.for_seconds,
        };
        Self::new(says, how, otherwise)
    }
}
