//! A risk: what can go wrong, how bad that is, and what this plan does about it.

use serde::{Deserialize, Serialize};

use super::{Category, Factor, Level};

/// Something that can go wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Risk {
    /// Unique in the assessment: the rule and what it is about, `lock-on-busy-table:accounts-db/contract-2`.
    pub id: String,
    /// The rule that found it.
    pub rule: String,
    /// What it concerns.
    pub category: Category,
    /// What can go wrong, in one sentence with the names and figures of this plan.
    pub title: String,
    /// The phase in which it does; none where it concerns the whole.
    pub phase: Option<String>,
    /// How likely it is.
    pub likelihood: Factor,
    /// How much of the business it reaches: the blast radius.
    pub impact: Factor,
    /// How likely it is noticed before it hurts; the score takes one minus this.
    pub detectability: Factor,
    /// How well it can be taken back; the score takes one minus this.
    pub reversibility: Factor,
    /// Likelihood × impact × (1 − detectability) × (1 − reversibility).
    pub score: f64,
    /// The level of the score.
    pub level: Level,
    /// The role that looks after it.
    pub owner: String,
    /// What is done about it; never empty.
    pub mitigations: Vec<Mitigation>,
}

impl Risk {
    /// The product in figures: `0.5 × 0.8 × (1 − 0.4) × (1 − 0.9) = 0.024`.
    pub fn product(&self) -> String {
        let [likelihood, impact, detectability, reversibility] =
            [&self.likelihood, &self.impact, &self.detectability, &self.reversibility].map(|it| it.value);
        format!("{likelihood} × {impact} × (1 − {detectability}) × (1 − {reversibility}) = {}", self.score)
    }
}

/// What is done about a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mitigation {
    /// A step or gate of this plan.
    Step {
        /// Its id.
        id: String,
        /// What it does about the risk.
        how: String,
    },
    /// A trigger of this plan.
    Trigger {
        /// Its id.
        id: String,
        /// What it does about the risk.
        how: String,
    },
    /// Nothing in this plan: what to add.
    Missing {
        /// What to add to the specification, or to do.
        add: String,
    },
}
