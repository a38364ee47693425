//! Cases of buf: two sets of `.proto` files, and what buf says of them at each of its levels.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use api_compat::{Kind, Limits, Options, ProtobufLevel, Sources, compare_sources};
use findings::{Confirmation, Finding, Report as Found, Severity, SourceText, Verdict};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Arguments;
use crate::coverage::counterparts;

/// A case; other keys of its line are left alone.
#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    kind: String,
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
    expected_by_category: BTreeMap<String, Vec<Expected>>,
    expected_breaking_by_category: BTreeMap<String, bool>,
}

/// What buf says.
#[derive(Debug, Deserialize)]
struct Expected {
    rule: String,
    path: Option<String>,
    text: String,
}

/// Buf's words for the levels.
const LEVELS: [(&str, ProtobufLevel); 4] = [
    ("FILE", ProtobufLevel::File),
    ("PACKAGE", ProtobufLevel::Package),
    ("WIRE_JSON", ProtobufLevel::WireJson),
    ("WIRE", ProtobufLevel::Wire),
];

/// So many of so many.
#[derive(Debug, Default, Clone, Copy)]
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

/// Counts of one level.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    verdicts: Share,
    /// Changes that buf names and a rule of ours finds.
    changes: Share,
    /// Breaking findings of ours that buf names.
    ours: Share,
    witnesses: Share,
}

/// What came out of such files.
#[derive(Debug, Default)]
pub(super) struct Report {
    levels: BTreeMap<&'static str, Counts>,
    cases: usize,
    /// Disagreements, and breaking findings without a confirmed witness, in words.
    said: String,
    unconfirmed: BTreeMap<String, usize>,
}

/// Whether the first case of `file` is about Protobuf.
pub(super) fn is_of_protobuf(file: &Path) -> bool {
    let first = std::fs::read_to_string(file).unwrap_or_default();
    first.lines().next().is_some_and(|line| serde_json::from_str::<Case>(line).is_ok_and(|it| it.kind == "protobuf"))
}

/// Compares the cases of `file` at every level.
pub(super) fn run(file: &Path, arguments: &Arguments, report: &mut Report) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let cases = text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str::<Case>);
    let wanted = |case: &Case| arguments.filter.as_ref().is_none_or(|text| case.id.contains(text.as_str()));
    for case in cases.collect::<Result<Vec<_>, _>>()?.iter().filter(|it| wanted(it)) {
        report.compare(case).with_context(|| case.id.clone())?;
    }
    Ok(())
}

impl Report {
    pub(super) fn is_empty(&self) -> bool {
        self.cases == 0
    }

    fn compare(&mut self, case: &Case) -> Result<()> {
        self.cases += 1;
        let (before, after) = (side(&case.before), side(&case.after));
        for (name, level) in LEVELS {
            let options = Options::default().with_kind(Kind::Protobuf).with_protobuf_level(level);
            let ours = compare_sources(&before, &after, &options).map_err(|error| anyhow!(error))?;
            self.level(name, case, &ours);
            let itself = compare_sources(&after, &after, &options).map_err(|error| anyhow!(error))?;
            if itself.verdict != Verdict::Identical {
                writeln!(self.said, "{} {name}: differs from itself", case.id)?;
            }
        }
        Ok(())
    }

    fn level(&mut self, name: &'static str, case: &Case, ours: &Found) {
        let counts = self.levels.entry(name).or_default();
        let breaking: Vec<&Finding> =
            ours.findings.iter().filter(|it| it.severity >= Severity::PotentiallyBreaking).collect();
        let theirs = case.expected_by_category.get(name).map_or(&[][..], Vec::as_slice);
        let says = case.expected_breaking_by_category.get(name).copied().unwrap_or_default();
        let mut said = Vec::new();
        counts.verdicts.add(says != breaking.is_empty());
        if says == breaking.is_empty() {
            said.push(format!("verdict: {}, theirs {}", ours.verdict, if says { "breaking" } else { "not breaking" }));
        }
        for expected in theirs {
            let found = breaking.iter().any(|it| is_same(it, expected));
            counts.changes.add(found);
            if !found {
                said.push(format!("not found: {} {}", expected.rule, expected.text));
            }
        }
        for finding in breaking {
            let known = theirs.iter().any(|it| is_same(finding, it));
            counts.ours.add(known);
            if !known {
                said.push(format!("ours alone: {} {}", finding.rule, finding.message));
            }
            let why = match finding.witness.as_ref().map(|it| &it.confirmation) {
                Some(Confirmation::ConfirmedBy(_)) => None,
                Some(Confirmation::Unconfirmed(why)) => Some(why.as_str()),
                None => Some("no witness"),
            };
            counts.witnesses.add(why.is_none());
            if let Some(why) = why {
                *self.unconfirmed.entry(format!("{}: {why}", finding.rule)).or_default() += 1;
            }
        }
        for diagnostic in &ours.diagnostics {
            said.push(format!("diagnostic: {}", diagnostic.message));
        }
        if !said.is_empty() {
            let _ = writeln!(self.said, "\n{} {name}\n  {}", case.id, said.join("\n  "));
        }
    }

    /// For a program.
    pub(super) fn json(&self) -> String {
        let share = |share: Share| json!({ "good": share.good, "all": share.all });
        let levels: BTreeMap<&str, Value> = self
            .levels
            .iter()
            .map(|(name, it)| {
                let (verdicts, changes) = (share(it.verdicts), share(it.changes));
                let (ours, witnesses) = (share(it.ours), share(it.witnesses));
                (*name, json!({ "verdicts": verdicts, "changes": changes, "ours": ours, "witnesses": witnesses }))
            })
            .collect();
        let unconfirmed = &self.unconfirmed;
        let said: Vec<&str> = self.said.lines().collect();
        let all = json!({
            "schema_version": "1.0", "cases": self.cases, "levels": levels, "unconfirmed": unconfirmed, "said": said,
        });
        format!("{all:#}\n")
    }

    /// For a person.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "{} cases\n{:<12}{:>18}{:>18}{:>18}{:>18}\n",
            self.cases, "level", "verdicts", "changes", "ours", "witnesses"
        );
        for (name, _) in LEVELS {
            let it = self.levels.get(name).copied().unwrap_or_default();
            let _ =
                writeln!(text, "{name:<12}{:>18}{:>18}{:>18}{:>18}", it.verdicts, it.changes, it.ours, it.witnesses);
        }
        text.push_str(&self.said);
        if !self.unconfirmed.is_empty() {
            text.push_str("\nbreaking without a confirmed witness:\n");
        }
        let mut reasons: Vec<_> = self.unconfirmed.iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (why, count) in reasons {
            let _ = writeln!(text, "{count:>6}  {why}");
        }
        text
    }
}

fn side(files: &BTreeMap<String, String>) -> Sources {
    let files = files.iter().map(|(path, text)| (path.clone(), SourceText::new(path.as_str(), text.as_str())));
    Sources::folder("", files, &Limits::default())
}

/// Whether the finding is of a rule that says what buf's says, in the same file, and about something that buf names.
fn is_same(finding: &Finding, expected: &Expected) -> bool {
    let in_file = expected
        .path
        .as_ref()
        .is_none_or(|path| [&finding.before, &finding.after].into_iter().flatten().any(|place| place.source == *path));
    // The element's name, and that of the one around it.
    let names = finding.subject.rsplit([' ', '.', '/']).take(2).filter(|name| name.len() > 1);
    let named = finding.message.split('`').chain(names).any(|word| expected.text.contains(word));
    in_file && named && counterparts(&expected.rule).contains(&finding.rule.as_str())
}
