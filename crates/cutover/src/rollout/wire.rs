//! The document as it is written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::unique::unique;
use crate::flag::OnFailure;
use crate::segment::ConstraintSpec;
use crate::{Stage, Timestamp};

/// The version that is written.
pub const SCHEMA_VERSION: &str = "1.0";

/// A whole `rollout.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RolloutSpec {
    /// Version of this format, `1.0`. Minor versions only add.
    pub schema_version: String,
    /// The flags, by name.
    #[serde(default, deserialize_with = "unique")]
    pub flags: BTreeMap<String, FlagSpec>,
    /// Groups of flags, by name. A flag may name a group that is not here.
    #[serde(default, deserialize_with = "unique")]
    pub groups: BTreeMap<String, GroupSpec>,
    /// Parts of the traffic, by name: requests for which every constraint holds.
    #[serde(default, deserialize_with = "unique")]
    pub segments: BTreeMap<String, Vec<ConstraintSpec>>,
    /// The stages that migrations are in, by the name of what is migrated.
    #[serde(default, deserialize_with = "unique")]
    pub stages: BTreeMap<String, Stage>,
}

impl Default for RolloutSpec {
    fn default() -> Self {
        Self {
            schema_version: SCHEMA_VERSION.to_owned(),
            flags: BTreeMap::new(),
            groups: BTreeMap::new(),
            segments: BTreeMap::new(),
            stages: BTreeMap::new(),
        }
    }
}

/// A flag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FlagSpec {
    /// What it is for.
    pub description: Option<String>,
    /// The kill switch: false, and nobody has it.
    pub enabled: bool,
    /// The attribute whose value decides.
    pub sticky_on: String,
    /// The group that it belongs to: flags of a group share their buckets and a kill switch.
    pub group: Option<String>,
    /// Whose buckets it takes.
    pub bucketing: BucketingSpec,
    /// The share that has it, 0 to 100; nobody by default. Not together with a schedule.
    pub percentage: Option<f64>,
    /// Shares that follow each other by time.
    pub schedule: Option<ScheduleSpec>,
    /// Values of the attribute that have it at any percentage.
    pub always: Vec<String>,
    /// Values of the attribute that have it at no percentage.
    pub never: Vec<String>,
    /// Shares of segments; the first that a request belongs to decides.
    pub segments: Vec<SegmentShare>,
    /// Several forms of what the flag enables.
    pub variants: Vec<VariantSpec>,
}

impl Default for FlagSpec {
    fn default() -> Self {
        Self {
            description: None,
            enabled: true,
            sticky_on: "user_id".to_owned(),
            group: None,
            bucketing: BucketingSpec::default(),
            percentage: None,
            schedule: None,
            always: Vec::new(),
            never: Vec::new(),
            segments: Vec::new(),
            variants: Vec::new(),
        }
    }
}

/// A group of flags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GroupSpec {
    /// The kill switch of all its flags.
    pub enabled: bool,
}

impl Default for GroupSpec {
    fn default() -> Self {
        Self { enabled: true }
    }
}

/// Whose buckets a flag takes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "like", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum BucketingSpec {
    /// This crate's own.
    #[default]
    Native,
    /// flagd's since 2026: the flag's name is the flag's key.
    Flagd,
    /// flagd's until 2026.
    FlagdV1,
    /// Unleash's.
    Unleash {
        /// The strategy's `groupId`; the flag's name by default.
        #[serde(default)]
        group: Option<String>,
    },
    /// LaunchDarkly's, of a flag.
    LaunchDarkly {
        /// The flag's key there; the flag's name by default.
        #[serde(default)]
        flag_key: Option<String>,
        /// The flag's salt there.
        salt: String,
    },
    /// LaunchDarkly's, of a rollout or an experiment with a seed.
    LaunchDarklyExperiment {
        /// The seed.
        seed: i64,
    },
}

/// Shares that follow each other by time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ScheduleSpec {
    /// When the first step begins, as RFC 3339.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub start: Timestamp,
    /// The steps, each with a larger share than the one before.
    pub steps: Vec<ScheduleStepSpec>,
    /// What becomes of it when a gate fails.
    #[serde(default)]
    pub on_failure: OnFailure,
}

impl ScheduleSpec {
    /// Steps from an instant on.
    pub fn new(start: Timestamp, steps: Vec<ScheduleStepSpec>) -> Self {
        Self { start, steps, on_failure: OnFailure::default() }
    }
}

/// A step of a schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ScheduleStepSpec {
    /// The share, 0 to 100.
    pub percentage: f64,
    /// How long it is held at least, in seconds.
    pub hold_seconds: u64,
    /// The gate that has to pass before the next.
    #[serde(default)]
    pub gate: Option<String>,
}

impl ScheduleStepSpec {
    /// A share, held for so many seconds.
    pub fn new(percentage: f64, hold_seconds: u64) -> Self {
        Self { percentage, hold_seconds, gate: None }
    }
}

/// The share of a segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SegmentShare {
    /// The segment's name.
    pub segment: String,
    /// The share of it that has the flag, 0 to 100.
    pub percentage: f64,
}

impl SegmentShare {
    /// A share of a segment.
    pub fn new(segment: impl Into<String>, percentage: f64) -> Self {
        Self { segment: segment.into(), percentage }
    }
}

/// A variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct VariantSpec {
    /// Its name.
    pub name: String,
    /// Its weight beside the others'.
    pub weight: u32,
}

impl VariantSpec {
    /// A variant.
    pub fn new(name: impl Into<String>, weight: u32) -> Self {
        Self { name: name.into(), weight }
    }
}
