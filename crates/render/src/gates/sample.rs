//! A report with each kind of answer.

use plan_engine::migration::model::Holds;
use runner::{AskedCondition, AskedGate, ConditionKind, GateOutcome, GateReport, WantedNumber};

pub(crate) fn unmet() -> GateReport {
    let wanted = |holds, bound, for_seconds| Some(WantedNumber { holds, bound, for_seconds });
    let asked = |condition: &str, kind, outcome, says: &str, found, wanted| AskedCondition {
        condition: condition.to_owned(),
        kind,
        outcome,
        says: says.to_owned(),
        found,
        wanted,
        milliseconds: 1_250,
    };
    let conditions = vec![
        asked(
            "the check `berths <old>`",
            ConditionKind::Check,
            GateOutcome::NotMet,
            "failed: 3 mismatched",
            Some(1.0),
            wanted(Holds::Equal, 0.0, 0.0),
        ),
        asked(
            "error_rate",
            ConditionKind::Metric,
            GateOutcome::Met,
            "it is 0.002",
            Some(0.002),
            wanted(Holds::AtMost, 0.01, 3_600.0),
        ),
        asked(
            "lag",
            ConditionKind::Sql,
            GateOutcome::NotAsked,
            "no engine is given",
            None,
            wanted(Holds::AtMost, 5.0, 0.0),
        ),
        asked(
            "rows",
            ConditionKind::Both,
            GateOutcome::CouldNotTell,
            "the source: gone",
            None,
            wanted(Holds::AtLeast, 1.0, 0.0),
        ),
    ];
    let gate = AskedGate {
        phase: "quay/verify".to_owned(),
        step: "quay/verify-checks".to_owned(),
        title: "The checks pass".to_owned(),
        outcome: GateOutcome::NotMet,
        otherwise: Some("mend it".to_owned()),
        conditions,
    };
    let agreed = asked("sre agrees", ConditionKind::Approval, GateOutcome::Met, "Ida agreed", None, None);
    let approval = AskedGate {
        phase: "quay/cut".to_owned(),
        step: "quay/cut-approval".to_owned(),
        title: "The cut is agreed to".to_owned(),
        outcome: GateOutcome::Met,
        otherwise: None,
        conditions: vec![agreed],
    };
    GateReport::of("0a1b", "2027-05-03T09:00:00Z", vec![gate, approval])
}
