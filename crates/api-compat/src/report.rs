//! From findings to the report.

use findings::{Comments, Diagnostic, Finding, Report, SourceText};

use crate::{Document, Kind, Options};

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
    let (old, new) = (before.sources(), after.sources());
    let name = |sources: &[SourceText]| sources.first().map_or(String::new(), |it| it.name().to_owned());
    Report::new(kind.as_str(), findings, all)
        .between(name(&old), name(&new))
        .allow_comments(Comments::Hash, &with_comments(old), &with_comments(new))
        .with_levels(&options.levels)
        .accept(&options.accepted, options.today)
}

/// JSON has no comments.
fn with_comments(sources: Vec<SourceText>) -> Vec<SourceText> {
    sources.into_iter().filter(|source| !source.text().trim_start().starts_with(['{', '['])).collect()
}
