//! Everything that a judge says of two sides.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::suppression::{Comments, suppress};
use crate::{
    Acceptance, Allowed, AllowedBy, Bump, Date, Diagnostic, DiagnosticLevel, Finding, Severity, SourceText, Verdict,
    fingerprint,
};

/// Everything that a judge says of two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Report {
    /// Version of this structure; minor versions only add.
    pub schema_version: String,
    /// What was compared: `postgres`, `sqlite`, `openapi`, `json-schema`.
    pub kind: String,
    /// What the old side is called: the name of its (first) source.
    pub before: String,
    /// What the new side is called.
    pub after: String,
    /// The highest severity among the findings that stand.
    pub verdict: Verdict,
    /// The findings that stand: the worst first, then by operation and subject.
    pub findings: Vec<Finding>,
    /// The findings that a comment or the configuration allows, in the same order.
    pub allowed: Vec<Allowed>,
    /// What the readers had to say, and what is wrong with comments and configuration.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// The version that this crate writes.
    pub const SCHEMA_VERSION: &'static str = "2.0";

    /// The report on two sides of `kind`, over `findings` and the readers' `diagnostics`.
    pub fn new(kind: &str, mut findings: Vec<Finding>, diagnostics: Vec<Diagnostic>) -> Self {
        findings.sort_by(|a, b| order(a).cmp(&order(b)));
        fingerprint::assign(&mut findings);
        let mut report = Self {
            schema_version: Self::SCHEMA_VERSION.to_owned(),
            kind: kind.to_owned(),
            before: String::new(),
            after: String::new(),
            verdict: Verdict::Identical,
            findings,
            allowed: Vec::new(),
            diagnostics,
        };
        report.judge();
        report
    }

    /// With the names of both sides.
    #[must_use]
    pub fn between(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        (self.before, self.after) = (before.into(), after.into());
        self
    }

    /// With findings allowed by comments in the sources of both sides ([`suppress`]). A side without a name gets that of
    /// its first source.
    #[must_use]
    pub fn allow_comments(mut self, style: Comments, before: &[SourceText], after: &[SourceText]) -> Self {
        let name = |sources: &[SourceText]| sources.first().map_or(String::new(), |it| it.name().to_owned());
        if self.before.is_empty() && self.after.is_empty() {
            (self.before, self.after) = (name(before), name(after));
        }
        let result = suppress(self.findings, style, before, after);
        self.findings = result.findings;
        self.allowed.extend(result.allowed);
        self.diagnostics.extend(result.diagnostics);
        self.sort();
        self
    }

    /// With the severities that a user gives to rules.
    #[must_use]
    pub fn with_levels(mut self, levels: &BTreeMap<String, Severity>) -> Self {
        let all = self.findings.iter_mut().chain(self.allowed.iter_mut().map(|it| &mut it.finding));
        for finding in all {
            if let Some(level) = levels.get(&finding.rule) {
                finding.severity = *level;
            }
        }
        self.sort();
        self
    }

    /// With findings accepted by their fingerprints. One that ran out by `today` allows nothing and is reported, as is one
    /// that no finding has.
    #[must_use]
    pub fn accept(mut self, accepted: &[Acceptance], today: Option<Date>) -> Self {
        let mut by_fingerprint: HashMap<&str, (&Acceptance, bool)> =
            accepted.iter().map(|it| (it.fingerprint.as_str(), (it, false))).collect();
        for finding in std::mem::take(&mut self.findings) {
            let found = by_fingerprint.get_mut(finding.fingerprint.as_str());
            let Some((acceptance, used)) = found else {
                self.findings.push(finding);
                continue;
            };
            *used = true;
            if acceptance.until.zip(today).is_some_and(|(until, today)| until < today) {
                self.findings.push(finding);
            } else {
                self.allowed.push(Allowed {
                    finding,
                    reason: acceptance.reason.clone(),
                    until: acceptance.until,
                    by: AllowedBy::Configuration,
                    place: acceptance.place.clone(),
                });
            }
        }
        let complaints = accepted.iter().filter_map(|it| {
            let used = by_fingerprint.get(it.fingerprint.as_str()).is_some_and(|(_, used)| *used);
            complaint(it, used, today)
        });
        self.diagnostics.extend(complaints);
        self.sort();
        self
    }

    /// With one more finding.
    #[must_use]
    pub fn with_finding(mut self, mut finding: Finding) -> Self {
        fingerprint::assign(std::slice::from_mut(&mut finding));
        self.findings.push(finding);
        self.sort();
        self
    }

    /// What the new version has to be called.
    pub fn bump(&self) -> Bump {
        Bump::from(self.verdict)
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

    fn sort(&mut self) {
        self.findings.sort_by(|a, b| order(a).cmp(&order(b)));
        self.allowed.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
        self.judge();
    }

    /// Two sides that differ only in what is allowed are not identical.
    fn judge(&mut self) {
        self.verdict = match Verdict::of(self.findings.iter().map(|finding| finding.severity)) {
            Verdict::Identical if !self.allowed.is_empty() => Verdict::NonBreaking,
            verdict => verdict,
        };
    }
}

