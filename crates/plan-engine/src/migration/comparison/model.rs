//! The comparison of patterns as a document.

use schedule::Instant;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::risk::Level;
use crate::specification::model::{Fact, Kind};

/// The version of the format; a reader refuses a newer major.
pub const COMPARISON_SCHEMA_VERSION: &str = "1.0";

/// The patterns, and how each suits the migrations of a specification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatternComparison {
    /// [`COMPARISON_SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// `pattern_comparison`.
    pub kind: String,
    /// What the specification is called; empty without one.
    pub name: String,
    /// When work begins: times are counted from there. None without a specification.
    pub start: Option<Instant>,
    /// All patterns.
    pub patterns: Vec<PatternAbout>,
    /// The migrations of the specification, in its order.
    pub migrations: Vec<MigrationPatterns>,
}

/// A pattern by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternAbout {
    /// Its name in specifications.
    pub name: String,
    /// What else it is called there.
    pub also: Vec<String>,
    /// What it is for.
    pub kinds: Vec<Kind>,
    /// What it does, in one line.
    pub summary: String,
    /// What people have to write for it.
    pub to_write: Vec<String>,
}

/// The patterns for one migration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationPatterns {
    /// Its id.
    pub migration: String,
    /// What is migrated.
    pub kind: Kind,
    /// The pattern that the specification states.
    pub stated: String,
    /// The pattern that suits it best; none where none fits.
    pub recommended: Option<String>,
    /// Why that one, in sentences.
    pub because: Vec<String>,
    /// The patterns for its kind, those that fit first, the best of them first.
    pub patterns: Vec<PatternFit>,
}

/// How a pattern suits a migration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatternFit {
    /// The pattern.
    pub pattern: String,
    /// Whether it can be done by it: no reason excludes it.
    pub fits: bool,
    /// What speaks for it, against it, or excludes it.
    pub reasons: Vec<Reason>,
    /// How long the whole takes, in seconds from the start on, closed hours and waiting included; none where the schedule cannot be made.
    pub duration: Option<Times>,
    /// How long nobody can write, in seconds; none where writes never stop.
    pub downtime: Option<Times>,
    /// Its phases, in order.
    pub phases: Vec<String>,
    /// Its steps.
    pub steps: usize,
    /// Where its way back ends; none where it never does.
    pub point_of_no_return: Option<PatternEnd>,
    /// How long the longest way back of a phase before that takes, in seconds; none where nobody relies on any.
    pub recovery: Option<Times>,
    /// The highest level of any risk.
    pub risk: Level,
    /// Risks of that level.
    pub risks: usize,
    /// What people have to write for it.
    pub to_write: Vec<String>,
}

/// Quantiles of a time, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// Half of the cases take no longer.
    pub p50: f64,
    /// Four in five; none: in more than one in five it never ends.
    pub p80: Option<f64>,
    /// Nineteen in twenty; none: in more than one in twenty it never ends.
    pub p95: Option<f64>,
}

/// Where the way back of a pattern ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternEnd {
    /// The phase.
    pub phase: String,
    /// The step, in words.
    pub step: String,
    /// Why.
    pub because: String,
}

/// What speaks for a pattern or against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// On which side it counts.
    pub side: ReasonSide,
    /// In a sentence.
    pub says: String,
    /// What it is derived from.
    pub basis: Vec<Fact>,
}

/// On which side a reason counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonSide {
    /// It cannot be done by this pattern as things are.
    Excludes,
    /// It can, at a price.
    Against,
    /// It suits.
    For,
}

impl PatternComparison {
    /// Whether every migration has a pattern that fits, and the one that it states is among these.
    pub fn is_settled(&self) -> bool {
        let settled = |it: &MigrationPatterns| it.patterns.iter().any(|fit| fit.fits && fit.pattern == it.stated);
        self.migrations.iter().all(settled)
    }

    /// Writes it as JSON, the same bytes for the same comparison.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it cannot be serialised; none that was made cannot.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| Error::format(error.to_string()))
    }
}
