//! Plans of migrations: databases, services and infrastructure, linked, from a specification.

mod alone;
pub mod comparison;
mod complexity;
pub(crate) mod context;
mod control;
mod draft;
mod inputs;
mod make;
pub mod model;
mod no_return;
pub(crate) mod part;
pub mod pattern;
pub mod record;
mod route_move;
pub mod schedule;
pub mod status;
pub(crate) mod team;
#[cfg(test)]
mod tests;
pub(crate) mod time;

pub use alone::of_schema_plan;
pub use inputs::Inputs;
pub use make::make;
pub use model::{AnyPlan, MigrationPhase, MigrationPlan, MigrationStep, PlannedTrigger, Work};
pub use no_return::{EndOfReturn, ends_of_return};
pub use part::probe::of_monitoring as expression_of;
pub use route_move::{RouteMove, route_moves};
pub use time::sum as one_after_the_other;
