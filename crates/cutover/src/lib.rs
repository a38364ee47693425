//! The runtime half of a migration, for services that move traffic from an old path to a new one.

mod backoff;
mod beta;
pub mod breaker;
pub mod bucketing;
mod chance;
mod clock;
pub mod controller;
pub mod dual_write;
mod error;
pub mod flag;
pub mod flagd;
pub mod judge;
pub mod metrics;
#[cfg(feature = "open-feature")]
pub mod open_feature;
pub mod parallel;
mod percentage;
pub mod rollout;
pub mod segment;
pub mod stage;
mod time;
#[cfg(feature = "tower")]
pub mod tower;
pub mod unleash;

pub use breaker::CircuitBreaker;
pub use clock::{Clock, ManualClock, Monotonic, SystemClock};
pub use dual_write::DualWrite;
pub use error::{Error, ErrorKind};
pub use flag::Rollout;
pub use parallel::ParallelRun;
pub use percentage::Percentage;
pub use stage::Stage;
pub use time::Timestamp;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
