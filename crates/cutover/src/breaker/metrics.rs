//! What a breaker has counted.

use super::window::Tally;

/// What is in a breaker's window, at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct BreakerMetrics {
    /// The share of failed calls, from 0 to 1; none as long as there are too few calls to tell.
    pub failure_rate: Option<f64>,
    /// The share of slow calls, from 0 to 1; none as long as there are too few calls to tell.
    pub slow_call_rate: Option<f64>,
    /// Calls in the window.
    pub calls: u32,
    /// Of them, those that failed.
    pub failed: u32,
    /// Of them, those that did not.
    pub successful: u32,
    /// Of all, those that took longer than permitted.
    pub slow: u32,
    /// Of the slow ones, those that failed.
    pub slow_failed: u32,
    /// Of the slow ones, those that did not.
    pub slow_successful: u32,
    /// Calls that were turned away since the window was begun.
    pub not_permitted: u64,
}

impl BreakerMetrics {
    pub(super) fn new(tally: Tally, minimum: u32, not_permitted: u64) -> Self {
        Self {
            failure_rate: rate(tally.failed, tally.calls, minimum),
            slow_call_rate: rate(tally.slow, tally.calls, minimum),
            calls: tally.calls,
            failed: tally.failed,
            successful: tally.calls.saturating_sub(tally.failed),
            slow: tally.slow,
            slow_failed: tally.slow_failed,
            slow_successful: tally.slow.saturating_sub(tally.slow_failed),
            not_permitted,
        }
    }
}

/// `part` of `calls`; none below `minimum` calls.
pub(super) fn rate(part: u32, calls: u32, minimum: u32) -> Option<f64> {
    (calls > 0 && calls >= minimum).then(|| f64::from(part) / f64::from(calls))
}
