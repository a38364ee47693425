//! How a breaker is set.

use std::sync::Arc;
use std::time::Duration;

use super::circuit_breaker::{CircuitBreaker, Core, Listener};
use super::classify::EveryError;
use super::currency::{AlwaysCurrent, Currency};
use super::event::BreakerEvent;
use super::settings::{Settings, Span};
use super::state::BreakerState;
use crate::{Clock, Error, Monotonic};

/// Sets a [`CircuitBreaker`]. What is not set is: half of the last 100 calls failed, none is slow, 60 seconds open,
/// 10 calls half-open.
#[must_use]
pub struct BreakerBuilder<C = EveryError> {
    name: String,
    settings: Settings,
    classify: C,
    clock: Option<Arc<dyn Clock>>,
    currency: Option<Arc<dyn Currency>>,
    listener: Option<Listener>,
}

impl BreakerBuilder {
    pub(super) fn new(name: String) -> Self {
        let settings = Settings::default();
        Self { name, settings, classify: EveryError, clock: None, currency: None, listener: None }
    }

    /// Which errors count as failures; every one does where this is not said. A closure from `&E` to a
    /// [`Verdict`](super::Verdict) will do.
    pub fn classify<C>(self, classify: C) -> BreakerBuilder<C> {
        let Self { name, settings, clock, currency, listener, .. } = self;
        BreakerBuilder { name, settings, classify, clock, currency, listener }
    }
}

impl<C> BreakerBuilder<C> {
    /// The share of failed calls, above 0 and at most 1, from which the breaker opens.
    pub fn failure_rate(mut self, rate: f64) -> Self {
        self.settings.failure_rate = rate;
        self
    }

    /// The share of slow calls, above 0 and at most 1, from which the breaker opens, and the time above which one is slow.
    pub fn slow_calls(mut self, rate: f64, longer_than: Duration) -> Self {
        self.settings.slow = Some((rate, longer_than));
        self
    }

    /// Looks back on the last `calls` calls.
    pub fn count_window(mut self, calls: u32) -> Self {
        self.settings.window = Span::Calls(calls);
        self
    }

    /// Looks back on the last `seconds` seconds.
    pub fn time_window(mut self, seconds: u32) -> Self {
        self.settings.window = Span::Seconds(seconds);
        self
    }

    /// Judges nothing before there are so many calls in the window (a window of fewer calls is judged when it is full).
    pub fn minimum_calls(mut self, calls: u32) -> Self {
        self.settings.minimum = calls;
        self
    }

    /// How long the breaker stays open before calls are tried again.
    pub fn open_for(mut self, wait: Duration) -> Self {
        self.settings.backoff.first = wait;
        self.settings.backoff.cap = self.settings.backoff.cap.max(wait);
        self
    }

    /// Waits `factor` times longer each time that trying again failed, and never longer than `cap`.
    pub fn backoff(mut self, factor: f64, cap: Duration) -> Self {
        self.settings.backoff.factor = factor;
        self.settings.backoff.cap = cap;
        self
    }

    /// Makes each wait shorter or longer by up to this share of it, so that not every instance tries again at the same
    /// moment: give each its own `seed`.
    pub fn jitter(mut self, share: f64, seed: u64) -> Self {
        self.settings.backoff.jitter = share;
        self.settings.backoff.seed = seed;
        self
    }

    /// How many calls a half-open breaker lets through, and judges.
    pub fn half_open_calls(mut self, calls: u32) -> Self {
        self.settings.half_open_calls = calls;
        self
    }

    /// How long a half-open breaker waits for the ends of its calls, and what it becomes then: open or closed.
    pub fn half_open_wait(mut self, wait: Duration, then: BreakerState) -> Self {
        self.settings.half_open_wait = Some(wait).filter(|wait| !wait.is_zero());
        self.settings.after_wait = then;
        self
    }

    /// Whether an open breaker becomes half-open when its wait is over, or when the next call asks.
    pub fn automatic_transition(mut self, is_automatic: bool) -> Self {
        self.settings.is_automatic = is_automatic;
        self
    }

    /// The state to begin in.
    pub fn initial_state(mut self, state: BreakerState) -> Self {
        self.settings.initial = state;
        self
    }

    /// Whether legacy may still answer: see [`CircuitBreaker::call_or`].
    pub fn legacy(mut self, currency: impl Currency + 'static) -> Self {
        self.currency = Some(Arc::new(currency));
        self
    }

    /// Where the time comes from.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Who listens to what happens.
    pub fn on_event(mut self, listener: impl Fn(&BreakerEvent) + Send + Sync + 'static) -> Self {
        self.listener = Some(Box::new(listener));
        self
    }

    /// The breaker.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a share that is none, a window without calls, a wait of nothing.
    pub fn build(self) -> Result<CircuitBreaker<C>, Error> {
        self.settings.check(&self.name)?;
        let clock = self.clock.unwrap_or_else(|| Arc::new(Monotonic::default()));
        let currency = self.currency.unwrap_or_else(|| Arc::new(AlwaysCurrent));
        Ok(CircuitBreaker::new(Core::new(self.name, self.settings, clock, self.listener), self.classify, currency))
    }
}
