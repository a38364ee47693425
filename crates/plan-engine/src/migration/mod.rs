//! Plans of migrations: databases, services and infrastructure, linked, from a specification.

pub mod model;

pub use model::{AnyPlan, MigrationPhase, MigrationPlan, MigrationStep, PlannedTrigger, Work};
