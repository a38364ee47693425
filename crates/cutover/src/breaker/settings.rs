//! What a breaker was told to do.

use std::time::Duration;

use super::state::BreakerState;
use super::window::Window;
use crate::backoff::Backoff;
use crate::{Error, ErrorKind};

/// The longest window, in calls: a megabyte.
const MOST_CALLS: u32 = 1_000_000;
/// The longest window, in seconds: a day.
const MOST_SECONDS: u32 = 86_400;

#[derive(Debug, Clone, Copy)]
pub(super) enum Span {
    Calls(u32),
    Seconds(u32),
}

/// The settings of a breaker; the defaults are resilience4j's, but that calls are slow only where a limit is given.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) failure_rate: f64,
    /// The share of slow calls that is too much, and what is slow.
    pub(super) slow: Option<(f64, Duration)>,
    pub(super) window: Span,
    pub(super) minimum: u32,
    pub(super) backoff: Backoff,
    pub(super) is_automatic: bool,
    pub(super) half_open_calls: u32,
    pub(super) half_open_wait: Option<Duration>,
    /// What comes when the wait in half-open is over.
    pub(super) after_wait: BreakerState,
    pub(super) initial: BreakerState,
}

impl Default for Settings {
    fn default() -> Self {
        let first = Duration::from_mins(1);
        Self {
            failure_rate: 0.5,
            slow: None,
            window: Span::Calls(100),
            minimum: 100,
            backoff: Backoff { first, factor: 1.0, cap: Duration::from_hours(1), jitter: 0.0, seed: 0 },
            is_automatic: false,
            half_open_calls: 10,
            half_open_wait: None,
            after_wait: BreakerState::Open,
            initial: BreakerState::Closed,
        }
    }
}

impl Settings {
    /// The window of a closed breaker that begins at `now`, and the calls from which it is judged.
    pub(super) fn window(&self, now: impl FnOnce() -> Duration) -> (Window, u32) {
        match self.window {
            Span::Calls(size) => (Window::of_calls(size), self.minimum.min(size)),
            Span::Seconds(seconds) => (Window::of_seconds(seconds, now()), self.minimum),
        }
    }

    /// The window of a half-open breaker, and the calls from which it is judged.
    pub(super) fn half_open_window(&self) -> (Window, u32) {
        (Window::of_calls(self.half_open_calls), self.minimum.min(self.half_open_calls))
    }

    pub(super) fn check(&self, name: &str) -> Result<(), Error> {
        let Some(problem) = self.problem() else { return Ok(()) };
        Err(Error::new(ErrorKind::Invalid, format!("breaker `{name}`: {problem}")))
    }

    fn problem(&self) -> Option<String> {
        let is_share = |share: f64| share > 0.0 && share <= 1.0;
        if !is_share(self.failure_rate) {
            return Some(format!("a failure rate of {} is no share: above 0, at most 1", self.failure_rate));
        }
        if let Some((share, limit)) = self.slow {
            if !is_share(share) {
                return Some(format!("a rate of slow calls of {share} is no share: above 0, at most 1"));
            }
            if limit.is_zero() {
                return Some("every call takes longer than nothing: give the time from which one is slow".to_owned());
            }
        }
        match self.window {
            Span::Calls(1..=MOST_CALLS) | Span::Seconds(1..=MOST_SECONDS) => {}
            Span::Calls(size) => return Some(format!("a window of {size} calls: it takes 1 to {MOST_CALLS}")),
            Span::Seconds(size) => return Some(format!("a window of {size} seconds: it takes 1 to {MOST_SECONDS}")),
        }
        if self.minimum == 0 {
            return Some("a rate needs one call at least: set the minimum of calls to 1 or more".to_owned());
        }
        if !(1..=MOST_CALLS).contains(&self.half_open_calls) {
            return Some(format!("{} calls when half-open: it takes 1 to {MOST_CALLS}", self.half_open_calls));
        }
        if !matches!(self.after_wait, BreakerState::Open | BreakerState::Closed) {
            return Some(format!("half-open ends open or closed, not {}", self.after_wait));
        }
        if self.backoff.first.is_zero() || self.backoff.cap.is_zero() {
            return Some("an open breaker that waits for nothing is closed: give it a time to wait".to_owned());
        }
        if !(1.0..=1_000.0).contains(&self.backoff.factor) || !(0.0..=1.0).contains(&self.backoff.jitter) {
            return Some("waits grow by a factor of 1 to 1,000, and jitter is a share from 0 to 1".to_owned());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CircuitBreaker;
    use crate::breaker::BreakerBuilder;

    #[test]
    fn settings_that_cannot_be_are_refused() {
        let second = Duration::from_secs(1);
        let refused: [fn(BreakerBuilder, Duration) -> BreakerBuilder; 14] = [
            |it, _| it.failure_rate(0.0),
            |it, _| it.failure_rate(f64::NAN),
            |it, _| it.failure_rate(1.1),
            |it, second| it.slow_calls(f64::NAN, second),
            |it, _| it.slow_calls(0.5, Duration::ZERO),
            |it, _| it.count_window(0),
            |it, _| it.count_window(u32::MAX),
            |it, _| it.time_window(0),
            |it, _| it.minimum_calls(0),
            |it, _| it.half_open_calls(0),
            |it, second| it.half_open_wait(second, BreakerState::Disabled),
            |it, _| it.open_for(Duration::ZERO),
            |it, _| it.backoff(2.0, Duration::ZERO),
            |it, second| it.backoff(f64::NAN, second),
        ];
        for (number, set) in refused.into_iter().enumerate() {
            let built = set(CircuitBreaker::builder("pay"), second).build().map(|_| ());
            assert_eq!(built.map_err(|error| error.kind()), Err(ErrorKind::Invalid), "{number}");
        }
        assert!(CircuitBreaker::builder("pay").open_for(Duration::MAX).backoff(2.0, Duration::MAX).build().is_ok());
    }
}
