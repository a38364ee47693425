//! From findings to the report.

use std::collections::HashSet;

use findings::{Comments, Diagnostic, Finding, Location, Report, SourceText};

use crate::format::{Format, Input, Judgement};
use crate::openapi::left_out;
use crate::{Document, Kind, Options, bump};

/// The report on two documents of `kind`, as `options` have it: comments, levels and acceptances are applied, paths left
/// out, findings sorted and given their fingerprints.
pub(crate) fn report(
    kind: Kind,
    findings: Vec<Finding>,
    diagnostics: Vec<Diagnostic>,
    before: &Document,
    after: &Document,
    options: &Options,
) -> Report {
    let mut all: Vec<Diagnostic> = before.diagnostics().to_vec();
    all.extend_from_slice(after.diagnostics());
    all.extend(diagnostics);
    if !options.left_out.is_empty() {
        all.extend(left_out::unused(&options.left_out, &before.tree, &after.tree));
    }
    let (old, new) = (before.sources(), after.sources());
    let name = |sources: &[SourceText]| sources.first().map_or(String::new(), |it| it.name().to_owned());
    let report = Report::new(kind.as_str(), told_once(findings), all)
        .between(name(&old), name(&new))
        .allow_comments(Comments::Hash, &with_comments(old), &with_comments(new))
        .with_levels(&options.levels)
        .accept(&options.accepted, options.today);
    if options.declared_version { with_declared_version(report, before, after) } else { report }
}

/// The report of `format` on two versions, as `options` have it: comments, levels and acceptances are applied, findings
/// sorted and given their fingerprints.
pub(crate) fn gather(
    format: &dyn Format,
    judgement: Judgement,
    before: &Input<'_>,
    after: &Input<'_>,
    options: &Options,
) -> Report {
    let sources = |input: &Input<'_>| -> Vec<SourceText> {
        with_comments(input.files().iter().map(|file| file.source.clone()).collect())
    };
    let mut report =
        Report::new(format.kind().as_str(), told_once(judgement.findings), told_once_each(judgement.diagnostics))
            .between(before.name, after.name);
    if let Some(style) = format.comments() {
        report = report.allow_comments(style, &sources(before), &sources(after));
    }
    report.with_levels(&options.levels).accept(&options.accepted, options.today)
}

/// Without those that say the same again: a file that several documents refer to is read with each of them.
fn told_once_each(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut kept = diagnostics;
    kept.retain(|it| {
        let place = it.location.as_ref().map(|at| (at.source.clone(), at.span));
        seen.insert((it.code.clone(), it.message.clone(), place))
    });
    kept
}

/// Without those that say the same of the same place: alternatives of a schema may share what has changed.
fn told_once(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    findings.retain(|it| {
        let place = |place: &Option<Location>| place.as_ref().map(|it| (it.source.clone(), it.span));
        let words = (it.rule.clone(), it.operation.clone(), it.subject.clone(), it.message.clone());
        seen.insert((words, it.severity, place(&it.before), place(&it.after)))
    });
    findings
}

/// With what is to be said of the version that the document claims.
fn with_declared_version(mut report: Report, before: &Document, after: &Document) -> Report {
    if report.could_not_tell() {
        return report;
    }
    match bump::check(&before.tree, &after.tree, report.verdict) {
        Ok(Some(finding)) => report.with_finding(finding),
        Ok(None) => report,
        Err(diagnostic) => {
            report.diagnostics.push(diagnostic);
            report
        }
    }
}

/// JSON has no comments.
fn with_comments(sources: Vec<SourceText>) -> Vec<SourceText> {
    sources.into_iter().filter(|source| !source.text().trim_start().starts_with(['{', '['])).collect()
}

#[cfg(test)]
mod tests {
    use findings::{Bump, Severity, Verdict};

    use super::*;
    use crate::{Limits, compare};

    const OLD: &str =
        "openapi: 3.1.0\ninfo: {title: a, version: 1.0.0}\npaths:\n  /a:\n    get: {}\n  /b:\n    get: {}\n";

    fn compared(old: &str, new: &str, options: &Options) -> Report {
        let read = |name: &'static str, text: &str| Document::read(SourceText::new(name, text), &Limits::default());
        compare(&read("old.yaml", old), &read("new.yaml", new), options).unwrap()
    }

    fn without_b() -> &'static str {
        OLD.split("  /b:").next().unwrap()
    }

    #[test]
    fn what_goes_breaks_and_needs_a_major_version() {
        let report = compared(OLD, without_b(), &Options::default());
        assert_eq!((report.verdict, report.bump(), report.kind.as_str()), (Verdict::Breaking, Bump::Major, "openapi"));
        assert_eq!((report.before.as_str(), report.after.as_str()), ("old.yaml", "new.yaml"));
        assert!(report.findings.iter().all(|it| !it.fingerprint.is_empty()));
    }

    #[test]
    fn what_is_said_twice_of_one_place_is_told_once() {
        let found = compared(OLD, without_b(), &Options::default()).findings;
        let twice = [found.clone(), found.clone()].concat();
        assert_eq!(told_once(twice), found);
    }

    #[test]
    fn a_path_that_is_left_out_is_not_spoken_of() {
        let options = Options::default().with_left_out("/b").with_left_out("/c/**");
        let report = compared(OLD, without_b(), &options);
        assert_eq!(report.verdict, Verdict::Identical, "{:#?}", report.findings);
        let codes: Vec<&str> = report.diagnostics.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes.iter().filter(|it| **it == "left-out-unused").count(), 1, "{codes:?}");
    }

    #[test]
    fn what_is_decided_about_findings_counts() {
        let plain = compared(OLD, without_b(), &Options::default());
        let rule = plain.findings[0].rule.clone();
        let levelled = compared(OLD, without_b(), &Options::default().with_level(rule, Severity::Additive));
        assert_eq!(levelled.verdict, Verdict::Additive);
        let comment = OLD.replace("  /b:\n    get", "  # allow path-removed, operation-removed: nobody calls it\n  /b:\n    # allow path-removed, operation-removed: nobody calls it\n    get");
        let allowed = compared(&comment, without_b(), &Options::default());
        assert_eq!((allowed.verdict, allowed.allowed.len()), (Verdict::NonBreaking, 1));
    }

    #[test]
    fn the_version_that_is_claimed_is_held_against_the_changes() {
        let options = Options::default().with_declared_version(true);
        let report = compared(OLD, &without_b().replace("1.0.0", "1.1.0"), &options);
        let found = report.findings.iter().find(|it| it.rule == bump::DECLARED_VERSION).unwrap();
        assert!(found.message.contains("needs a major version") && !found.fingerprint.is_empty(), "{found:?}");
        let report = compared(OLD, &without_b().replace("1.0.0", "2.0.0"), &options);
        assert!(report.findings.iter().all(|it| it.rule != bump::DECLARED_VERSION));
    }
}
