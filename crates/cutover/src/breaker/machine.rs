//! The state machine of a breaker: what it is told and the clock alone decide what it does.

use std::time::Duration;

use super::metrics::{BreakerMetrics, rate};
use super::settings::Settings;
use super::state::BreakerState;
use super::window::{Outcome, Window};
use crate::{Clock, Error};

/// What the machine has to tell those who listen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Told {
    Transition { from: BreakerState, to: BreakerState },
    FailureRate(f64),
    SlowCallRate(f64),
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    Closed,
    Open {
        until: Duration,
    },
    HalfOpen {
        permits: u32,
        until: Option<Duration>,
    },
    Disabled,
    /// Which rates have been told already.
    MetricsOnly {
        failure_told: bool,
        slow_told: bool,
    },
    ForcedOpen,
}

/// Whether the rates are too high.
enum Judgement {
    TooFewCalls,
    Below,
    Exceeded { failure: Option<f64>, slow: Option<f64> },
}

#[derive(Debug)]
pub(super) struct Machine {
    settings: Settings,
    phase: Phase,
    window: Window,
    /// Calls in `window` from which it is judged.
    minimum: u32,
    /// Openings since it was last closed.
    attempts: u32,
    /// Rises with each state that is entered.
    generation: u64,
    not_permitted: u64,
}

/// Waits that were over unobserved are followed one by one up to this many, so that a breaker that nobody has used for a
/// year does not go through them all.
pub(super) const MOST_WAITS: u32 = 64;

impl Machine {
    pub(super) fn new(settings: Settings, clock: &dyn Clock) -> Self {
        let (window, minimum) = settings.window(|| clock.now());
        let initial = settings.initial;
        let (phase, generation) = (Phase::Closed, 0);
        let mut machine = Self { settings, phase, window, minimum, attempts: 0, generation, not_permitted: 0 };
        if initial != BreakerState::Closed {
            machine.enter(initial, clock.now(), None, &mut Vec::new());
        }
        machine
    }

