//! From two schemas to a report.

use findings::{Comments, Diagnostic, DiagnosticLevel, Location, Report};

use super::judge;
use crate::catalogue::Unmodelled;
use crate::diff::{Rename, RenameError, UnmodelledDiff, diff};
use crate::read::Reading;

/// Compares two schemas and judges what differs; witnesses are unconfirmed.
///
/// Where a side could not be read there are no findings, only the diagnostics that say so.
///
/// `renames` are those that the user states; `Rename::stated` gives those that comments of the new side state.
///
/// # Errors
/// When a stated rename does not fit.
pub fn report(before: &Reading, after: &Reading, renames: &[Rename]) -> Result<Report, RenameError> {
    let report = |findings, diagnostics| {
        Report::new(after.catalogue.dialect.as_str(), findings, diagnostics).allow_comments(
            Comments::Sql,
            &before.sources,
            &after.sources,
        )
    };
    let mut diagnostics = before.diagnostics.clone();
    diagnostics.extend(after.diagnostics.iter().filter(|it| !before.diagnostics.contains(it)).cloned());
    if diagnostics.iter().any(|it| it.level == DiagnosticLevel::Error) {
        // What is missing from a side that could not be read is not gone: nothing can be said of it.
        return Ok(report(Vec::new(), diagnostics));
    }
    let diff = diff(&before.catalogue, &after.catalogue, renames)?;
    let findings = judge(&diff.changes, before, after);
    diagnostics.extend(unmodelled(&diff.unmodelled, before, after));
    Ok(report(findings, diagnostics))
}

/// What the model does not hold: on both sides it does not differ, on one side nobody can tell what it means.
fn unmodelled(diff: &UnmodelledDiff, before: &Reading, after: &Reading) -> Vec<Diagnostic> {
    let same = diff.both.iter().map(|it| Diagnostic {
        level: DiagnosticLevel::Warning,
        code: "statement-not-judged".to_owned(),
        message: format!("{} is the same on both sides and was not looked into", it.what),
        location: place(after, it),
        help: None,
    });
    let one_sided = |it: &Unmodelled, side: &str, location: Option<Location>| Diagnostic {
        level: DiagnosticLevel::Error,
        code: "statement-not-understood".to_owned(),
        message: format!("{} stands on the {side} side only, and what it changes is not known", it.what),
        location,
        help: Some("judge it by hand, and take it out of both sides to have the rest judged".to_owned()),
    };
    let old = diff.before_only.iter().map(|it| one_sided(it, "old", place(before, it)));
    let new = diff.after_only.iter().map(|it| one_sided(it, "new", place(after, it)));
    old.chain(new).chain(same).collect()
}

fn place(reading: &Reading, it: &Unmodelled) -> Option<Location> {
    let statement = reading.statements.iter().find(|statement| statement.text.trim() == it.text.trim())?;
    Some(reading.sources.get(statement.source)?.locate(statement.span))
}
