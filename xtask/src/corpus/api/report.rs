//! What came out of corpora of interfaces, as text and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::case::Case;
use super::compare::{Asked, Found, Outcome};

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
    /// Verdicts that a peer does not share although messages speak for them; those of which nothing speaks for either.
    upheld: usize,
    open: usize,
    /// Verdicts that a message refutes.
    refuted: usize,
    places: Share,
    rules: Share,
    unmapped: usize,
    witnesses: Share,
    reflexive: Share,
    rewrites: Share,
    /// Messages that were to contradict us.
    generated: usize,
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
            "{:<22}{:>18}{:>8}{:>6}{:>18}{:>18}{:>18}{:>18}{:>18}\n",
            "file", "verdicts agreed", "upheld", "open", "places", "rules there", "witnesses", "reflexive", "rewrites"
        );
        for (file, cases) in &self.files {
            let it = Counts::of(cases);
            let _ = writeln!(
                text,
                "{file:<22}{:>18}{:>8}{:>6}{:>18}{:>18}{:>18}{:>18}{:>18}",
                it.verdicts, it.upheld, it.open, it.places, it.rules, it.witnesses, it.reflexive, it.rewrites
            );
            let _ =
                writeln!(text, "{:>6} verdicts are refuted by one of {} generated messages", it.refuted, it.generated);
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
            for it in &outcome.verdicts {
                counts.verdicts.add(it.agrees());
                counts.upheld += usize::from(it.is_upheld());
                counts.open += usize::from(!it.agrees() && !it.is_upheld());
                counts.generated += it.challenge.as_ref().map_or(0, |it| it.messages);
                counts.refuted += usize::from(it.challenge.as_ref().is_some_and(|it| !it.refuted.is_empty()));
            }
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
            "verdicts": share(self.verdicts), "upheld": self.upheld, "open": self.open, "refuted": self.refuted, "generated": self.generated, "places": share(self.places), "rules": share(self.rules),
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
        for it in outcome.verdicts.iter().filter(|it| !it.agrees()) {
            let theirs = if it.expected { "breaking" } else { "not breaking" };
            let _ = writeln!(said, "  verdict ({}): {}, the peer says {theirs}", it.direction, it.verdict);
            let _ = writeln!(said, "    {}", adjudicated(it));
        }
        for it in outcome.verdicts.iter().filter_map(|it| it.challenge.as_ref()).flat_map(|it| &it.refuted) {
            let _ = writeln!(said, "  REFUTED by {it}");
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

/// What speaks for us.
fn adjudicated(asked: &Asked) -> String {
    match &asked.challenge {
        _ if asked.breaking && asked.shown => "upheld by a confirmed witness".to_owned(),
        _ if asked.breaking => "open: no message can show it".to_owned(),
        Some(it) if asked.is_upheld() => format!("upheld by {} generated messages, none of which breaks", it.messages),
        Some(it) => format!("open: {} generated messages; {}", it.messages, it.untried.join("; ")),
        None => "open: no message can show it".to_owned(),
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
