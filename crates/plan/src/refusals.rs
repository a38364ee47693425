//! Why the planner refused, for people.

use std::fmt::Write as _;

use cli_common::Failure;
use findings::Location;
use plan_engine::{Error, Refusal};
use schema_diff::read::Reading;

use crate::diagnostics::place;

/// Every refusal with its reason, its place and what to do.
pub(crate) fn failure(error: &Error, before: &Reading, after: &Reading) -> Failure {
    let refusals = error.refusals();
    if refusals.is_empty() {
        return Failure::new(error.to_string());
    }
    for refusal in refusals {
        eprintln!("{}\n", text(refusal, before, after));
    }
    let noun = if refusals.len() == 1 { "change" } else { "changes" };
    Failure::new(format!("no plan: {} {noun} refused", refusals.len()))
        .help("do what each refusal above says, then make the plan again; nothing was written")
}

fn text(refusal: &Refusal, before: &Reading, after: &Reading) -> String {
    let mut text = format!("refused: {}: {}", refusal.subject, refusal.reason);
    if let Some(location) = locate(refusal, after).or_else(|| locate(refusal, before)) {
        text += &place(&location);
    }
    if !refusal.help.is_empty() {
        let _ = write!(text, "\n  help: {}", refusal.help);
    }
    text
}

fn locate(refusal: &Refusal, reading: &Reading) -> Option<Location> {
    let (source, span) = reading.origins.0.get(refusal.path.as_ref()?)?;
    Some(reading.sources.get(*source)?.locate(*span))
}
