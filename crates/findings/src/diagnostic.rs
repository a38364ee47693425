//! What a reader has to say of its input.

use crate::Location;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum DiagnosticLevel {
    /// Understood well enough to go on.
    Warning,
    /// Not understood; what follows from it cannot be told.
    Error,
}

/// What a reader has to say of its input: unsupported, malformed. Kept apart from findings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Diagnostic {
    /// How bad it is.
    pub level: DiagnosticLevel,
    /// Stable code, for example `unsupported-statement`.
    pub code: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where.
    pub location: Option<Location>,
    /// What to do.
    pub help: Option<String>,
}
