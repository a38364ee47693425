//! What came of asking gates: the form of the report in JSON.

use plan_engine::migration::model::Holds;
use serde::{Deserialize, Serialize};

/// The version of the form of [`GateReport`]; a reader refuses a newer major.
pub const GATE_REPORT_VERSION: &str = "1.0";

/// What `kind` says in the file.
pub const GATE_REPORT_KIND: &str = "gate_report";

/// What came of asking gates and approvals of a plan. It is measured: asked again, it may say something else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GateReport {
    /// [`GATE_REPORT_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// [`GATE_REPORT_KIND`].
    pub kind: String,
    /// The digest of the plan.
    pub plan: String,
    /// The point in time of which metrics were asked, in RFC 3339.
    pub at: String,
    /// What comes of all of them.
    pub outcome: GateOutcome,
    /// What was asked, in the plan's order.
    pub gates: Vec<AskedGate>,
}

/// What comes of a condition, a gate, or several; of several, the last one in this order that one of them has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GateOutcome {
    /// It holds.
    Met,
    /// Nobody was asked: who could answer is not at hand, or one look does not decide.
    NotAsked,
    /// It was asked, and there is no answer.
    CouldNotTell,
    /// It does not hold.
    NotMet,
}

impl GateOutcome {
    /// The words of every output for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotAsked => "not asked",
            Self::CouldNotTell => "could not tell",
            Self::NotMet => "not met",
        }
    }
}

/// A gate, or an approval, that was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskedGate {
    /// The phase.
    pub phase: String,
    /// The step that it is.
    pub step: String,
    /// What it is, in one line.
    pub title: String,
    /// What comes of it.
    pub outcome: GateOutcome,
    /// What to do where it is not met; none of an approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    /// Its conditions; never empty.
    pub conditions: Vec<AskedCondition>,
}

/// A condition that was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskedCondition {
    /// What is measured, or who has to agree, in words.
    pub condition: String,
    /// Who is asked.
    pub kind: ConditionKind,
    /// What comes of it.
    pub outcome: GateOutcome,
    /// What was found, in words; or why nothing was, and what to do.
    pub says: String,
    /// The number that was found; none where there is none. Of a check 0 where it passes, 1 where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<f64>,
    /// The number that is wanted; none of an approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<WantedNumber>,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
}

/// Who is asked for a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionKind {
    /// An engine, by a query.
    Sql,
    /// The engines of both sides, by a query each.
    Both,
    /// The monitoring.
    Metric,
    /// A check of the file of checks.
    Check,
    /// The record of who agreed.
    Approval,
}

impl ConditionKind {
    /// The word of every output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sql => "sql",
            Self::Both => "both",
            Self::Metric => "metric",
            Self::Check => "check",
            Self::Approval => "approval",
        }
    }
}

/// Which number is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WantedNumber {
    /// Which side of the bound is right.
    pub holds: Holds,
    /// The bound, in the measure's own unit.
    pub bound: f64,
    /// For how long it has to hold, in seconds; 0: at one look.
    pub for_seconds: f64,
}

impl GateReport {
    /// The report on `gates` of the plan with the digest `plan`, whose metrics are those of the time `at`.
    pub fn of(plan: &str, at: impl Into<String>, gates: Vec<AskedGate>) -> Self {
        Self {
            schema_version: GATE_REPORT_VERSION.to_owned(),
            kind: GATE_REPORT_KIND.to_owned(),
            plan: plan.to_owned(),
            at: at.into(),
            outcome: worst(gates.iter().map(|it| it.outcome)),
            gates,
        }
    }
}

/// What comes of several; where there are none, nothing is met.
pub(super) fn worst(outcomes: impl Iterator<Item = GateOutcome>) -> GateOutcome {
    outcomes.max().unwrap_or(GateOutcome::CouldNotTell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_met_decides_then_what_could_not_be_told_and_nothing_is_not_met() {
        use GateOutcome::{CouldNotTell, Met, NotAsked, NotMet};
        let all = |outcomes: &[GateOutcome]| worst(outcomes.iter().copied());
        assert_eq!(all(&[Met, NotMet, CouldNotTell]), NotMet);
        assert_eq!(all(&[NotAsked, CouldNotTell, Met]), CouldNotTell);
        assert_eq!(all(&[Met, Met]), Met);
        assert_eq!(all(&[]), CouldNotTell);
    }
}
