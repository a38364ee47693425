//! What `plan artefacts` writes for a migration, and the values that only its operators know.

use serde::{Deserialize, Serialize};

/// What `plan artefacts` writes for a migration.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Delivery {
    /// The systems that read the flags; none told: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<Vec<FlagSystem>>,
    /// The attribute of a request that a flag's share sticks to; none told: `user_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sticky_on: Option<String>,
}

/// A system that reads flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagSystem {
    /// flagd, by its flag definitions.
    Flagd,
    /// Unleash, by what its client API answers.
    Unleash,
    /// The crate `cutover`, by `rollout.json`.
    Cutover,
}
