//! Each version of an interface against all that came before it: where compatibility was lost.

mod human;
mod json;
mod markdown;

pub use human::history_human;
#[cfg(feature = "schema")]
pub use json::history_json_schema;
pub use json::{WireHistory, WireLoss, WirePair, history_json};
pub use markdown::history_markdown;

use std::collections::BTreeSet;

use findings::{Finding, Report, Severity, Verdict};

/// Versions of an interface, and each against all that came before it.
#[derive(Debug, Clone)]
pub struct History {
    /// What the versions are called, the oldest first.
    pub versions: Vec<String>,
    /// In which direction they were compared: `backward`, `forward`, `full` or `customary`.
    pub direction: String,
    /// From which level on a pair counts as incompatible.
    pub fail_on: Severity,
    /// Each version with each later one, in the order of the later one, then of the earlier.
    pub pairs: Vec<Pair>,
}

/// Two versions, and what is said of them.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Index of the earlier version.
    pub before: usize,
    /// Index of the later version.
    pub after: usize,
    /// What is said of them.
    pub report: Report,
}

impl History {
    /// The worst verdict of all pairs.
    pub fn verdict(&self) -> Verdict {
        self.pairs.iter().map(|pair| pair.report.verdict).max().unwrap_or(Verdict::Identical)
    }

    /// Whether a version could not be read, so that the verdicts do not tell everything.
    pub fn could_not_tell(&self) -> bool {
        self.pairs.iter().any(|pair| pair.report.could_not_tell())
    }

    /// The pairs that are incompatible.
    pub fn lost(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|pair| self.is_lost(pair))
    }

    fn is_lost(&self, pair: &Pair) -> bool {
        pair.report.verdict >= Verdict::from(self.fail_on)
    }

    fn name(&self, version: usize) -> &str {
        self.versions.get(version).map_or("", String::as_str)
    }

    fn pair(&self, before: usize, after: usize) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.before == before && pair.after == after)
    }

    /// The findings that make a pair incompatible and that were not found between two versions that follow each other, one
    /// of them within the pair: those are told there. How many were left out.
    fn news<'h>(&'h self, pair: &'h Pair) -> (Vec<&'h Finding>, usize) {
        let neighbours = (pair.before..pair.after).filter(|_| pair.after > pair.before + 1);
        let known: BTreeSet<&str> = neighbours
            .filter_map(|at| self.pair(at, at + 1))
            .flat_map(|pair| &pair.report.findings)
            .filter(|finding| finding.severity >= self.fail_on)
            .map(|finding| finding.fingerprint.as_str())
            .collect();
        let lost = pair.report.findings.iter().filter(|finding| finding.severity >= self.fail_on);
        let (old, new): (Vec<&Finding>, Vec<&Finding>) =
            lost.partition(|finding| known.contains(finding.fingerprint.as_str()));
        (new, old.len())
    }

    /// How far back the version is compatible without a gap: the earliest version, or itself.
    fn reaches(&self, after: usize) -> usize {
        let compatible = |before: &usize| self.pair(*before, after).is_some_and(|pair| !self.is_lost(pair));
        (0..after).rev().take_while(compatible).last().unwrap_or(after)
    }

    /// What is to be said in the end.
    fn summary(&self) -> String {
        let Some(last) = self.versions.len().checked_sub(1) else { return String::new() };
        let lost = self.lost().count();
        let pairs = self.pairs.len();
        let direction = &self.direction;
        if lost == 0 {
            return format!("all {} versions are compatible with each other ({direction})", self.versions.len());
        }
        let reach = match self.reaches(last) {
            0 => "with all before it".to_owned(),
            at if at == last => "with none before it".to_owned(),
            at => format!("back to {}", self.name(at)),
        };
        format!("{lost} of {pairs} pairs are incompatible ({direction}); {} is compatible {reach}", self.name(last))
    }
}

/// What stands in the table of a pair.
fn cell(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Identical => "identical",
        Verdict::NonBreaking => "non-breaking",
        Verdict::Additive => "additive",
        Verdict::PotentiallyBreaking => "potentially breaking",
        Verdict::Breaking => "breaking",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(rule: &str, subject: &str) -> Finding {
        Finding {
            rule: rule.to_owned(),
            severity: Severity::Breaking,
            who_breaks: Vec::new(),
            subject: subject.to_owned(),
            operation: None,
            message: format!("`{subject}` is gone"),
            why: "why".to_owned(),
            advice: "keep it".to_owned(),
            before: None,
            after: None,
            witness: None,
            fingerprint: String::new(),
        }
    }

    fn history() -> History {
        let report = |subjects: &[&str]| {
            Report::new("avro", subjects.iter().map(|it| finding("gone", it)).collect(), Vec::new())
        };
        let pair = |before, after, subjects: &[&str]| Pair { before, after, report: report(subjects) };
        History {
            versions: ["v1", "v2", "v3"].map(str::to_owned).to_vec(),
            direction: "backward".to_owned(),
            fail_on: Severity::PotentiallyBreaking,
            pairs: vec![pair(0, 1, &["a"]), pair(0, 2, &["a", "b"]), pair(1, 2, &[])],
        }
    }

    #[test]
    fn what_neighbours_tell_is_not_told_again() {
        let history = history();
        let (news, known) = history.news(&history.pairs[1]);
        assert_eq!((news.len(), news[0].subject.as_str(), known), (1, "b", 1));
        assert_eq!(history.news(&history.pairs[0]).0.len(), 1);
        assert_eq!((history.reaches(1), history.reaches(2)), (1, 1));
    }

    #[test]
    fn all_formats_name_the_pairs_that_are_lost() {
        let history = history();
        let human = history_human(&history, false);
        assert!(human.contains("v3 with v1") && human.contains("2 of 3 pairs"), "{human}");
        let markdown = history_markdown(&history);
        assert!(markdown.contains("| v3 | breaking | identical |"), "{markdown}");
        let json: serde_json::Value = serde_json::from_str(&history_json(&history)).unwrap();
        assert_eq!(json["lost"].as_array().unwrap().len(), 2);
        assert_eq!(json["pairs"][1]["report"]["counts"]["breaking"], 2);
    }
}
