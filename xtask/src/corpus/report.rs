//! What came out of a corpus, as text and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Engine;
use super::authors::{Against, Aspect};
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
    engine: String,
    attempt: Attempt,
}

/// Cases named among the slowest.
const SLOWEST: usize = 5;

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

    /// Whether `engine` is new enough for `case`; one that is not is counted.
    pub(super) fn takes(&mut self, engine: &Engine, case: &Case) -> bool {
        let Some(wanted) = case.meta.as_ref().and_then(|it| it.min_version).filter(|it| *it > engine.major()) else {
            return true;
        };
        *self.skipped.entry(format!("needs version {wanted}, the engine is {}", engine.version)).or_default() += 1;
        false
    }

    /// Adds what became of a case.
    pub(super) fn add(&mut self, engine: &Engine, case: &Case, attempt: Attempt) {
        self.results.push(Result {
            id: case.id.clone(),
            file: case.file.clone(),
            dialect: case.dialect.clone(),
            engine: engine.version.clone(),
            attempt,
        });
    }

    /// How many cases are done.
    pub(super) fn done(&self) -> usize {
        self.results.len()
    }

    /// Puts the cases in order, whichever was done first.
    pub(super) fn finish(&mut self) {
        self.results.sort_by(|a, b| (&a.engine, &a.file, &a.id).cmp(&(&b.engine, &b.file, &b.id)));
    }

    /// One line for standard error.
    pub(super) fn progress(&self, total: usize) -> String {
        let counts: Vec<_> = OUTCOMES
            .iter()
            .map(|outcome| (outcome, self.count(|_| true, *outcome)))
            .filter(|(_, count)| *count > 0)
            .map(|(outcome, count)| format!("{} {count}", word(*outcome)))
            .collect();
        format!("{}/{total}: {}", self.results.len(), counts.join(", "))
    }

    /// For a person.
    pub(super) fn text(&self) -> String {
        let mut text = self.table();
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
        text.push_str(&self.against_text());
        text.push_str("\nslowest:\n");
        for it in self.slowest() {
            let _ = writeln!(text, "{:>6.1} s  {}  ({})", it.attempt.seconds, it.id, it.engine);
        }
        text
    }

    /// Counts by engine and file, columns aligned.
    fn table(&self) -> String {
        let mut groups: Vec<(&str, &str)> =
            self.results.iter().map(|it| (it.engine.as_str(), it.file.as_str())).collect();
        groups.dedup();
        let width = groups.iter().flat_map(|(engine, file)| [engine.len(), file.len() + 2]).max().unwrap_or(0).max(8);
        let mut text = format!("{:<width$}", "file");
        for outcome in OUTCOMES {
            let _ = write!(text, "{:>9}", word(outcome));
        }
        text.push_str("    total   proven\n");
        let mut engine = "";
        for group in &groups {
            if group.0 != engine {
                engine = group.0;
                let _ = writeln!(text, "{engine}");
            }
            let name = format!("  {}", group.1);
            self.line(&mut text, &name, width, |it| (it.engine.as_str(), it.file.as_str()) == *group);
        }
        self.line(&mut text, "all", width, |_| true);
        text
    }

    fn line(&self, text: &mut String, name: &str, width: usize, wanted: impl Fn(&Result) -> bool) {
        let counts: Vec<usize> = OUTCOMES.iter().map(|outcome| self.count(&wanted, *outcome)).collect();
        let _ = write!(text, "{name:<width$}");
        for count in &counts {
            let _ = write!(text, "{count:>9}");
        }
        let total = counts.iter().sum::<usize>();
        let proven = counts.first().copied().unwrap_or(0) * 1000 / total.max(1);
        let _ = writeln!(text, "{total:>9}{:>7}.{} %", proven / 10, proven % 10);
    }

    fn slowest(&self) -> Vec<&Result> {
        let mut all: Vec<&Result> = self.results.iter().collect();
        all.sort_by(|a, b| b.attempt.seconds.total_cmp(&a.attempt.seconds));
        all.truncate(SLOWEST);
        all
    }

    /// How often ours takes less, the same, and more than theirs.
    fn against(&self, aspect: Aspect) -> (usize, usize, usize) {
        let orders: Vec<_> =
            self.results.iter().filter_map(|it| it.attempt.against.as_ref()?.ours_to_theirs(aspect)).collect();
        let count = |wanted: std::cmp::Ordering| orders.iter().filter(|it| **it == wanted).count();
        (count(std::cmp::Ordering::Less), count(std::cmp::Ordering::Equal), count(std::cmp::Ordering::Greater))
    }

    fn against_text(&self) -> String {
        let mut text = String::new();
        if self.results.iter().all(|it| it.attempt.against.is_none()) {
            return text;
        }
        text.push_str("\nour plan against the migration that the authors wrote (ours, equal, theirs):\n");
        for aspect in Aspect::ALL {
            let (ours, equal, theirs) = self.against(aspect);
            let _ = writeln!(text, "{ours:>6} {equal:>6} {theirs:>6}  {}", aspect.words());
        }
        let mut failed: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for it in &self.results {
            let (who, why) = match &it.attempt.against {
                Some(Against::TheirsFailed(why)) => ("where only the plan runs on a database with rows", why),
                Some(Against::OursFailed(why)) => ("where the plan does not run", why),
                _ => continue,
            };
            failed.entry(who).or_default().push((&it.id, why));
        }
        for (who, cases) in failed {
            let (id, why) = cases.first().copied().unwrap_or_default();
            let _ = writeln!(text, "{:>6} {who}, for example {id}: {why}", cases.len());
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
                    "engine": it.engine, "against_authors": it.attempt.against,
                })
            })
            .collect();
        let counts: BTreeMap<_, _> =
            OUTCOMES.iter().map(|outcome| (word(*outcome), self.count(|_| true, *outcome))).collect();
        let refusals: Vec<Value> = self
            .reasons(Outcome::Refused)
            .into_iter()
            .map(|(reason, ids)| json!({ "reason": reason, "count": ids.len() }))
            .collect();
        let against: BTreeMap<_, _> = Aspect::ALL
            .iter()
            .map(|aspect| {
                let (ours, equal, theirs) = self.against(*aspect);
                (aspect.name(), json!({ "ours": ours, "equal": equal, "theirs": theirs }))
            })
            .collect();
        let slowest: Vec<Value> = self
            .slowest()
            .iter()
            .map(|it| json!({ "id": it.id, "engine": it.engine, "seconds": it.attempt.seconds }))
            .collect();
        let report = json!({
            "schema_version": "1.0", "counts": counts, "skipped": self.skipped, "refusals": refusals,
            "against_authors": against, "slowest": slowest, "cases": cases,
        });
        format!("{report:#}")
    }

    fn count(&self, wanted: impl Fn(&Result) -> bool, outcome: Outcome) -> usize {
        self.results.iter().filter(|it| wanted(it) && it.attempt.outcome == outcome).count()
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
