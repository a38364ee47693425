//! A plan of migrations as a document: plain data, everything needed to show it, weigh it, schedule it and run it.

mod any;
mod file;
mod gate;
mod inventory;
mod moment;
mod phase;
mod plan;
mod round;
mod step;
mod summary;
mod trigger;
mod work;

pub use any::AnyPlan;
pub use gate::{Criterion, Holds, Measure, MigrationGate, Probe, ProbeSide};
pub use inventory::{Dependency, Inventory, InventoryItem, Question, SharedResource, Wave};
pub use moment::{Moment, Occasion};
pub use phase::{MigrationPhase, NoReturn, PhaseWayBack};
pub use plan::{KIND, MigrationPlan, SCHEMA_VERSION, SchemaPlan, WantedApproval};
pub use step::{MigrationStep, Note, Performer, StepInverse, Timing};
pub use summary::{ApiFinding, ApiReport, Complexity, ComplexityPart, Control, MigrationSummary};
pub use trigger::PlannedTrigger;
pub use work::Work;
