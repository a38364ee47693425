//! Phases.

use serde::{Deserialize, Serialize};

use super::Step;

/// The phases of a schema change, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseName {
    /// The workshop schema.
    Prepare,
    /// What is added and loosened.
    Expand,
    /// Both shapes are written.
    DualWrite,
    /// Rows that were there are brought into the new shape.
    Backfill,
    /// The new shape is checked.
    Validate,
    /// The new version of the application is deployed.
    Cutover,
    /// What is tightened and dropped; reaches the target schema.
    Contract,
    /// The archive is dropped.
    Purge,
}

impl PhaseName {
    /// All phases, in order.
    pub const ALL: [Self; 8] = [
        Self::Prepare,
        Self::Expand,
        Self::DualWrite,
        Self::Backfill,
        Self::Validate,
        Self::Cutover,
        Self::Contract,
        Self::Purge,
    ];

    /// The word used on the command line and in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Expand => "expand",
            Self::DualWrite => "dual_write",
            Self::Backfill => "backfill",
            Self::Validate => "validate",
            Self::Cutover => "cutover",
            Self::Contract => "contract",
            Self::Purge => "purge",
        }
    }

    /// The versions of the application that may run while the phase is under way, and from its end to the next one.
    pub fn versions(self) -> &'static [AppVersion] {
        match self {
            Self::Prepare | Self::Expand | Self::DualWrite | Self::Backfill | Self::Validate => &[AppVersion::Old],
            Self::Cutover => &[AppVersion::Old, AppVersion::New],
            Self::Contract | Self::Purge => &[AppVersion::New],
        }
    }
}

impl std::fmt::Display for PhaseName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for PhaseName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.replace('-', "_");
        Self::ALL.into_iter().find(|phase| phase.as_str() == wanted).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|phase| phase.as_str()).collect();
            format!("unknown phase `{text}`: expected one of {}", known.join(", "))
        })
    }
}

/// A version of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppVersion {
    /// Written for the schema before.
    Old,
    /// Written for the schema after.
    New,
}

impl std::fmt::Display for AppVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Old => "old",
            Self::New => "new",
        })
    }
}

/// A phase: what is done between two states in which the application runs. Its end is a transaction boundary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// Which.
    pub name: PhaseName,
    /// The versions of the application that may run during it.
    pub versions: Vec<AppVersion>,
    /// What is done, in order.
    pub steps: Vec<Step>,
}
