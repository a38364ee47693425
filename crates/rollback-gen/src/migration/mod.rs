//! The way back over a whole plan of migrations: across linked migrations, with its gates, its times and its decision.

mod check;
mod compose;
mod data;
mod decision;
mod model;
mod no_return;
mod people;
mod situation;
mod step;

pub use check::{Check, CheckHow};
pub use compose::{WayBackOptions, way_back};
pub use model::{
    Answer, Current, DataState, Decision, Exercised, KIND, KnownPosition, MIGRATION_SCHEMA_VERSION, MigrationRollback,
    PlanNoReturn, Question, StepState, Times, Verdict, WayBackPhase, WayBackStep, WayBackTrigger,
};
pub use no_return::no_return;
pub use people::{Called, Reached};
pub use situation::Situation;
