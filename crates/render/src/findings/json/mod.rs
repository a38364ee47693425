//! JSON, from wire types of their own.

mod wire;

pub use wire::{WireAllowed, WireCounts, WireDiagnostic, WireFinding, WirePlace, WireReport, WireWitness};

use findings::{Allowed, Confirmation, Diagnostic, DiagnosticLevel, Finding, Location, Report, Severity, Witness};

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
            kind: report.kind.clone(),
            before: report.before.clone(),
            after: report.after.clone(),
            verdict: report.verdict.to_string(),
            bump: report.bump().to_string(),
            counts: WireCounts::from(report),
            could_not_tell: report.could_not_tell(),
            findings: report.findings.iter().map(WireFinding::from).collect(),
            allowed: report.allowed.iter().map(WireAllowed::from).collect(),
            diagnostics: report.diagnostics.iter().map(WireDiagnostic::from).collect(),
        }
    }
}

impl From<&Report> for WireCounts {
    fn from(report: &Report) -> Self {
        let mut counts = Self { allowed: report.allowed.len(), ..Self::default() };
        for (severity, count) in report.counts() {
            match severity {
                Severity::Breaking => counts.breaking = count,
                Severity::PotentiallyBreaking => counts.potentially_breaking = count,
                Severity::Additive => counts.additive = count,
                Severity::NonBreaking => counts.non_breaking = count,
            }
        }
        counts
    }
}

impl From<&Finding> for WireFinding {
    fn from(finding: &Finding) -> Self {
        let confirmed_by = finding.witness.as_ref().and_then(|witness| match &witness.confirmation {
            Confirmation::ConfirmedBy(validator) => Some(validator.clone()),
            Confirmation::Unconfirmed(_) => None,
        });
        Self {
            rule: finding.rule.clone(),
            severity: finding.severity.to_string(),
            breaks: finding.who_breaks.iter().map(ToString::to_string).collect(),
            operation: finding.operation.clone(),
            subject: finding.subject.clone(),
            message: finding.message.clone(),
            why: finding.why.clone(),
            fix: finding.advice.clone(),
            before: finding.before.as_ref().map(WirePlace::from),
            after: finding.after.as_ref().map(WirePlace::from),
            witness: finding.witness.as_ref().map(WireWitness::from),
            confirmed_by,
            fingerprint: finding.fingerprint.clone(),
        }
    }
}

impl From<&Allowed> for WireAllowed {
    fn from(it: &Allowed) -> Self {
        Self {
            finding: WireFinding::from(&it.finding),
            reason: it.reason.clone(),
            until: it.until.map(|day| day.to_string()),
            by: it.by.as_str().to_owned(),
            place: it.place.as_ref().map(WirePlace::from),
        }
    }
}

impl From<&Location> for WirePlace {
    fn from(location: &Location) -> Self {
        Self {
            file: location.source.clone(),
            line: location.start.line,
            column: location.start.column,
            end_line: location.end.line,
            end_column: location.end.column,
            pointer: location.pointer.clone(),
        }
    }
}

impl From<&Witness> for WireWitness {
    fn from(witness: &Witness) -> Self {
        let unconfirmed = match &witness.confirmation {
            Confirmation::ConfirmedBy(_) => None,
            Confirmation::Unconfirmed(why) => Some(why.clone()),
        };
        Self {
            setup: witness.setup.clone(),
            statement: witness.statement.clone(),
            // A number that no float holds is left to the statement.
            instance: witness.instance.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            fails_with: witness.fails_with.clone(),
            unconfirmed,
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
