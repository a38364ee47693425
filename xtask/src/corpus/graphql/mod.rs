//! Corpora of GraphQL schemas: two schemas each, and the changes that a peer finds, each with its kind, its place and how
//! bad it is.

mod compare;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Arguments;
use compare::Outcome;

/// A case; other keys of its line are left alone.
#[derive(Debug, Clone, Deserialize)]
struct Case {
    id: String,
    before: String,
    after: String,
    #[serde(default)]
    expected: Vec<Expected>,
    expected_breaking: bool,
    #[serde(default)]
    expected_dangerous: bool,
}

/// A change that the peer finds.
#[derive(Debug, Clone, Deserialize)]
struct Expected {
    rule: String,
    /// `breaking`, `dangerous` or `safe`.
    level: String,
    #[serde(default)]
    path: Option<String>,
}

/// What came out.
#[derive(Default)]
pub(super) struct Report {
    cases: Vec<(String, Outcome)>,
}

/// Whether the first case of `file` is one of GraphQL.
pub(super) fn is_of_graphql(file: &Path) -> bool {
    super::api::kind_of(file).as_deref() == Some("graphql")
}

/// Compares the cases of `file`.
pub(super) fn run(file: &Path, arguments: &Arguments, report: &mut Report) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let cases = lines.map(|(number, line)| {
        serde_json::from_str::<Case>(line).with_context(|| format!("{}, line {}", file.display(), number + 1))
    });
    let wanted = |case: &Case| arguments.filter.as_ref().is_none_or(|text| case.id.contains(text.as_str()));
    let mut cases = cases.collect::<anyhow::Result<Vec<_>>>()?;
    cases.retain(wanted);
    cases.truncate(arguments.limit.unwrap_or(usize::MAX));
    for case in &cases {
        report.cases.push((case.id.clone(), compare::compare(case)));
    }
    Ok(())
}

impl Report {
    pub(super) fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    fn counts(&self) -> BTreeMap<&'static str, (usize, usize)> {
        let mut counts: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
        let mut count = |what: &'static str, good: bool| {
            let entry = counts.entry(what).or_default();
            *entry = (entry.0 + usize::from(good), entry.1 + 1);
        };
        for (_, outcome) in &self.cases {
            count("verdicts: breaking or not", outcome.breaking.0 == outcome.breaking.1);
            let exact = outcome.breaking.0 == outcome.breaking.1 && outcome.dangerous.0 == outcome.dangerous.1;
            count("verdicts: breaking, potentially breaking or neither", exact);
            count("verdicts: the same, reasons counted", exact || outcome.is_reasoned());
            for (_, agreement) in &outcome.changes {
                count("changes: rule and place", agreement.is_told());
                count("changes: rule, place and level", agreement.is_same());
                count("changes: the same, reasons counted", agreement.is_settled());
            }
            for it in &outcome.more {
                count("our findings that the peer has as well", it.1);
            }
            for confirmed in &outcome.witnesses {
                count("breaking findings with a confirmed witness", confirmed.is_none());
            }
            count("against itself", outcome.not_reflexive.is_empty());
        }
        counts
    }

    /// For a person.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (what, (good, all)) in self.counts() {
            let tenths = good * 1000 / all.max(1);
            let _ = writeln!(text, "{what:<55}{good:>6}/{all:<6}{}.{} %", tenths / 10, tenths % 10);
        }
        for (id, outcome) in &self.cases {
            let said = outcome.told();
            if !said.is_empty() {
                let _ = write!(text, "\n{id}\n{said}");
            }
        }
        text
    }

    /// For a program.
    pub(super) fn json(&self) -> String {
        let counts: BTreeMap<_, Value> =
            self.counts().into_iter().map(|(what, (good, all))| (what, json!({ "good": good, "all": all }))).collect();
        let cases: Vec<Value> =
            self.cases.iter().map(|(id, outcome)| json!({ "id": id, "told": outcome.told() })).collect();
        format!("{:#}\n", json!({ "schema_version": "1.0", "counts": counts, "cases": cases }))
    }
}
