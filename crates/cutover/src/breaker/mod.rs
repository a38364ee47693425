//! A circuit breaker: calls to the new path stop while it fails or is too slow.
//!
//! The state machine (`machine`) is a pure function of what it is told and of the clock; [`CircuitBreaker`] puts it behind
//! a lock that is held for a few nanoseconds, and permits and counts calls without it as long as nothing fails. Its semantics are those
//! of resilience4j (<https://resilience4j.readme.io/docs/circuitbreaker>): rates are evaluated once there are enough calls, a
//! call may be slow and successful, and a half-open breaker judges as many calls as it permits.

mod builder;
mod call;
mod circuit_breaker;
mod classify;
mod currency;
mod event;
mod machine;
mod metrics;
mod permit;
mod settings;
mod state;
mod stripes;
mod sync;
mod window;

#[cfg(test)]
mod model_tests;

pub use builder::BreakerBuilder;
pub use call::CallError;
pub use circuit_breaker::CircuitBreaker;
pub use classify::{Classify, EveryError, Verdict};
pub use currency::{AlwaysCurrent, Currency};
pub use event::BreakerEvent;
pub use metrics::BreakerMetrics;
pub use permit::Permit;
pub use state::BreakerState;

#[cfg(feature = "tower")]
pub(crate) use permit::Ticket;