fn order(finding: &Finding) -> impl Ord + '_ {
    let place = finding.after.as_ref().or(finding.before.as_ref());
    let pointer = place.and_then(|place| place.pointer.as_deref());
    (Reverse(finding.severity), &finding.operation, &finding.subject, &finding.rule, &finding.message, pointer)
}

/// What is wrong with an entry of the accepted findings.
fn complaint(acceptance: &Acceptance, used: bool, today: Option<Date>) -> Option<Diagnostic> {
    let Acceptance { fingerprint, until, place, .. } = acceptance;
    let (code, message, help) = match (used, until, today) {
        (false, _, _) => (
            "acceptance-unused",
            format!("no finding has the fingerprint {fingerprint} that is accepted here"),
            "remove the entry: what it accepted is gone, or has changed",
        ),
        (true, Some(until), Some(today)) if *until < today => (
            "acceptance-expired",
            format!("the finding {fingerprint} was accepted until {until}, which has passed"),
            "settle the finding, or accept it again with a later day",
        ),
        (true, Some(until), None) => (
            "acceptance-undated",
            format!(
                "the finding {fingerprint} is accepted until {until}, and as nothing says which day it is, it is \
                 accepted without end"
            ),
            "say which day it is: --today 2026-03-31, in a pipeline --today $(date +%F)",
        ),
        _ => return None,
    };
    Some(Diagnostic {
        level: DiagnosticLevel::Warning,
        code: code.to_owned(),
        message,
        location: place.clone(),
        help: Some(help.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(severity: Severity, subject: &str) -> Finding {
        Finding { subject: subject.to_owned(), ..Finding::sample(severity) }
    }

    fn codes(report: &Report) -> Vec<&str> {
        report.diagnostics.iter().map(|it| it.code.as_str()).collect()
    }

    #[test]
    fn the_worst_comes_first_then_the_subject_decides() {
        let findings =
            vec![finding(Severity::Additive, "b"), finding(Severity::Additive, "a"), finding(Severity::Breaking, "z")];
        let report = Report::new("sqlite", findings, Vec::new());
        let subjects: Vec<&str> = report.findings.iter().map(|finding| finding.subject.as_str()).collect();
        assert_eq!((report.verdict, report.bump(), subjects), (Verdict::Breaking, Bump::Major, vec!["z", "a", "b"]));
    }

    #[test]
    fn a_level_that_a_user_gives_counts() {
        let levels = BTreeMap::from([("a-rule".to_owned(), Severity::NonBreaking)]);
        let report = Report::new("sqlite", vec![finding(Severity::Breaking, "z")], Vec::new()).with_levels(&levels);
        assert_eq!((report.verdict, report.bump()), (Verdict::NonBreaking, Bump::Patch));
    }

    #[test]
    fn what_is_accepted_does_not_count_until_it_runs_out() {
        let report = Report::new("sqlite", vec![finding(Severity::Breaking, "z")], Vec::new());
        assert_eq!(report.verdict, Verdict::Breaking);
        let day = |text: &str| text.parse::<Date>().ok();
        let entry = |fingerprint: &str| Acceptance {
            fingerprint: fingerprint.to_owned(),
            reason: "nobody uses it".to_owned(),
            until: day("2026-06-30"),
            place: None,
        };
        let entries = [entry(&report.findings[0].fingerprint), entry("0000000000000000")];

        let held = report.clone().accept(&entries, day("2026-06-30"));
        assert_eq!((held.verdict, held.allowed.len()), (Verdict::NonBreaking, 1));
        assert_eq!(codes(&held), ["acceptance-unused"]);
        let undated = report.clone().accept(&entries, None);
        assert_eq!(codes(&undated), ["acceptance-undated", "acceptance-unused"]);
        let late = report.accept(&entries, day("2026-07-01"));
        assert_eq!((late.verdict, late.allowed.len()), (Verdict::Breaking, 0));
        assert_eq!(codes(&late), ["acceptance-expired", "acceptance-unused"]);
    }
}
