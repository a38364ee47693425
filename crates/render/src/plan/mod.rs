//! Plans for people, for runbooks, for `psql` and `sqlite3`, and for other programs.

mod human;
mod json;
mod markdown;
mod sql;
mod summary;
pub(crate) mod table;
pub(crate) mod words;

pub use human::human;
pub use json::json;
pub use markdown::markdown;
pub use sql::sql;
pub use summary::summary;

use plan_engine::plan::{Phase, PhaseName, Plan};

/// What of a plan or rollback is shown, and how.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct View {
    /// Only this phase.
    pub phase: Option<PhaseName>,
    /// Whether the output is a terminal that shows colours.
    pub colour: bool,
}

impl View {
    /// Only `phase`, where one is given.
    pub fn phase(mut self, phase: Option<PhaseName>) -> Self {
        self.phase = phase;
        self
    }

    /// With or without colours.
    pub fn colour(mut self, colour: bool) -> Self {
        self.colour = colour;
        self
    }

    pub(crate) fn phases<'a>(&self, plan: &'a Plan) -> impl Iterator<Item = &'a Phase> {
        let only = self.phase;
        plan.phases.iter().filter(move |phase| only.is_none_or(|only| only == phase.name))
    }
}
