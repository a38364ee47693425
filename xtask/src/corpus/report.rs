//! What came out of a corpus, as text and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::case::Case;
use super::isolate::{Attempt, Outcome};

/// What came out of a corpus.
#[derive(Default)]
pub(super) struct Report {
    results: Vec<Result>,
    skipped: BTreeMap<String, usize>,
}

struct Result {
    id: String,
    file: String,
    dialect: String,
    attempt: Attempt,
}

const OUTCOMES: [Outcome; 5] = [Outcome::Proven, Outcome::Partial, Outcome::Planned, Outcome::Refused, Outcome::Wrong];

impl Report {
    /// Takes out the cases that cannot be run, and counts them by what they lack.
    pub(super) fn skip(&mut self, cases: &mut Vec<Case>) {
        cases.retain(|case| {
            let why = if case.dialect.parse::<schema_diff::Dialect>().is_err() {
                format!("dialect `{}`", case.dialect)
            } else if case.after.is_none() {
                "no schema after".to_owned()
            } else {
                return true;
            };
            *self.skipped.entry(why).or_default() += 1;
            false
        });
    }

    /// Adds what became of a case.
    pub(super) fn add(&mut self, case: &Case, attempt: Attempt) {
        self.results.push(Result {
            id: case.id.clone(),
            file: case.file.clone(),
            dialect: case.dialect.clone(),
            attempt,
        });
    }

    /// How many cases are done.
    pub(super) fn done(&self) -> usize {
        self.results.len()
    }

    /// Puts the cases in order, whichever was done first.
    pub(super) fn finish(&mut self) {
        self.results.sort_by(|a, b| (&a.file, &a.id).cmp(&(&b.file, &b.id)));
    }

    /// One line for standard error.
    pub(super) fn progress(&self, total: usize) -> String {
        let counts: Vec<_> = OUTCOMES
            .iter()
            .map(|outcome| (outcome, self.count(None, *outcome)))
            .filter(|(_, count)| *count > 0)
            .map(|(outcome, count)| format!("{} {count}", word(*outcome)))
            .collect();
        format!("{}/{total}: {}", self.results.len(), counts.join(", "))
    }

    /// For a person.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{:<32}", "file");
        for outcome in OUTCOMES {
            let _ = write!(text, "{:>9}", word(outcome));
        }
        text.push_str("    total\n");
        let mut files: Vec<&str> = self.results.iter().map(|it| it.file.as_str()).collect();
        files.dedup();
        for file in files.into_iter().map(Some).chain([None]) {
            let _ = write!(text, "{:<32}", file.unwrap_or("all"));
            let counts: Vec<usize> = OUTCOMES.iter().map(|outcome| self.count(file, *outcome)).collect();
            for count in &counts {
                let _ = write!(text, "{count:>9}");
            }
            let _ = writeln!(text, "{:>9}", counts.iter().sum::<usize>());
        }
        for (why, count) in &self.skipped {
            let _ = writeln!(text, "skipped {count}: {why}");
        }
        for outcome in [Outcome::Refused, Outcome::Wrong] {
            let reasons = self.reasons(outcome);
            if !reasons.is_empty() {
                let _ = writeln!(text, "\n{}:", word(outcome));
            }
            for (reason, ids) in reasons {
                let _ = writeln!(text, "{:>6}  {reason}  ({})", ids.len(), ids.first().copied().unwrap_or_default());
            }
        }
        text
    }

    /// For a program.
    pub(super) fn json(&self) -> String {
        let cases: Vec<Value> = self
            .results
            .iter()
            .map(|it| {
                json!({
                    "id": it.id, "file": it.file, "dialect": it.dialect, "outcome": it.attempt.outcome,
                    "reason": it.attempt.reason, "detail": it.attempt.detail, "seconds": it.attempt.seconds,
                })
            })
            .collect();
        let counts: BTreeMap<_, _> =
            OUTCOMES.iter().map(|outcome| (word(*outcome), self.count(None, *outcome))).collect();
        let refusals: Vec<Value> = self
            .reasons(Outcome::Refused)
            .into_iter()
            .map(|(reason, ids)| json!({ "reason": reason, "count": ids.len() }))
            .collect();
        let report = json!({
            "schema_version": "1.0", "counts": counts, "skipped": self.skipped, "refusals": refusals, "cases": cases,
        });
        format!("{report:#}")
    }

    fn count(&self, file: Option<&str>, outcome: Outcome) -> usize {
        let here = self.results.iter().filter(|it| file.is_none_or(|file| it.file == file));
        here.filter(|it| it.attempt.outcome == outcome).count()
    }

    /// Reasons of an outcome with the cases that they hold for, most frequent first.
    fn reasons(&self, outcome: Outcome) -> Vec<(String, Vec<&str>)> {
        let mut reasons: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for it in self.results.iter().filter(|it| it.attempt.outcome == outcome) {
            reasons.entry(without_names(&it.attempt.reason)).or_default().push(&it.id);
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(_, ids)| std::cmp::Reverse(ids.len()));
        reasons
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Proven => "proven",
        Outcome::Partial => "partial",
        Outcome::Planned => "planned",
        Outcome::Refused => "refused",
        Outcome::Wrong => "wrong",
    }
}

/// A reason with what stands in backticks or double quotes left out, so that cases alike count together.
fn without_names(reason: &str) -> String {
    let mut text = String::new();
    let mut inside = None;
    for letter in reason.lines().next().unwrap_or_default().chars() {
        match inside {
            Some(quote) if letter == quote => {
                text.push('…');
                inside = None;
            }
            Some(_) => {}
            None if letter == '`' || letter == '"' => inside = Some(letter),
            None => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_count_together_whatever_the_names() {
        assert_eq!(without_names("type of `a.b` changes\nmore"), "type of … changes");
    }
}
