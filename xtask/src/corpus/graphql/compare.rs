//! What we say of a case, beside what the peer says.

use std::fmt::Write as _;

use api_compat::{Kind, Limits, Options, Sources, compare_sources};
use findings::{Confirmation, DiagnosticLevel, Finding, Report, Severity, SourceText, Verdict};

use super::{Case, Expected};
use crate::coverage::counterparts_of;

/// What we say of a case.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Whether it breaks: as we say, as the peer says.
    pub(super) breaking: (bool, bool),
    /// Whether it may break.
    pub(super) dangerous: (bool, bool),
    /// Each change of the peer's.
    pub(super) changes: Vec<(String, Agreement)>,
    /// Each finding of ours, and whether the peer has it.
    pub(super) more: Vec<(String, bool)>,
    /// For each breaking finding why its witness is not confirmed, where it is not.
    pub(super) witnesses: Vec<Option<String>>,
    pub(super) not_reflexive: Vec<String>,
    errors: Vec<String>,
}

/// Whether we say of a change what the peer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Agreement {
    /// A finding of the same kind stands there, as bad.
    Same,
    /// The peer tells one change under two names, each at its own level; a finding that it has under the other name, and as
    /// bad as that, tells all of it.
    Once(&'static str),
    /// It is told at another level, for a reason that is written down.
    Reasoned(&'static str),
    /// A finding of the same kind is less bad, or worse.
    Level(String),
    Missing,
}

impl Agreement {
    pub(super) fn is_settled(&self) -> bool {
        matches!(self, Self::Same | Self::Once(_) | Self::Reasoned(_))
    }

    /// Whether it is told, and as bad.
    pub(super) fn is_same(&self) -> bool {
        matches!(self, Self::Same | Self::Once(_))
    }

    /// Whether it is told at all.
    pub(super) fn is_told(&self) -> bool {
        *self != Self::Missing
    }
}

pub(super) fn compare(case: &Case) -> Outcome {
    let side = |name: &str, text: &str| Sources::file(SourceText::new(name, text), &Limits::default());
    let (before, after) = (side("before.graphql", &case.before), side("after.graphql", &case.after));
    let report = |old: &Sources, new: &Sources| compare_sources(old, new, &Options::default().with_kind(Kind::GraphQl));
    let mut outcome = Outcome::default();
    let found = match report(&before, &after) {
        Ok(found) => found,
        Err(error) => {
            outcome.errors.push(error.to_string());
            return outcome;
        }
    };
    outcome.breaking = (found.verdict == Verdict::Breaking, case.expected_breaking);
    let any = |severity| found.findings.iter().any(|it| it.severity == severity);
    outcome.dangerous = (any(Severity::PotentiallyBreaking), case.expected_dangerous);
    outcome.changes = changes(case, &found);
    outcome.more = found.findings.iter().map(|it| (short(it), is_expected(it, case))).collect();
    let breaking = found.findings.iter().filter(|it| it.severity == Severity::Breaking);
    outcome.witnesses = breaking.map(unconfirmed).collect();
    let errors = found.diagnostics.iter().filter(|it| it.level == DiagnosticLevel::Error);
    outcome.errors.extend(errors.map(|it| it.message.clone()));
    for side in [&before, &after] {
        if let Ok(same) = report(side, side) {
            outcome.not_reflexive.extend(same.findings.iter().map(short));
        }
    }
    outcome
}

/// Each change of the peer's and whether we say the same; a finding stands for one change, and for what is one change of
/// ours and two of theirs.
fn changes(case: &Case, report: &Report) -> Vec<(String, Agreement)> {
    let mut free: Vec<&Finding> = report.findings.iter().collect();
    let mut all = Vec::new();
    for expected in &case.expected {
        let here = |it: &&Finding| is_kind(it, expected) && is_there(it, expected);
        let same = free.iter().position(|it| here(it) && is_level(it, expected));
        let agreement = match same {
            Some(at) => {
                // One of another value is both one that went and one that came.
                if free.get(at).is_some_and(|it| it.rule != "applied-argument-changed") {
                    free.remove(at);
                }
                Agreement::Same
            }
            None => once(case, expected, report).or_else(|| reasoned(expected, report)).unwrap_or_else(|| {
                match free.iter().find(|it| here(it)) {
                    Some(other) => Agreement::Level(short(other)),
                    None => Agreement::Missing,
                }
            }),
        };
        let place = expected.path.as_deref().unwrap_or("-");
        all.push((format!("{} {} at {place}", expected.level, expected.rule), agreement));
    }
    all
}

/// Whether it is one of two names of a change that we tell once.
fn once(case: &Case, expected: &Expected, report: &Report) -> Option<Agreement> {
    let ours = |rule: &str| report.findings.iter().find(|it| it.rule.ends_with(rule) && is_there(it, expected));
    let (found, why) = if expected.rule.contains("_DESCRIPTION_") {
        (ours("-added")?, "what is said of something new is part of it")
    } else if expected.rule == "DIRECTIVE_USAGE_ARGUMENT_ADDED" {
        (ours("applied-argument-changed")?, "another value is one change, and not two")
    } else {
        return None;
    };
    let other =
        |it: &&Expected| it.rule != expected.rule && is_kind(found, it) && is_there(found, it) && is_level(found, it);
    case.expected.iter().find(other).map(|_| Agreement::Once(why))
}

/// Why we say that it is worse, or less bad.
fn reasoned(expected: &Expected, report: &Report) -> Option<Agreement> {
    let path = expected.path.as_deref().unwrap_or_default();
    let here = || report.findings.iter().filter(|it| is_there(it, expected));
    let reason =
        path.strip_suffix(".@deprecated.reason").filter(|_| expected.rule.starts_with("DIRECTIVE_USAGE_ARGUMENT_"));
    if let Some(of) = reason {
        let told = |it: &&Finding| it.rule.ends_with("-deprecation-reason-changed") && it.subject == of;
        let why = "the reason of a deprecation is for people";
        return report.findings.iter().find(told).map(|_| Agreement::Reasoned(why));
    }
    let shown = |it: &&Finding| it.severity == Severity::Breaking && unconfirmed(it).is_none();
    if expected.rule.contains("_DEFAULT_") && here().any(|it| it.rule.ends_with("-default-changed") && shown(&it)) {
        return Some(Agreement::Reasoned("who left the value out is refused"));
    }
    None
}

fn is_expected(finding: &Finding, case: &Case) -> bool {
    case.expected.iter().any(|expected| is_kind(finding, expected) && is_there(finding, expected))
}

fn is_kind(finding: &Finding, expected: &Expected) -> bool {
    counterparts_of("graphql-inspector", &expected.rule).contains(&finding.rule.as_str())
}

fn is_level(finding: &Finding, expected: &Expected) -> bool {
    let level = match finding.severity {
        Severity::Breaking => "breaking",
        Severity::PotentiallyBreaking => "dangerous",
        Severity::Additive | Severity::NonBreaking => "safe",
    };
    level == expected.level
}

/// Whether it stands where the peer says; their paths have dots where ours are schema coordinates.
fn is_there(finding: &Finding, expected: &Expected) -> bool {
    let Some(path) = &expected.path else { return finding.subject.starts_with("schema") };
    let ours = finding.subject.strip_prefix("schema").unwrap_or(&finding.subject);
    let ours = ours.replace(":)", "").replace('(', ".").replace(" @", ".@");
    let deprecation = expected.rule.contains("_DEPRECATION_");
    let theirs = path.strip_suffix(".@deprecated").filter(|_| deprecation).unwrap_or(path);
    // The place of an argument that came is that of its directive.
    ours == theirs || (expected.rule == "DIRECTIVE_ARGUMENT_ADDED" && ours.starts_with(&format!("{theirs}.")))
}

fn unconfirmed(finding: &Finding) -> Option<String> {
    match finding.witness.as_ref().map(|it| (&it.confirmation, &it.statement)) {
        Some((Confirmation::ConfirmedBy(_), _)) => None,
        Some((Confirmation::Unconfirmed(why), statement)) => Some(format!("{}: {statement}: {why}", short(finding))),
        None => Some(format!("{}: no witness", short(finding))),
    }
}

fn short(finding: &Finding) -> String {
    format!("{} {} {}: {}", finding.severity, finding.rule, finding.subject, finding.message)
}

impl Outcome {
    /// Whether every difference to the peer has its reason.
    pub(super) fn is_reasoned(&self) -> bool {
        // What breaks by a witness of ours alone has its reason among the changes.
        let reasoned = self.breaking.0 && self.changes.iter().any(|it| matches!(it.1, Agreement::Reasoned(_)));
        (self.breaking.0 == self.breaking.1 || reasoned)
            && self.errors.is_empty()
            && self.changes.iter().all(|it| it.1.is_settled())
    }

    /// What there is to tell.
    pub(super) fn told(&self) -> String {
        let mut text = String::new();
        for (what, (ours, theirs)) in [("breaking", self.breaking), ("potentially breaking", self.dangerous)] {
            if ours != theirs {
                let _ = writeln!(text, "  {what}: {ours}, the peer says {theirs}");
            }
        }
        for (what, agreement) in self.changes.iter().filter(|it| it.1 != Agreement::Same) {
            let _ = writeln!(text, "  {what}: {agreement:?}");
        }
        let more = self.more.iter().filter(|it| !it.1).map(|it| format!("only ours: {}", it.0));
        let unconfirmed = self.witnesses.iter().flatten().map(|it| format!("not confirmed: {it}"));
        let against = self.not_reflexive.iter().map(|it| format!("against itself: {it}"));
        let errors = self.errors.iter().map(|it| format!("not read: {it}"));
        for line in more.chain(unconfirmed).chain(against).chain(errors) {
            let _ = writeln!(text, "  {line}");
        }
        text
    }
}