    pub(super) fn state(&self) -> BreakerState {
        match self.phase {
            Phase::Closed => BreakerState::Closed,
            Phase::Open { .. } => BreakerState::Open,
            Phase::HalfOpen { .. } => BreakerState::HalfOpen,
            Phase::Disabled => BreakerState::Disabled,
            Phase::MetricsOnly { .. } => BreakerState::MetricsOnly,
            Phase::ForcedOpen => BreakerState::ForcedOpen,
        }
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether a call that ends well is sure to change nothing but its count.
    pub(super) fn is_clean(&self) -> bool {
        matches!(self.phase, Phase::Closed) && self.window.is_clean()
    }

    /// Takes in calls that ended well while the machine was clean.
    pub(super) fn absorb(&mut self, successes: u64) {
        self.window.absorb(successes);
    }

    /// When the machine goes on by itself.
    fn deadline(&self) -> Option<Duration> {
        match self.phase {
            Phase::Open { until } if self.settings.is_automatic => Some(until),
            Phase::HalfOpen { until, .. } => until,
            _ => None,
        }
    }

    /// Goes on where a wait is over. It went on when the wait was over, not when somebody looks.
    pub(super) fn tick(&mut self, clock: &dyn Clock, told: &mut Vec<Told>) {
        for count in 1..=MOST_WAITS {
            let Some(deadline) = self.deadline() else { return };
            let now = clock.now();
            if now < deadline {
                return;
            }
            let at = if count == MOST_WAITS { now } else { deadline };
            let next = match self.phase {
                Phase::HalfOpen { .. } => self.settings.after_wait,
                _ => BreakerState::HalfOpen,
            };
            self.enter(next, at, None, told);
        }
    }

    /// Whether a call may go through now.
    pub(super) fn try_acquire(&mut self, clock: &dyn Clock, told: &mut Vec<Told>) -> bool {
        self.tick(clock, told);
        if let Phase::Open { until } = self.phase {
            let now = clock.now();
            if now > until {
                self.enter(BreakerState::HalfOpen, now, None, told);
            }
        }
        let is_permitted = match &mut self.phase {
            Phase::Closed | Phase::Disabled | Phase::MetricsOnly { .. } => true,
            Phase::Open { .. } | Phase::ForcedOpen | Phase::HalfOpen { permits: 0, .. } => false,
            Phase::HalfOpen { permits, .. } => {
                *permits -= 1;
                true
            }
        };
        self.not_permitted += u64::from(!is_permitted);
        is_permitted
    }

    /// Gives back a permit whose call says nothing about the new path.
    pub(super) fn release(&mut self) {
        if let Phase::HalfOpen { permits, .. } = &mut self.phase {
            *permits = (*permits + 1).min(self.settings.half_open_calls);
        }
    }

    /// Takes in how a call ended.
    pub(super) fn record(&mut self, outcome: Outcome, clock: &dyn Clock, told: &mut Vec<Told>) {
        self.tick(clock, told);
        if matches!(self.phase, Phase::Disabled | Phase::ForcedOpen) {
            return;
        }
        self.window.record(outcome, || clock.now());
        // A call that began before the breaker opened is counted, but decides nothing any more.
        if matches!(self.phase, Phase::Open { .. }) {
            return;
        }
        let judgement = self.judge(clock);
        match (&mut self.phase, judgement) {
            (Phase::Closed, Judgement::Exceeded { failure, slow }) => {
                tell(failure, slow, told);
                self.enter(BreakerState::Open, clock.now(), None, told);
            }
            (Phase::HalfOpen { .. }, Judgement::Exceeded { .. }) => {
                self.enter(BreakerState::Open, clock.now(), None, told);
            }
            (Phase::HalfOpen { .. }, Judgement::Below) => self.enter(BreakerState::Closed, clock.now(), None, told),
            (Phase::MetricsOnly { failure_told, slow_told }, Judgement::Exceeded { failure, slow }) => {
                tell(failure.filter(|_| !*failure_told), slow.filter(|_| !*slow_told), told);
                *failure_told |= failure.is_some();
                *slow_told |= slow.is_some();
            }
            _ => {}
        }
    }

    fn judge(&mut self, clock: &dyn Clock) -> Judgement {
        let sum = self.window.sum(|| clock.now());
        let Some(failure) = rate(sum.failed, sum.calls, self.minimum) else { return Judgement::TooFewCalls };
        let failure = Some(failure).filter(|rate| *rate >= self.settings.failure_rate);
        let slow = self
            .settings
            .slow
            .and_then(|(limit, _)| rate(sum.slow, sum.calls, self.minimum).filter(|rate| *rate >= limit));
        if failure.is_some() || slow.is_some() { Judgement::Exceeded { failure, slow } } else { Judgement::Below }
    }

    /// Brings the machine into `next`, where that is a way. An open state lasts for `wait`, where given.
    pub(super) fn transition(
        &mut self,
        next: BreakerState,
        wait: Option<Duration>,
        clock: &dyn Clock,
        told: &mut Vec<Told>,
    ) -> Result<(), Error> {
        self.tick(clock, told);
        self.state().check(next)?;
        self.enter(next, clock.now(), wait, told);
        Ok(())
    }

    /// Begins anew, closed and with nothing counted.
    pub(super) fn reset(&mut self, clock: &dyn Clock, told: &mut Vec<Told>) {
        self.enter(BreakerState::Closed, clock.now(), None, told);
    }

    pub(super) fn metrics(&mut self, clock: &dyn Clock, told: &mut Vec<Told>) -> BreakerMetrics {
        self.tick(clock, told);
        let sum = self.window.sum(|| clock.now());
        BreakerMetrics::new(sum, self.minimum, self.not_permitted)
    }

    /// An open state keeps the window of the one before it: its metrics say why it opened.
    fn enter(&mut self, next: BreakerState, now: Duration, wait: Option<Duration>, told: &mut Vec<Told>) {
        let from = self.state();
        self.generation += 1;
        self.attempts = match next {
            BreakerState::Open | BreakerState::ForcedOpen => self.attempts.saturating_add(1),
            BreakerState::HalfOpen => self.attempts,
            _ => 0,
        };
        let fresh = match next {
            BreakerState::Open => None,
            BreakerState::Closed | BreakerState::MetricsOnly => Some(self.settings.window(|| now)),
            BreakerState::HalfOpen => Some(self.settings.half_open_window()),
            BreakerState::Disabled | BreakerState::ForcedOpen => Some((Window::of_calls(0), 0)),
        };
        if let Some((window, minimum)) = fresh {
            (self.window, self.minimum, self.not_permitted) = (window, minimum, 0);
        }
        self.phase = match next {
            BreakerState::Closed => Phase::Closed,
            BreakerState::Open => {
                let wait = wait.unwrap_or_else(|| self.settings.backoff.wait(self.attempts));
                Phase::Open { until: now.saturating_add(wait) }
            }
            BreakerState::HalfOpen => Phase::HalfOpen {
                permits: self.settings.half_open_calls,
                until: self.settings.half_open_wait.map(|wait| now.saturating_add(wait)),
            },
            BreakerState::Disabled => Phase::Disabled,
            BreakerState::MetricsOnly => Phase::MetricsOnly { failure_told: false, slow_told: false },
            BreakerState::ForcedOpen => Phase::ForcedOpen,
        };
        if from != next {
            told.push(Told::Transition { from, to: next });
        }
    }
}

fn tell(failure: Option<f64>, slow: Option<f64>, told: &mut Vec<Told>) {
    told.extend(failure.map(Told::FailureRate));
    told.extend(slow.map(Told::SlowCallRate));
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
