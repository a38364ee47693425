//! What we say of a case, beside what the peer says.

use std::collections::BTreeMap;

use api_compat::{Challenge, Direction, Document, Kind, Limits, Options};
use findings::{Confirmation, DiagnosticLevel, Finding, Report, Severity, SourceText, Verdict};
use serde::{Deserialize, Serialize};
use testkit::rewrite::{self, REWRITES};

use super::case::{Case, Expected};
use super::place;
use crate::coverage::counterparts;

/// The day on which the peers judged: what was announced for earlier days may be gone.
const PEERS_DAY: &str = "2026-08-31";

/// What we say of a case.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// Why there is no answer, where there is none.
    pub(super) failed: Option<String>,
    /// Each verdict asked for, ours and the peer's.
    pub(super) verdicts: Vec<Asked>,
    /// Each change that the peer names.
    pub(super) places: Vec<Found>,
    /// Our findings in short, of the first question.
    pub(super) findings: Vec<String>,
    /// Breaking findings by how their witness was confirmed.
    pub(super) witnesses: BTreeMap<String, usize>,
    /// Breaking findings whose witness a validator confirmed.
    pub(super) confirmed: usize,
    /// What was found where nothing differs.
    pub(super) not_reflexive: Vec<String>,
    /// What could not be read.
    pub(super) errors: Vec<String>,
    /// Rewrites of the documents into equal ones that were tried.
    pub(super) rewrites: usize,
    /// What was found between a document and an equal one.
    pub(super) told_apart: Vec<String>,
}

/// A verdict asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Asked {
    /// In which direction.
    pub(super) direction: String,
    /// Whether the peer says that it breaks.
    pub(super) expected: bool,
    /// What we say.
    pub(super) verdict: String,
    /// Whether we say that it breaks.
    pub(super) breaking: bool,
    /// Whether a message shows that, as a validator confirms.
    pub(super) shown: bool,
    /// What came of looking for a message that breaks and of which we say nothing.
    pub(super) challenge: Option<Challenged>,
}

/// What came of looking for a message that contradicts us.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Challenged {
    /// Messages that were held against the other side.
    pub(super) messages: usize,
    /// What no message could be made of, and why.
    pub(super) untried: Vec<String>,
    /// Messages that contradict us.
    pub(super) refuted: Vec<String>,
}

impl Asked {
    /// Whether the peer says the same.
    pub(super) fn agrees(&self) -> bool {
        self.breaking == self.expected
    }

    /// Whether the peer says otherwise, and messages speak for us: one that shows that it breaks, or many of which none
    /// breaks.
    pub(super) fn is_upheld(&self) -> bool {
        let is_tried = |it: &Challenged| it.messages > 0 && it.untried.is_empty() && it.refuted.is_empty();
        let is_safe = !self.breaking && self.challenge.as_ref().is_some_and(is_tried);
        !self.agrees() && (self.breaking && self.shown || is_safe)
    }
}

/// A change that the peer names.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Found {
    /// Its rule.
    pub(super) rule: String,
    /// Operation and path.
    pub(super) place: String,
    /// Whether one of our findings stands there.
    pub(super) anything: bool,
    /// Whether one of a rule of ours that says the same does; unknown where no such rule is written down.
    pub(super) counterpart: Option<bool>,
}

impl Outcome {
    pub(super) fn failed(why: String) -> Self {
        Self { failed: Some(why), ..Self::default() }
    }
}

/// What we say of `case`.
pub(super) fn compare(case: &Case) -> Outcome {
    let before = document("before", &case.before);
    let after = document("after", &case.after);
    let mut outcome = Outcome::default();
    for (direction, expected) in questions(case) {
        let report = match report(&before, &after, case, direction) {
            Ok(report) => report,
            Err(why) => return Outcome::failed(why),
        };
        outcome.ask(direction, expected, &report);
        if let Some(asked) = outcome.verdicts.last_mut() {
            asked.challenge = challenged(&before, &after, case, direction);
        }
        let errors = report.diagnostics.iter().filter(|it| it.level == DiagnosticLevel::Error);
        outcome.errors.extend(errors.map(|it| it.message.clone()));
        if outcome.verdicts.len() == 1 {
            outcome.findings = report.findings.iter().map(short).collect();
            outcome.places = case.expected.iter().map(|it| found(it, &report)).collect();
        }
    }
    for (name, side) in [("before", &before), ("after", &after)] {
        match report(side, side, case, Direction::Full) {
            Ok(report) if report.verdict == Verdict::Identical => {}
            Ok(report) => {
                outcome.not_reflexive.extend(report.findings.iter().map(|it| format!("{name}: {}", short(it))));
            }
            Err(why) => outcome.not_reflexive.push(why),
        }
    }
    for (name, text, side) in [("before", &case.before, &before), ("after", &case.after, &after)] {
        outcome.rewrite(name, text, side, case);
    }
    outcome
}

