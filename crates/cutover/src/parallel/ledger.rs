//! What came of the comparisons, and what of it is noise.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::Difference;
use super::parity::Parity;
use super::report::PathReport;

/// Kinds of differences, and combinations of them, that are told apart; others are counted as one.
const MOST_KINDS: usize = 500;
/// With what confidence a kind is told from noise.
const CONFIDENCE: f64 = 0.95;

#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Comparisons of primary and candidate.
    compared: u64,
    /// Comparisons of the primary with itself.
    baseline: u64,
    /// By kind of difference: how often it came up, and how often it did in the baseline.
    kinds: BTreeMap<String, (u64, u64)>,
    /// By the kinds that came up together.
    together: BTreeMap<BTreeSet<String>, u64>,
    /// Mismatches of combinations beyond the bound: never noise.
    beyond: u64,
}

impl Ledger {
    /// Takes in a comparison of primary and candidate.
    pub(super) fn compared(&mut self, differences: &[Difference]) {
        self.compared += 1;
        let kinds = self.count(differences, |(found, _)| *found += 1);
        if differences.is_empty() {
            return;
        }
        match kinds {
            Some(kinds) if self.together.len() < MOST_KINDS || self.together.contains_key(&kinds) => {
                *self.together.entry(kinds).or_default() += 1;
            }
            _ => self.beyond += 1,
        }
    }

    /// Takes in a comparison of the primary with itself.
    pub(super) fn baseline(&mut self, differences: &[Difference]) {
        self.baseline += 1;
        self.count(differences, |(_, noise)| *noise += 1);
    }

    /// Counts each kind once; which they are, where none lies beyond the bound.
    fn count(&mut self, differences: &[Difference], count: impl Fn(&mut (u64, u64))) -> Option<BTreeSet<String>> {
        let kinds: BTreeSet<String> = differences.iter().map(|it| it.kind.clone()).collect();
        let mut is_complete = true;
        for kind in &kinds {
            if self.kinds.len() < MOST_KINDS || self.kinds.contains_key(kind) {
                count(self.kinds.entry(kind.clone()).or_default());
            } else {
                is_complete = false;
            }
        }
        is_complete.then_some(kinds)
    }

    /// A kind is noise if the primary differs from itself as well, and the candidate not demonstrably more often.
    fn is_noise(&self, (found, noise): (u64, u64)) -> bool {
        let with_candidate = Parity { compared: self.compared, mismatches: found };
        let with_itself = Parity { compared: self.baseline, mismatches: noise };
        noise > 0 && with_candidate.lower_bound(CONFIDENCE) <= with_itself.upper_bound(CONFIDENCE)
    }

    pub(super) fn parity(&self) -> Parity {
        let noise: BTreeSet<&String> =
            self.kinds.iter().filter(|(_, counts)| self.is_noise(**counts)).map(|(kind, _)| kind).collect();
        let real = self.together.iter().filter(|(kinds, _)| !kinds.iter().all(|kind| noise.contains(kind)));
        let mismatches = real.map(|(_, count)| count).sum::<u64>() + self.beyond;
        Parity { compared: self.compared, mismatches }
    }

    pub(super) fn baseline_count(&self) -> u64 {
        self.baseline
    }

    /// By kind, the most frequent first.
    pub(super) fn paths(&self) -> Vec<PathReport> {
        let report = |(kind, counts): (&String, &(u64, u64))| PathReport {
            path: kind.clone(),
            differences: counts.0,
            in_baseline: counts.1,
            is_noise: self.is_noise(*counts),
        };
        let mut paths: Vec<PathReport> = self.kinds.iter().map(report).collect();
        paths.sort_by(|left, right| right.differences.cmp(&left.differences).then_with(|| left.path.cmp(&right.path)));
        paths
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(kinds: &[&str]) -> Vec<Difference> {
        let difference = |kind: &&str| Difference {
            path: (*kind).to_owned(),
            kind: (*kind).to_owned(),
            primary: json!(1),
            candidate: json!(2),
        };
        kinds.iter().map(difference).collect()
    }

    #[test]
    fn what_differs_anyway_is_no_mismatch() {
        let mut ledger = Ledger::default();
        for call in 0..200 {
            ledger.baseline(&if call % 2 == 0 { of(&["/at"]) } else { Vec::new() });
            ledger.compared(&if call % 2 == 0 { of(&["/at"]) } else { Vec::new() });
        }
        assert_eq!(ledger.parity(), Parity { compared: 200, mismatches: 0 });
        ledger.compared(&of(&["/at", "/name"]));
        ledger.compared(&of(&["/name"]));
        assert_eq!(ledger.parity(), Parity { compared: 202, mismatches: 2 });
        assert_eq!(ledger.paths().iter().map(|it| it.is_noise).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn what_differs_far_more_often_than_anyway_is_a_mismatch() {
        let mut ledger = Ledger::default();
        for call in 0..300 {
            ledger.baseline(&if call == 0 { of(&["/at"]) } else { Vec::new() });
            ledger.compared(&of(&["/at"]));
        }
        assert_eq!(ledger.parity().mismatches, 300);
    }

    #[test]
    fn kinds_beyond_the_bound_count_as_mismatches() {
        let mut ledger = Ledger::default();
        for call in 0..2_000 {
            ledger.compared(&of(&[&format!("/user-{call}")]));
        }
        assert_eq!(ledger.parity().mismatches, 2_000);
        assert!(ledger.paths().len() <= MOST_KINDS);
    }
}
