//! The way back, for people, for runbooks, for `psql` and `sqlite3`, and for other programs.

mod human;
mod json;
mod markdown;
mod sql;

pub use human::human;
pub use json::json;
pub use markdown::markdown;
pub use sql::sql;

use plan_engine::plan::PhaseName;

/// The heading of the steps that take `phase` back.
fn heading(phase: PhaseName) -> &'static str {
    match phase {
        PhaseName::Prepare => "Clear the workshop",
        PhaseName::Expand => "Take away what was added; only the old version runs",
        PhaseName::DualWrite => "Stop writing both shapes",
        PhaseName::Backfill => "Take the backfill back",
        PhaseName::Validate => "Take the checks back",
        PhaseName::Cutover => "Bring the old version back",
        PhaseName::Contract => "Bring back what was tightened and taken out",
        PhaseName::Purge => "The archive is gone",
    }
}
