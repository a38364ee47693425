//! Where a plan stands: what is done, what runs, what is next, when it ends, and what deviates.

mod deviations;
mod make;
mod model;

pub use make::{StatusOptions, status};
pub use model::{
    DoneStep, Health, MigrationStatus, NextStep, PhaseState, PhaseStatus, RiskNow, RunningStep, STATUS_KIND,
    STATUS_SCHEMA_VERSION,
};
