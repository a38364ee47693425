//! What a rule says of itself.

use serde::{Deserialize, Serialize};

use super::{Context, Draft};

/// What a risk concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Locks, copies, interfaces, versions.
    Technical,
    /// What customers and the company feel.
    Business,
    /// People, windows, alarms, ways back.
    Operational,
    /// Laws, standards, contracts.
    Compliance,
}

impl Category {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Technical => "technical",
            Self::Business => "business",
            Self::Operational => "operational",
            Self::Compliance => "compliance",
        }
    }
}

/// A rule: finds one kind of risk.
#[derive(Debug, Clone, Copy)]
pub struct RiskRule {
    /// Stable, in words with hyphens.
    pub id: &'static str,
    /// What it concerns.
    pub category: Category,
    /// What can go wrong, in one line.
    pub summary: &'static str,
    /// Which facts it reads, and how each factor follows from them.
    pub explanation: &'static str,
    /// Finds the risks of a plan.
    pub(super) check: fn(&Context<'_>) -> Vec<Draft>,
}
