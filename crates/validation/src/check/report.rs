//! What came out of checks: the form of the report in JSON.

use serde::{Deserialize, Serialize};

/// The version of the form of [`CheckReport`]; minor versions only add.
pub const CHECK_REPORT_VERSION: &str = "1.0";

/// What came out of the checks of a migration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckReport {
    /// The version of this form.
    pub schema_version: String,
    /// The file of the checks, as it was named.
    pub file: String,
    /// The worst of all checks.
    pub status: CheckStatus,
    /// The checks, in the order of the file.
    pub checks: Vec<CheckOutcome>,
}

/// How a check ended; the later ones are worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Equal, or within the thresholds given.
    Passed,
    /// It does not decide: only transient differences, or a sample that proves too little.
    Unsettled,
    /// Different.
    Failed,
    /// It could not be told.
    Error,
}

impl CheckStatus {
    /// The word of every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Unsettled => "unsettled",
            Self::Failed => "failed",
            Self::Error => "error",
        }
    }
}

/// What came out of one check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckOutcome {
    /// Its name.
    pub name: String,
    /// Its kind: `table`, `count`, `checksum`, `aggregate`, `query`, `reference`, `derived` or `schema`.
    pub kind: String,
    /// The line of the file at which it begins.
    pub line: usize,
    /// How it ended.
    pub status: CheckStatus,
    /// What came out, in a sentence; of an error, what went wrong and what to do.
    pub says: String,
    /// What the source is, without password; none where it was not asked.
    pub source: Option<String>,
    /// What the target is.
    pub target: Option<String>,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// What was measured: all of it where it is little, else what does not hold, up to the number of examples.
    pub measured: Vec<Measured>,
    /// How many measurements do not hold, of how many, those left out of `measured` too.
    pub failing: u64,
    /// How many there were.
    pub measurements: u64,
    /// What should be known besides: precision that was lost, rounding, what was left out.
    pub notes: Vec<String>,
}

/// A number or text of both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Measured {
    /// What it is: `rows`, `sum(amount)`, the column of a row.
    pub what: String,
    /// The group or the key of the row; none where it is of all rows.
    pub group: Option<String>,
    /// The source's; none where there is none.
    pub source: Option<String>,
    /// The target's.
    pub target: Option<String>,
    /// How far they are apart, where they are numbers.
    pub difference: Option<String>,
    /// Whether that is as it should be.
    pub holds: bool,
}

impl CheckReport {
    /// The report on `checks` of the file called `file`.
    pub fn of(file: &str, checks: Vec<CheckOutcome>) -> Self {
        let status = checks.iter().map(|it| it.status).max().unwrap_or(CheckStatus::Passed);
        Self { schema_version: CHECK_REPORT_VERSION.to_owned(), file: file.to_owned(), status, checks }
    }

    /// How many checks ended so.
    pub fn count(&self, status: CheckStatus) -> usize {
        self.checks.iter().filter(|it| it.status == status).count()
    }
}
