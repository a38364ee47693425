//! Corpora of what `cutover` does: Unleash's client specification, flagd's scenarios, LaunchDarkly's table of stages, Kayenta's
//! classifications, resilience4j's traces.

mod breaker;
mod canary;
mod flagd;
mod stages;
mod unleash;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use serde_json::{Value, json};

use super::Arguments;

/// What came out, file by file.
#[derive(Default)]
pub(super) struct Report {
    files: Vec<Outcomes>,
}

/// What came out of a file.
struct Outcomes {
    file: String,
    cases: usize,
    /// Cases that came out otherwise, with what was expected.
    wrong: Vec<String>,
    /// Cases that are not understood, with what of them.
    skipped: Vec<String>,
}

impl Outcomes {
    fn new(file: &Path) -> Self {
        let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { file, cases: 0, wrong: Vec::new(), skipped: Vec::new() }
    }

    /// Counts a case; `problem` says how it came out otherwise.
    fn add(&mut self, name: &str, problem: Option<String>) {
        self.cases += 1;
        self.wrong.extend(problem.map(|problem| format!("{name}: {problem}")));
    }

    /// Notes a case that is not understood.
    fn skip(&mut self, name: &str, error: &anyhow::Error) {
        self.skipped.push(format!("{name}: {error}"));
    }

    fn agreed(&self) -> usize {
        self.cases - self.wrong.len()
    }
}

/// Compares `file`, where it is one of these; true where it is.
pub(super) fn run(file: &Path, arguments: &Arguments, report: &mut Report) -> anyhow::Result<bool> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let is_wanted = |name: &str| arguments.filter.as_ref().is_none_or(|text| name.contains(text.as_str()));
    let mut outcomes = Outcomes::new(file);
    if let Ok(whole) = serde_json::from_str::<Value>(&text)
        && let Some(cases) = whole.as_object()
    {
        if stages::is_table(&whole) {
            stages::run(&whole, &mut outcomes)?;
        } else if breaker::is_of_breakers(&whole) {
            breaker::run(&whole, is_wanted, &mut outcomes)?;
        } else if cases.values().any(|case| case.get("state").is_some()) {
            unleash::run(cases, is_wanted, &mut outcomes)?;
        } else {
            return Ok(false);
        }
    } else if flagd::is_scenarios(&text) {
        flagd::run(file, &text, is_wanted, &mut outcomes)?;
    } else if canary::is_of_canaries(&text) {
        canary::run(&text, is_wanted, &mut outcomes)?;
    } else {
        return Ok(false);
    }
    report.files.push(outcomes);
    Ok(true)
}

impl Report {
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for outcomes in &self.files {
            let _ = writeln!(text, "{}: {} of {} as expected", outcomes.file, outcomes.agreed(), outcomes.cases);
            for (word, cases) in [("otherwise", &outcomes.wrong), ("not understood", &outcomes.skipped)] {
                for case in cases {
                    let _ = writeln!(text, "  {word}: {case}");
                }
            }
        }
        text
    }

    pub(super) fn json(&self) -> String {
        let file = |outcomes: &Outcomes| {
            json!({
                "file": outcomes.file, "cases": outcomes.cases, "as_expected": outcomes.agreed(),
                "otherwise": outcomes.wrong, "not_understood": outcomes.skipped,
            })
        };
        format!("{}\n", json!({ "flags": self.files.iter().map(file).collect::<Vec<_>>() }))
    }
}
