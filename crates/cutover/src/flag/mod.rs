//! Percentage flags: who takes the new path.
//!
//! A [`Rollout`] asks in this order, and the first that answers decides:
//! 1. the kill switch, its own or its group's: nobody;
//! 2. the overrides: keys that always, or never, have it;
//! 3. the segments, in their order: the first that the request belongs to brings its own percentage;
//! 4. the percentage.

mod bucketed;
mod context;
mod decision;
mod key;
#[cfg(test)]
mod properties;
mod rollout;
mod schedule;
mod variants;

pub use bucketed::Bucketing;
pub use context::Context;
pub use decision::{Decision, DecisionReason};
pub use key::Key;
pub use rollout::Rollout;
pub use schedule::{GateState, Gates, OnFailure, Position, Progress, Schedule, ScheduleStep};
pub use variants::Variants;
