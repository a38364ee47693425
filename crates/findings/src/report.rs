//! Everything that a judge says of two sides.

use std::cmp::Reverse;

use crate::{Diagnostic, DiagnosticLevel, Finding, Severity, SourceText, Suppressed, Verdict, suppress};

/// Everything that a judge says of two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Report {
    /// Version of this structure; minor versions only add.
    pub schema_version: String,
    /// The highest severity among the findings that stand.
    pub verdict: Verdict,
    /// The findings that stand: the worst first, then by subject.
    pub findings: Vec<Finding>,
    /// The findings that a comment allows, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// What the readers had to say, and what is wrong with suppressions.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// The version that this crate writes.
    pub const SCHEMA_VERSION: &'static str = "1.0";

    /// The report over `findings` and the readers' `diagnostics`; comments in the sources of both sides may allow
    /// findings ([`suppress`]).
    pub fn new(
        findings: Vec<Finding>,
        diagnostics: Vec<Diagnostic>,
        before: &[SourceText],
        after: &[SourceText],
    ) -> Self {
        let mut result = suppress(findings, before, after);
        result.findings.sort_by(|a, b| order(a).cmp(&order(b)));
        result.suppressed.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
        let mut all = diagnostics;
        all.extend(result.diagnostics);
        let verdict = Self::judge(&result.findings, !result.suppressed.is_empty());
        Self {
            schema_version: Self::SCHEMA_VERSION.to_owned(),
            verdict,
            findings: result.findings,
            suppressed: result.suppressed,
            diagnostics: all,
        }
    }

    /// Whether a reader did not understand its input, so that the verdict does not tell everything.
    pub fn could_not_tell(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.level == DiagnosticLevel::Error)
    }

    /// How many findings have each severity, the worst first.
    pub fn counts(&self) -> [(Severity, usize); 4] {
        let mut severities = Severity::ALL;
        severities.reverse();
        severities.map(|severity| (severity, self.findings.iter().filter(|it| it.severity == severity).count()))
    }

    /// Two sides that differ only in what is allowed are not identical.
    fn judge(findings: &[Finding], any_suppressed: bool) -> Verdict {
        match Verdict::of(findings.iter().map(|finding| finding.severity)) {
            Verdict::Identical if any_suppressed => Verdict::NonBreaking,
            verdict => verdict,
        }
    }
}

fn order(finding: &Finding) -> (Reverse<Severity>, &str, &str, &str) {
    (Reverse(finding.severity), &finding.subject, &finding.rule, &finding.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(severity: Severity, subject: &str) -> Finding {
        Finding {
            rule: "a-rule".to_owned(),
            severity,
            who_breaks: Vec::new(),
            subject: subject.to_owned(),
            operation: None,
            message: String::new(),
            why: String::new(),
            advice: String::new(),
            before: None,
            after: None,
            witness: None,
        }
    }

    #[test]
    fn the_worst_comes_first_then_the_subject_decides() {
        let findings =
            vec![finding(Severity::Additive, "b"), finding(Severity::Additive, "a"), finding(Severity::Breaking, "z")];
        let report = Report::new(findings, Vec::new(), &[], &[]);
        let subjects: Vec<&str> = report.findings.iter().map(|finding| finding.subject.as_str()).collect();
        assert_eq!((report.verdict, subjects), (Verdict::Breaking, vec!["z", "a", "b"]));
    }

    #[test]
    fn what_is_allowed_still_differs() {
        assert_eq!(Report::judge(&[], false), Verdict::Identical);
        assert_eq!(Report::judge(&[], true), Verdict::NonBreaking);
    }
}