/// The directions in which the peer judges.
fn questions(case: &Case) -> Vec<(Direction, bool)> {
    if let (Some(forward), Some(full)) = (case.expected_breaking_forward, case.expected_breaking_full) {
        let backward = (Direction::Backward, case.expected_breaking);
        return vec![backward, (Direction::Forward, forward), (Direction::Full, full)];
    }
    match (case.expected_breaking_request, case.expected_breaking_response) {
        (Some(request), Some(response)) => vec![(Direction::Backward, request), (Direction::Forward, response)],
        _ => vec![(Direction::Customary, case.expected_breaking)],
    }
}

fn document(name: &str, text: &str) -> Document {
    Document::read(SourceText::new(name, text), &Limits::default())
}

fn options(case: &Case, direction: Direction) -> Options {
    let mut options = Options::default().with_direction(direction);
    options.kind = case.kind();
    options.today = PEERS_DAY.parse().ok();
    options
}

fn report(before: &Document, after: &Document, case: &Case, direction: Direction) -> Result<Report, String> {
    api_compat::compare(before, after, &options(case, direction)).map_err(|error| error.to_string())
}

/// Looks for messages that contradict us.
fn challenged(before: &Document, after: &Document, case: &Case, direction: Direction) -> Option<Challenged> {
    let found = api_compat::challenge(before, after, &options(case, direction), &Challenge::default()).ok()?;
    let refuted = found.counterexamples.iter().map(|it| {
        let operation = it.operation.as_deref().unwrap_or_default();
        format!("{operation} {}: {}: {}", it.subject, it.message, it.error)
    });
    Some(Challenged { messages: found.messages, refuted: refuted.collect(), untried: found.untried.clone() })
}

impl Outcome {
    /// Compares a document with what it is in other words, where it is JSON.
    fn rewrite(&mut self, name: &str, text: &str, side: &Document, case: &Case) {
        // The rewrites are those of JSON Schema.
        if !matches!(case.kind(), Some(Kind::OpenApi | Kind::JsonSchema)) {
            return;
        }
        let Ok(value) = serde_json::from_str(text) else { return };
        let original = rewrite::Document::new(value);
        for (seed, rewrite) in (0..).zip(REWRITES) {
            let rewritten = original.rewritten(rewrite, seed).value;
            if rewritten == original.value {
                continue;
            }
            self.rewrites += 1;
            let Ok(report) = report(side, &document(name, &rewritten.to_string()), case, Direction::Full) else {
                continue;
            };
            // A name that came or went is worth a word and no more.
            let is_quiet = |it: &Finding| it.severity == Severity::NonBreaking && it.rule.starts_with("component-");
            if let Some(loud) = report.findings.iter().find(|it| !is_quiet(it)) {
                self.told_apart.push(format!("{name}, {}: {}", rewrite.name, short(loud)));
            }
        }
    }

    fn ask(&mut self, direction: Direction, expected: bool, report: &Report) {
        self.verdicts.push(Asked {
            direction: format!("{direction:?}").to_lowercase(),
            expected,
            verdict: report.verdict.as_str().to_owned(),
            breaking: report.verdict >= Verdict::PotentiallyBreaking,
            shown: report.findings.iter().any(is_shown),
            challenge: None,
        });
        for finding in report.findings.iter().filter(|it| it.severity == Severity::Breaking) {
            let why = match finding.witness.as_ref().map(|it| &it.confirmation) {
                Some(Confirmation::ConfirmedBy(_)) => {
                    self.confirmed += 1;
                    continue;
                }
                Some(Confirmation::Unconfirmed(why)) => why.clone(),
                None => "no witness".to_owned(),
            };
            *self.witnesses.entry(format!("{}: {why}", finding.rule)).or_default() += 1;
        }
    }
}

/// Whether a finding is breaking and a validator has confirmed its witness.
fn is_shown(finding: &Finding) -> bool {
    let confirmation = finding.witness.as_ref().map(|it| &it.confirmation);
    finding.severity == Severity::Breaking && matches!(confirmation, Some(Confirmation::ConfirmedBy(_)))
}

fn found(expected: &Expected, report: &Report) -> Found {
    let there: Vec<&str> =
        report.findings.iter().filter(|it| place::is_there(it, expected)).map(|it| it.rule.as_str()).collect();
    let ours = counterparts(&expected.rule);
    let place = [expected.operation.as_deref(), expected.path.as_deref()];
    Found {
        rule: expected.rule.clone(),
        place: place.into_iter().flatten().collect::<Vec<_>>().join(" "),
        anything: !there.is_empty(),
        counterpart: (!ours.is_empty()).then(|| there.iter().any(|rule| ours.contains(rule))),
    }
}

fn short(finding: &Finding) -> String {
    let operation = finding.operation.as_deref().unwrap_or("-");
    format!("{} {} [{operation}] {}: {}", finding.severity, finding.rule, finding.subject, finding.message)
}
