//! Executes the actions of a plan, and proves a plan on a scratch engine.
//!
//! [`Executor`] runs actions: it is what a proof runs and what an operator applies. [`prove`] makes scratch databases,
//! fills them, takes them forwards through every phase and back from every phase while both versions of the
//! application read and write, and records what it saw in a [`Proof`]. [`GateKeeper`] asks whether gates of
//! plans of migrations hold, and who agreed. [`calibrate`] measures how fast an engine is.

mod application;
mod calibrate;
mod concurrent;
mod error;
mod execute;
mod gate;
mod gatekeeper;
mod options;
mod proof;
mod prove;
mod rows;
mod sql;

pub use calibrate::{CalibrateEvent, CalibrateOptions, calibrate};
pub use error::{Error, ErrorKind};
pub use execute::{ExecuteOptions, Executed, Executor, UnmetGate};
pub use gate::{GateAnswer, evaluate};
pub use gatekeeper::{
    AskedCondition, AskedGate, ConditionKind, GATE_REPORT_KIND, GATE_REPORT_VERSION, GateKeeper, GateOutcome,
    GateReport, MetricRange, Metrics, WantedNumber,
};
pub use options::ProveOptions;
pub use proof::{
    ApplicationError, BlockedRecord, Concurrency, Failure, LockRecord, LongestWait, Outcome, PROOF_SCHEMA_VERSION,
    PhaseBack, PolicyRecord, Proof, Stage, StepRecord, UnprovenTable, WayBack,
};
pub use prove::{ProgressEvent, prove};
pub use rows::fill_tables;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
