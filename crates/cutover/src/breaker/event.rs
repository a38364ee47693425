//! What a breaker tells those who listen.

use std::time::Duration;

use super::machine::Told;
use super::state::BreakerState;

/// Something that happened to a breaker. A listener is called in the thread in which it happened, after the fact, and
/// outside of the breaker's lock.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum BreakerEvent {
    /// A call succeeded, after this time.
    Success(Duration),
    /// A call failed, after this time.
    Failure(Duration),
    /// A call ended with an error that does not count, after this time.
    Ignored(Duration),
    /// A call was turned away.
    NotPermitted,
    /// The share of failed calls, from 0 to 1, is as high as the limit or higher.
    FailureRateExceeded(f64),
    /// The share of slow calls, from 0 to 1, is as high as the limit or higher.
    SlowCallRateExceeded(f64),
    /// The breaker went from one state to another.
    Transition {
        /// The state before.
        from: BreakerState,
        /// The state now.
        to: BreakerState,
    },
    /// The breaker was brought back to its beginning.
    Reset,
}

impl From<Told> for BreakerEvent {
    fn from(told: Told) -> Self {
        match told {
            Told::Transition { from, to } => Self::Transition { from, to },
            Told::FailureRate(rate) => Self::FailureRateExceeded(rate),
            Told::SlowCallRate(rate) => Self::SlowCallRateExceeded(rate),
        }
    }
}
