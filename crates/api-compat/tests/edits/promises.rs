//! What a comparison promises of any two documents.

use std::collections::BTreeMap;

use api_compat::{Direction, Document, Kind, Options, compare};
use findings::{Confirmation, Report, Verdict};

/// Parts of an interface that are there or not: what was added one way was removed the other way.
const PARTS: [&str; 8] = ["path", "operation", "parameter", "tag", "component", "callback", "webhook", "server"];

/// Compares the two both ways, and each with itself; panics where a promise is broken.
pub(crate) fn hold(before: &Document, after: &Document, kind: Kind) {
    let options = Options::default().with_kind(kind).with_direction(Direction::Full);
    let report = |old: &Document, new: &Document| compare(old, new, &options).expect("a kind is given");
    for document in [before, after] {
        let same = report(document, document);
        assert_eq!(same.verdict, Verdict::Identical, "a document and itself: {}", told(&same, &same));
    }
    let (there, back) = (report(before, after), report(after, before));
    assert_eq!(there, report(before, after), "the same twice");
    for one in [&there, &back] {
        not_contradicted(one);
        well_placed(one, [before, after]);
    }
    // Of what cannot be read as it stands, no two sides can be expected to say the same.
    if !there.diagnostics.is_empty() || !back.diagnostics.is_empty() {
        return;
    }
    let is_identical = |report: &Report| report.verdict == Verdict::Identical;
    assert_eq!(is_identical(&there), is_identical(&back), "{}", told(&there, &back));
    assert_eq!(parts(&there, "-added"), parts(&back, "-removed"), "{}", told(&there, &back));
    assert_eq!(parts(&there, "-removed"), parts(&back, "-added"), "{}", told(&there, &back));
}

/// How often parts came or went.
fn parts(report: &Report, edit: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for finding in &report.findings {
        let part = finding.rule.strip_suffix(edit).map(|part| part.trim_start_matches("required-"));
        if let Some(part) = part.filter(|part| PARTS.contains(part)) {
            *found.entry(part.to_owned()).or_default() += 1;
        }
    }
    found
}

/// A witness that the validator sees otherwise is none.
fn not_contradicted(report: &Report) {
    for finding in &report.findings {
        let Some(witness) = &finding.witness else { continue };
        if let Confirmation::Unconfirmed(why) = &witness.confirmation {
            let sees_otherwise = ["on both sides", "before the change", "after the change"];
            assert!(!sees_otherwise.iter().any(|it| why.contains(it)), "{why}: {} {witness:?}", finding.message);
        }
    }
}

/// Findings and diagnostics point into the texts.
fn well_placed(report: &Report, documents: [&Document; 2]) {
    let longest = documents.iter().flat_map(|it| it.sources()).map(|it| it.text().len()).max().unwrap_or(0);
    let places = report.findings.iter().flat_map(|it| [&it.before, &it.after]);
    for place in places.chain(report.diagnostics.iter().map(|it| &it.location)).flatten() {
        assert!(place.span.start <= place.span.end && place.span.end <= longest, "{place:?}");
    }
}

/// What both say, in short.
fn told(there: &Report, back: &Report) -> String {
    let line = |it: &findings::Finding| format!("\n{} {:?} {}: {}", it.rule, it.operation, it.subject, it.message);
    let lines = |report: &Report| report.findings.iter().map(line).collect::<String>();
    format!("there:{}\nback:{}", lines(there), lines(back))
}
