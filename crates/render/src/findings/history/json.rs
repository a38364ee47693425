//! JSON, from wire types of its own.

use serde::{Deserialize, Serialize};

use super::History;
use crate::findings::json::WireReport;

/// A history as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireHistory {
    /// Version of this structure; minor versions only add.
    pub schema_version: String,
    /// What the versions are called, the oldest first.
    pub versions: Vec<String>,
    /// In which direction they were compared: `backward`, `forward`, `full` or `customary`.
    pub direction: String,
    /// The worst verdict of all pairs.
    pub verdict: String,
    /// From which level on a pair counts as incompatible.
    pub fail_on: String,
    /// Whether a version could not be read, so that the verdicts do not tell everything.
    pub could_not_tell: bool,
    /// Each version with each earlier one.
    pub pairs: Vec<WirePair>,
    /// The pairs that are incompatible.
    pub lost: Vec<WireLoss>,
}

/// Two versions as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WirePair {
    /// Index of the earlier version, from zero.
    pub before: usize,
    /// Index of the later version.
    pub after: usize,
    /// What `compat check` says of the two.
    pub report: WireReport,
}

/// A pair that is incompatible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireLoss {
    /// Index of the earlier version, from zero.
    pub before: usize,
    /// Index of the later version.
    pub after: usize,
    /// The verdict on the two.
    pub verdict: String,
    /// Fingerprints of the findings that were not found between two versions that follow each other.
    pub news: Vec<String>,
}

/// The history as JSON, with a line end behind it.
pub fn history_json(history: &History) -> String {
    crate::findings::rules::pretty(&WireHistory::from(history))
}

/// The JSON Schema of [`WireHistory`].
#[cfg(feature = "schema")]
pub fn history_json_schema() -> String {
    crate::findings::rules::pretty(&schemars::schema_for!(WireHistory))
}

impl From<&History> for WireHistory {
    fn from(history: &History) -> Self {
        Self {
            schema_version: "1.0".to_owned(),
            versions: history.versions.clone(),
            direction: history.direction.clone(),
            verdict: history.verdict().as_str().to_owned(),
            fail_on: history.fail_on.as_str().to_owned(),
            could_not_tell: history.could_not_tell(),
            pairs: history
                .pairs
                .iter()
                .map(|pair| WirePair { before: pair.before, after: pair.after, report: (&pair.report).into() })
                .collect(),
            lost: history
                .lost()
                .map(|pair| WireLoss {
                    before: pair.before,
                    after: pair.after,
                    verdict: pair.report.verdict.as_str().to_owned(),
                    news: history.news(pair).0.into_iter().map(|it| it.fingerprint.clone()).collect(),
                })
                .collect(),
        }
    }
}
