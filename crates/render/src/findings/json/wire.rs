//! What is written as JSON: what the models call things may change, these names only grow.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A report as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireReport {
    /// Version of this structure; minor versions only add.
    pub schema_version: String,
    /// What was compared: `postgres`, `sqlite`, `openapi` or `json-schema`.
    pub kind: String,
    /// What the old side is called.
    pub before: String,
    /// What the new side is called.
    pub after: String,
    /// `identical`, `non_breaking`, `additive`, `potentially_breaking` or `breaking`.
    pub verdict: String,
    /// Which part of the version has to go up: `none`, `patch`, `minor` or `major`.
    pub bump: String,
    /// How many findings there are of each severity.
    pub counts: WireCounts,
    /// Whether a reader did not understand its input, so that the verdict does not tell everything.
    pub could_not_tell: bool,
    /// The findings that stand: the worst first, then by operation and subject.
    pub findings: Vec<WireFinding>,
    /// The findings that a comment or the configuration allows.
    pub allowed: Vec<WireAllowed>,
    /// What the readers had to say of the input, and what is wrong with comments and configuration.
    pub diagnostics: Vec<WireDiagnostic>,
}

/// Numbers of findings as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireCounts {
    /// Findings that are `breaking`.
    pub breaking: usize,
    /// Findings that are `potentially_breaking`.
    pub potentially_breaking: usize,
    /// Findings that are `additive`.
    pub additive: usize,
    /// Findings that are `non_breaking`.
    pub non_breaking: usize,
    /// Findings that are allowed; they are in none of the other numbers.
    pub allowed: usize,
}

/// A finding as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireFinding {
    /// Id of the rule.
    pub rule: String,
    /// `non_breaking`, `additive`, `potentially_breaking` or `breaking`.
    pub severity: String,
    /// Of `old_readers`, `old_writers`, `new_readers`, `new_writers` and `stored_data`.
    pub breaks: Vec<String>,
    /// The operation of an interface that it concerns, for example `GET /pets/{id}`.
    pub operation: Option<String>,
    /// The object that changed.
    pub subject: String,
    /// What changed, in one sentence.
    pub message: String,
    /// Why that matters.
    pub why: String,
    /// What to do about it.
    pub fix: String,
    /// Where it stands on the old side.
    pub before: Option<WirePlace>,
    /// Where it stands on the new side.
    pub after: Option<WirePlace>,
    /// What shows it.
    pub witness: Option<WireWitness>,
    /// The validator that has confirmed the witness.
    pub confirmed_by: Option<String>,
    /// What it is recognised by in later runs, wherever it moves.
    pub fingerprint: String,
}

/// A finding that is allowed, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireAllowed {
    /// What was found.
    pub finding: WireFinding,
    /// Why it is allowed.
    pub reason: String,
    /// The last day on which it is, such as `2026-03-31`.
    pub until: Option<String>,
    /// `comment` or `configuration`.
    pub by: String,
    /// Where that is said.
    pub place: Option<WirePlace>,
}

/// A place as it is written: lines and columns from one, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WirePlace {
    /// Name of the source.
    pub file: String,
    /// First line.
    pub line: usize,
    /// First column.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column behind the last character.
    pub end_column: usize,
    /// JSON Pointer (RFC 6901) of the place, where the source is one of JSON or YAML.
    pub pointer: Option<String>,
}

/// A witness as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireWitness {
    /// Statements that work on both sides.
    pub setup: Vec<String>,
    /// The statement or message that worked before and fails after.
    pub statement: String,
    /// The value in it that is refused; not there where the witness holds none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<Value>,
    /// The error.
    pub fails_with: String,
    /// Why no validator has confirmed it, where none has.
    pub unconfirmed: Option<String>,
}

/// A diagnostic as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireDiagnostic {
    /// `warning` or `error`.
    pub level: String,
    /// Stable code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Option<WirePlace>,
    /// What to do.
    pub help: Option<String>,
}
