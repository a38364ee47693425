//! What `plan risk --format json` writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::Fact;

/// What can go wrong with a plan.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Assessment {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// `risk_assessment`.
    kind: String,
    /// What the plan is called.
    name: String,
    /// The digest of the plan.
    plan: String,
    /// The highest level of any risk.
    level: Level,
    /// Phases with the highest level of the risks in each, in the plan's order.
    phases: Vec<PhaseLevel>,
    /// The risks, the highest score first.
    risks: Vec<Risk>,
    /// What could not be judged, and what is missing for it.
    notes: Vec<String>,
}

/// How bad a risk is, by its score: `medium` from 0.0081, `high` from 0.0625, `critical` from 0.1975.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Level {
    /// Below 0.0081.
    Low,
    /// Four factors of 0.3.
    Medium,
    /// Four factors of one half.
    High,
    /// Four factors of two thirds.
    Critical,
}

/// The level of a phase.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PhaseLevel {
    /// The phase.
    phase: String,
    /// The highest level of a risk in it.
    level: Level,
    /// How many risks are in it.
    risks: usize,
}

/// Something that can go wrong.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Risk {
    /// Unique in the assessment: the rule and what it is about.
    id: String,
    /// The rule that found it.
    rule: String,
    /// What it concerns.
    category: Category,
    /// What can go wrong, in one sentence.
    title: String,
    /// The phase in which it does; null where it concerns the whole.
    phase: Option<String>,
    /// How likely it is.
    likelihood: Factor,
    /// How much of the business it reaches.
    impact: Factor,
    /// How likely it is noticed before it hurts.
    detectability: Factor,
    /// How well it can be taken back.
    reversibility: Factor,
    /// Likelihood × impact × (1 − detectability) × (1 − reversibility).
    score: f64,
    /// The level of the score.
    level: Level,
    /// The role that looks after it.
    owner: String,
    /// What is done about it.
    mitigations: Vec<Mitigation>,
}

/// What a risk concerns.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Category {
    /// Locks, copies, interfaces, versions.
    Technical,
    /// What customers and the company feel.
    Business,
    /// People, windows, alarms, ways back.
    Operational,
    /// Laws, standards, contracts.
    Compliance,
}

/// A factor of a score.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Factor {
    /// From 0 to 1.
    value: f64,
    /// Why, in a sentence with the figures.
    because: String,
    /// What it is derived from.
    basis: Vec<Fact>,
}

/// What is done about a risk.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Mitigation {
    /// A step or gate of the plan.
    Step {
        /// Its id.
        id: String,
        /// What it does about the risk.
        how: String,
    },
    /// A trigger of the plan.
    Trigger {
        /// Its id.
        id: String,
        /// What it does about the risk.
        how: String,
    },
    /// Nothing in the plan: what to add.
    Missing {
        /// What to add to the specification, or to do.
        add: String,
    },
}
