//! Tries the witnesses of a report on an engine.

use cli_common::{Failure, input};
use database::{ScratchServer, witness};
use findings::{Confirmation, Finding, Report};
use schema_diff::diff::{Rename, diff};
use schema_diff::read::Reading;
use schema_diff::rules::alone;

/// Witnesses that another change stands in the way of are tried one by one, each on a database of its own; of more than
/// this the rest stays unconfirmed.
const TRIED_ALONE: usize = 50;

/// Tries every witness on both schemas; where another change makes it fail as well, on the old schema with its own
/// change alone.
pub(crate) fn confirm(
    server: &ScratchServer,
    before: &Reading,
    after: &Reading,
    renames: &[Rename],
    report: &mut Report,
) -> Result<(), Failure> {
    let unreachable = |error| input::engine::failure("a scratch database", &error);
    let (old, new) = (before.statement_texts(), after.statement_texts());
    let witnesses = report.findings.iter_mut().filter_map(|finding| finding.witness.as_mut());
    witness::confirm(server, &old, &new, witnesses).map_err(unreachable)?;
    if report.findings.iter().all(|finding| !is_unconfirmed(finding)) {
        return Ok(());
    }
    let Ok(diff) = diff(&before.catalogue, &after.catalogue, renames) else { return Ok(()) };
    for finding in report.findings.iter_mut().filter(|finding| is_unconfirmed(finding)).take(TRIED_ALONE) {
        let Some(new) = alone(&before.catalogue, &diff.changes, &finding.subject) else { continue };
        let Some(witness) = &mut finding.witness else { continue };
        let mut tried = witness.clone();
        witness::confirm(server, &old, &new, [&mut tried]).map_err(unreachable)?;
        if let Confirmation::ConfirmedBy(validator) = &tried.confirmation {
            tried.confirmation = Confirmation::ConfirmedBy(format!("{validator}, with this change alone"));
            *witness = tried;
        }
    }
    Ok(())
}

fn is_unconfirmed(finding: &Finding) -> bool {
    let witness = finding.witness.as_ref();
    witness.is_some_and(|witness| matches!(witness.confirmation, Confirmation::Unconfirmed(_)))
}
