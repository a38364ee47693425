//! What `plan patterns --format json` writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::Fact;

/// The patterns, and how each suits the migrations of a specification.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PatternComparison {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// `pattern_comparison`.
    kind: String,
    /// What the specification is called; empty without one.
    name: String,
    /// When work begins (RFC 3339): times are counted from there; none without a specification.
    start: Option<String>,
    /// All patterns.
    patterns: Vec<PatternAbout>,
    /// The migrations of the specification, in its order.
    migrations: Vec<MigrationPatterns>,
}

/// A pattern by itself.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PatternAbout {
    /// Its name in specifications.
    name: String,
    /// What else it is called there.
    also: Vec<String>,
    /// What it is for: `database`, `service`, `infrastructure`.
    kinds: Vec<String>,
    /// What it does, in one line.
    summary: String,
    /// What people have to write for it.
    to_write: Vec<String>,
}

/// The patterns for one migration.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MigrationPatterns {
    /// Its id.
    migration: String,
    /// What is migrated: `database`, `service`, `infrastructure`.
    kind: String,
    /// The pattern that the specification states.
    stated: String,
    /// The pattern that suits it best; none where none fits.
    recommended: Option<String>,
    /// Why that one, in sentences.
    because: Vec<String>,
    /// The patterns for its kind, those that fit first, the best of them first.
    patterns: Vec<PatternFit>,
}

/// How a pattern suits a migration.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PatternFit {
    /// The pattern.
    pattern: String,
    /// Whether it can be done by it: no reason excludes it.
    fits: bool,
    /// What speaks for it, against it, or excludes it.
    reasons: Vec<Reason>,
    /// How long the whole takes, in seconds from the start on, closed hours and waiting included.
    duration: Option<Times>,
    /// How long nobody can write, in seconds; none where writes never stop.
    downtime: Option<Times>,
    /// Its phases, in order.
    phases: Vec<String>,
    /// Its steps.
    steps: usize,
    /// Where its way back ends; none where it never does.
    point_of_no_return: Option<PatternEnd>,
    /// How long the longest way back of a phase before that takes, in seconds.
    recovery: Option<Times>,
    /// The highest level of any risk: `low`, `medium`, `high`, `critical`.
    risk: String,
    /// Risks of that level.
    risks: usize,
    /// What people have to write for it.
    to_write: Vec<String>,
}

/// Quantiles of a time, in seconds.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Times {
    /// Half of the cases take no longer.
    p50: f64,
    /// Four in five; none: in more than one in five it never ends.
    p80: Option<f64>,
    /// Nineteen in twenty; none: in more than one in twenty it never ends.
    p95: Option<f64>,
}

/// Where the way back of a pattern ends.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PatternEnd {
    /// The phase.
    phase: String,
    /// The step, in words.
    step: String,
    /// Why.
    because: String,
}

/// What speaks for a pattern or against it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Reason {
    /// On which side it counts.
    side: ReasonSide,
    /// In a sentence.
    says: String,
    /// What it is derived from.
    basis: Vec<Fact>,
}

/// On which side a reason counts.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ReasonSide {
    /// It cannot be done by this pattern as things are.
    Excludes,
    /// It can, at a price.
    Against,
    /// It suits.
    For,
}
