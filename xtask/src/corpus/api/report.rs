//! What came out of corpora of interfaces, as text and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::case::Case;
use super::compare::{Found, Outcome};

/// What came out of corpora of interfaces.
#[derive(Default)]
pub(in crate::corpus) struct Report {
    files: BTreeMap<String, Vec<(String, Outcome)>>,
    skipped: BTreeMap<String, usize>,
}

/// Counts of one file.
#[derive(Default)]
struct Counts {
    verdicts: Share,
    /// Verdicts that a peer does not share although a confirmed witness shows them.
    shown: usize,
    places: Share,
    rules: Share,
    unmapped: usize,
    witnesses: Share,
    reflexive: Share,
    rewrites: Share,
}

/// So many of so many.
#[derive(Default, Clone, Copy)]
struct Share {
    good: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, good: bool) {
        self.good += usize::from(good);
        self.all += 1;
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = self.good * 1000 / self.all.max(1);
        f.pad(&format!("{}/{} {}.{} %", self.good, self.all, tenths / 10, tenths % 10))
    }
}

impl Report {
    /// Counts a case that is not of a kind that can be compared.
    pub(super) fn skip(&mut self, file: &str, kind: &str) {
        *self.skipped.entry(format!("{file}: interfaces of kind `{kind}` are not compared")).or_default() += 1;
    }

    pub(super) fn add(&mut self, file: &str, case: &Case, outcome: Outcome) {
        self.files.entry(file.to_owned()).or_default().push((case.id.clone(), outcome));
    }

    pub(in crate::corpus) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.skipped.is_empty()
    }

    /// For a person.
    pub(in crate::corpus) fn text(&self) -> String {
        let mut text = format!(
            "{:<22}{:>18}{:>18}{:>18}{:>18}{:>18}{:>18}\n",
            "file", "verdicts", "places", "rules there", "witnesses", "reflexive", "rewrites"
        );
        for (file, cases) in &self.files {
            let it = Counts::of(cases);
            let _ = writeln!(
                text,
                "{file:<22}{:>18}{:>18}{:>18}{:>18}{:>18}{:>18}",
                it.verdicts, it.places, it.rules, it.witnesses, it.reflexive, it.rewrites
            );
            if it.shown > 0 {
                let _ = writeln!(text, "{:>6} verdicts that the peer does not share are shown by a witness", it.shown);
            }
            if it.unmapped > 0 {
                let _ = writeln!(text, "{:>6} changes of rules without a counterpart", it.unmapped);
            }
        }
        for (why, count) in &self.skipped {
            let _ = writeln!(text, "skipped {count}: {why}");
        }
        for (file, cases) in &self.files {
            disagreements(&mut text, file, cases);
        }
        self.unconfirmed(&mut text);
        text
    }

    /// Breaking findings without a confirmed witness, by reason.
    fn unconfirmed(&self, text: &mut String) {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for (why, count) in self.files.values().flatten().flat_map(|(_, outcome)| &outcome.witnesses) {
            *reasons.entry(why).or_default() += count;
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        if !reasons.is_empty() {
            text.push_str("\nbreaking without a confirmed witness:\n");
        }
        for (why, count) in reasons {
            let _ = writeln!(text, "{count:>6}  {why}");
        }
    }

    /// For a program.
    pub(in crate::corpus) fn json(&self) -> String {
        let files: BTreeMap<&String, Value> =
            self.files.iter().map(|(file, cases)| (file, Counts::of(cases).json(cases))).collect();
        format!("{:#}\n", json!({ "schema_version": "1.0", "files": files, "skipped": self.skipped }))
    }
}

impl Counts {
    fn of(cases: &[(String, Outcome)]) -> Self {
        let mut counts = Self::default();
        for (_, outcome) in cases {
            if outcome.failed.is_some() {
                counts.verdicts.add(false);
            }
            outcome.verdicts.iter().for_each(|it| counts.verdicts.add(it.breaking == it.expected));
            counts.shown += outcome.verdicts.iter().filter(|it| it.breaking && !it.expected && it.shown).count();
            for it in &outcome.places {
                counts.places.add(it.anything);
                match it.counterpart {
                    Some(found) => counts.rules.add(found),
                    None => counts.unmapped += 1,
                }
            }
            let unconfirmed: usize = outcome.witnesses.values().sum();
            counts.witnesses.good += outcome.confirmed;
            counts.witnesses.all += outcome.confirmed + unconfirmed;
            counts.rewrites.good += outcome.rewrites.saturating_sub(outcome.told_apart.len());
            counts.rewrites.all += outcome.rewrites;
            counts.reflexive.add(outcome.not_reflexive.is_empty() && outcome.failed.is_none());
        }
        counts
    }

    fn json(&self, cases: &[(String, Outcome)]) -> Value {
        let share = |share: Share| json!({ "good": share.good, "all": share.all });
        let cases: Vec<Value> = cases.iter().map(|(id, outcome)| json!({ "id": id, "outcome": outcome })).collect();
        json!({
            "verdicts": share(self.verdicts), "shown_against_peer": self.shown, "places": share(self.places), "rules": share(self.rules),
            "rules_without_counterpart": self.unmapped, "witnesses": share(self.witnesses),
            "reflexive": share(self.reflexive), "rewrites": share(self.rewrites), "cases": cases,
        })
    }
}

fn disagreements(text: &mut String, file: &str, cases: &[(String, Outcome)]) {
    for (id, outcome) in cases {
        let mut said = String::new();
        if let Some(why) = &outcome.failed {
            let _ = writeln!(said, "  failed: {why}");
        }
        for it in outcome.verdicts.iter().filter(|it| it.breaking != it.expected) {
            let theirs = if it.expected { "breaking" } else { "not breaking" };
            let shown = if it.shown { ", a confirmed witness shows it" } else { "" };
            let _ = writeln!(said, "  verdict ({}): {}{shown}, the peer says {theirs}", it.direction, it.verdict);
        }
        for it in outcome.places.iter().filter(|it| is_missed(it)) {
            let _ = writeln!(said, "  not found: {} at {}", it.rule, it.place);
        }
        for it in &outcome.not_reflexive {
            let _ = writeln!(said, "  against itself: {it}");
        }
        for it in &outcome.errors {
            let _ = writeln!(said, "  not read: {it}");
        }
        for it in &outcome.told_apart {
            let _ = writeln!(said, "  in other words: {it}");
        }
        if said.is_empty() {
            continue;
        }
        let _ = write!(text, "\n{file} {id}\n{said}");
        for finding in &outcome.findings {
            let _ = writeln!(text, "    {finding}");
        }
    }
}

fn is_missed(found: &Found) -> bool {
    !found.counterpart.unwrap_or(found.anything)
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_share_of_nothing_is_no_fault_of_arithmetic() {
        assert_eq!(Share::default().to_string(), "0/0 0.0 %");
        assert_eq!(Share { good: 2, all: 3 }.to_string(), "2/3 66.6 %");
    }
}
