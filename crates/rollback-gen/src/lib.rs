#![doc = include_str!("../README.md")]

mod compose;
mod deployment;
pub mod migration;
mod no_return;
mod rollback;

pub use compose::compose;
pub use no_return::{PointOfNoReturn, point_of_no_return};
pub use rollback::{DeploymentPoint, Rollback, RollbackPhase, RollbackPhaseName, RollbackStep, SCHEMA_VERSION};
