//! The way back, for people, for runbooks, for `psql` and `sqlite3`, and for other programs.

mod human;
mod json;
mod markdown;
mod sql;

pub use human::human;
pub use json::json;
pub use markdown::markdown;
pub use sql::{scripts, sql};

use rollback_gen::{Rollback, RollbackPhase, RollbackPhaseName};

/// What a phase of the way back is for.
fn purpose(phase: RollbackPhaseName) -> &'static str {
    match phase {
        RollbackPhaseName::Restore => "Bring back what was tightened and taken out",
        RollbackPhaseName::SwitchBack => "Bring the old version back beside the new one",
        RollbackPhaseName::Withdraw => "Take away what only the new version needs, and keep what is in it",
    }
}

/// The phases that `phase` takes back, in words.
fn takes_back(phase: &RollbackPhase) -> String {
    let names: Vec<_> = phase.takes_back.iter().map(|name| name.as_str()).collect();
    format!("takes {} back", names.join(", "))
}

/// The only phase to show, or all.
fn shown(rollback: &Rollback, only: Option<RollbackPhaseName>) -> impl Iterator<Item = &RollbackPhase> {
    rollback.phases.iter().filter(move |phase| only.is_none_or(|only| phase.name == only))
}
