//! JSON, from wire types of their own: what the models call things may change, these names only grow.

use findings::{Confirmation, Diagnostic, DiagnosticLevel, Finding, Location, Report, Witness};
use serde::{Deserialize, Serialize};

/// A report as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireReport {
    /// Version of this structure; minor versions only add.
    pub schema_version: String,
    /// `identical`, `non_breaking`, `additive`, `potentially_breaking` or `breaking`.
    pub verdict: String,
    /// Whether a reader did not understand its input, so that the verdict does not tell everything.
    pub could_not_tell: bool,
    /// The findings that stand: the worst first, then by subject.
    pub findings: Vec<WireFinding>,
    /// The findings that a comment allows.
    pub suppressed: Vec<WireSuppressed>,
    /// What the readers had to say of the input.
    pub diagnostics: Vec<WireDiagnostic>,
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
    pub who_breaks: Vec<String>,
    /// The object that changed.
    pub subject: String,
    /// What changed, in one sentence.
    pub message: String,
    /// Why that matters.
    pub why: String,
    /// What to do about it.
    pub advice: String,
    /// Where it stands on the old side.
    pub before: Option<WirePlace>,
    /// Where it stands on the new side.
    pub after: Option<WirePlace>,
    /// What shows it.
    pub witness: Option<WireWitness>,
}

/// A finding that a comment allows, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireSuppressed {
    /// What was found.
    pub finding: WireFinding,
    /// Why it is allowed.
    pub reason: String,
    /// Where the comment stands.
    pub comment: WirePlace,
}

/// A place as it is written: lines and columns from one, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WirePlace {
    /// Name of the source.
    pub source: String,
    /// First line.
    pub line: usize,
    /// First column.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column behind the last character.
    pub end_column: usize,
}

/// A witness as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireWitness {
    /// Statements that work on both sides.
    pub setup: Vec<String>,
    /// The statement that worked before and fails after.
    pub statement: String,
    /// The error.
    pub fails_with: String,
    /// Whether a validator has confirmed it.
    pub confirmation: WireConfirmation,
}

/// Whether a validator has confirmed a witness, as it is written: one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireConfirmation {
    /// The validator.
    pub confirmed_by: Option<String>,
    /// Why no validator has.
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

/// The report as JSON, with a line end behind it.
pub fn json(report: &Report) -> String {
    super::rules::pretty(&WireReport::from(report))
}

/// The JSON Schema of [`WireReport`].
#[cfg(feature = "schema")]
pub fn json_schema() -> String {
    super::rules::pretty(&schemars::schema_for!(WireReport))
}

impl From<&Report> for WireReport {
    fn from(report: &Report) -> Self {
        Self {
            schema_version: report.schema_version.clone(),
            verdict: report.verdict.to_string(),
            could_not_tell: report.could_not_tell(),
            findings: report.findings.iter().map(WireFinding::from).collect(),
            suppressed: report
                .suppressed
                .iter()
                .map(|it| WireSuppressed {
                    finding: WireFinding::from(&it.finding),
                    reason: it.reason.clone(),
                    comment: WirePlace::from(&it.comment),
                })
                .collect(),
            diagnostics: report.diagnostics.iter().map(WireDiagnostic::from).collect(),
        }
    }
}

impl From<&Finding> for WireFinding {
    fn from(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.clone(),
            severity: finding.severity.to_string(),
            who_breaks: finding.who_breaks.iter().map(ToString::to_string).collect(),
            subject: finding.subject.clone(),
            message: finding.message.clone(),
            why: finding.why.clone(),
            advice: finding.advice.clone(),
            before: finding.before.as_ref().map(WirePlace::from),
            after: finding.after.as_ref().map(WirePlace::from),
            witness: finding.witness.as_ref().map(WireWitness::from),
        }
    }
}

impl From<&Location> for WirePlace {
    fn from(location: &Location) -> Self {
        Self {
            source: location.source.clone(),
            line: location.start.line,
            column: location.start.column,
            end_line: location.end.line,
            end_column: location.end.column,
        }
    }
}

impl From<&Witness> for WireWitness {
    fn from(witness: &Witness) -> Self {
        let confirmation = match &witness.confirmation {
            Confirmation::ConfirmedBy(by) => WireConfirmation { confirmed_by: Some(by.clone()), unconfirmed: None },
            Confirmation::Unconfirmed(why) => WireConfirmation { confirmed_by: None, unconfirmed: Some(why.clone()) },
        };
        Self {
            setup: witness.setup.clone(),
            statement: witness.statement.clone(),
            fails_with: witness.fails_with.clone(),
            confirmation,
        }
    }
}

impl From<&Diagnostic> for WireDiagnostic {
    fn from(diagnostic: &Diagnostic) -> Self {
        let level = match diagnostic.level {
            DiagnosticLevel::Warning => "warning",
            DiagnosticLevel::Error => "error",
        };
        Self {
            level: level.to_owned(),
            code: diagnostic.code.clone(),
            message: diagnostic.message.clone(),
            place: diagnostic.location.as_ref().map(WirePlace::from),
            help: diagnostic.help.clone(),
        }
    }
}
