//! All risks of a plan, with the level of each phase and of the whole.

use serde::{Deserialize, Serialize};

use super::{Circumstances, Context, Level, Risk, registry};
use crate::Error;
use crate::migration::model::MigrationPlan;

/// The version of the format; a reader refuses a newer major.
pub const RISK_SCHEMA_VERSION: &str = "1.0";

/// What can go wrong with a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// [`RISK_SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// `risk_assessment`.
    pub kind: String,
    /// What the plan is called.
    pub name: String,
    /// The digest of the plan.
    pub plan: String,
    /// The highest level of any risk.
    pub level: Level,
    /// Phases with the highest level of the risks in each, in the plan's order.
    pub phases: Vec<PhaseLevel>,
    /// The risks, the highest score first.
    pub risks: Vec<Risk>,
    /// What could not be judged, and what is missing for it.
    pub notes: Vec<String>,
}

/// The level of a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseLevel {
    /// The phase.
    pub phase: String,
    /// The highest level of a risk in it.
    pub level: Level,
    /// How many risks are in it.
    pub risks: usize,
}

/// Weighs `plan`.
pub fn assess(plan: &MigrationPlan, circumstances: &Circumstances) -> Assessment {
    let context = Context { plan, circumstances };
    let found =
        |rule: &super::RiskRule| (rule.check)(&context).into_iter().map(|it| it.finish(rule)).collect::<Vec<_>>();
    let mut risks: Vec<Risk> = registry().iter().flat_map(found).collect();
    // The id breaks ties, so that the order does not depend on that of the registry.
    risks.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.id.cmp(&other.id)));
    let level_in = |phase: &str| {
        let here = || risks.iter().filter(|it| it.phase.as_deref() == Some(phase));
        PhaseLevel {
            phase: phase.to_owned(),
            level: here().map(|it| it.level).max().unwrap_or(Level::Low),
            risks: here().count(),
        }
    };
    let mut notes = Vec::new();
    if circumstances.schedule.is_none() {
        notes.push(
            "no start is known: deadlines and windows were not judged; state `start`, or give --start".to_owned(),
        );
    }
    Assessment {
        schema_version: RISK_SCHEMA_VERSION.to_owned(),
        kind: "risk_assessment".to_owned(),
        name: plan.name.clone(),
        plan: plan.digest.clone(),
        level: risks.iter().map(|it| it.level).max().unwrap_or(Level::Low),
        phases: plan.phases.iter().map(|it| level_in(&it.id)).collect(),
        risks,
        notes,
    }
}

impl Assessment {
    /// The assessment as JSON, the same bytes for the same assessment.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it cannot be serialised; no assessment that was made cannot.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| Error::format(error.to_string()))
    }
}
