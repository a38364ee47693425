//! What is told of each migration as a whole.

use findings::{Severity, Verdict};
use serde::{Deserialize, Serialize};

use crate::specification::model::{Fact, Kind};

/// A migration as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationSummary {
    /// Its id.
    pub migration: String,
    /// What is migrated.
    pub kind: Kind,
    /// How.
    pub pattern: String,
    /// What it leaves, in words.
    pub source: String,
    /// What it arrives at, in words.
    pub target: String,
    /// Systems that a fault of it reaches: dependencies, and migrations that wait for it.
    pub reaches: Vec<String>,
    /// The score of complexity.
    pub complexity: Complexity,
    /// What regimes ask, and where in the plan it is done.
    pub controls: Vec<Control>,
}

/// The score of complexity of the program before this one: data volume, dependencies, downtime and special requirements,
/// added up. It orders migrations roughly and says nothing about time or risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Complexity {
    /// The sum.
    pub score: u32,
    /// `low` below 3, `medium` from 3, `high` from 5, `critical` from 8.
    pub level: String,
    /// What it is the sum of.
    pub parts: Vec<ComplexityPart>,
}

/// One summand of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComplexityPart {
    /// Points.
    pub points: u32,
    /// What for.
    pub because: String,
    /// What says so.
    pub basis: Vec<Fact>,
}

/// What a regime asks, and where in the plan it is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// The regime, for example `GDPR`.
    pub regime: String,
    /// What it asks here, with the article or section.
    pub asks: String,
    /// Steps of the plan that do it.
    pub steps: Vec<String>,
    /// What shows afterwards that it was done.
    pub evidence: String,
    /// What it is derived from.
    pub basis: Vec<Fact>,
}

/// What the comparison of an interface before and after said: the plan's own copy of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiReport {
    /// The migration.
    pub migration: String,
    /// What was compared: `openapi`, `json-schema`.
    pub kind: String,
    /// The document as it is.
    pub before: String,
    /// The document as it should be.
    pub after: String,
    /// The highest severity among the findings.
    pub verdict: Verdict,
    /// The findings, the worst first.
    pub findings: Vec<ApiFinding>,
}

/// A change of an interface, as the report has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiFinding {
    /// Id of the rule.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The operation, for example `GET /pets/{id}`.
    pub operation: Option<String>,
    /// What changed, in one sentence.
    pub message: String,
    /// What it is recognised by.
    pub fingerprint: String,
    /// Where it stands, `file:line:column`: on the new side, else on the old one.
    pub place: Option<String>,
}

impl ApiReport {
    /// The plan's copy of `report`.
    pub fn of(migration: &str, report: &findings::Report) -> Self {
        let finding = |it: &findings::Finding| ApiFinding {
            rule: it.rule.clone(),
            severity: it.severity,
            operation: it.operation.clone(),
            message: it.message.clone(),
            fingerprint: it.fingerprint.clone(),
            place: it.after.as_ref().or(it.before.as_ref()).map(ToString::to_string),
        };
        Self {
            migration: migration.to_owned(),
            kind: report.kind.clone(),
            before: report.before.clone(),
            after: report.after.clone(),
            verdict: report.verdict,
            findings: report.findings.iter().map(finding).collect(),
        }
    }
}
