//! The machine against a model that keeps every call and computes everything anew, under random operations and clocks.

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::BreakerState;
use super::machine::MOST_WAITS;
use crate::{CircuitBreaker, ManualClock};

#[derive(Debug, Clone)]
struct Config {
    /// In per cent.
    failure_rate: u32,
    slow_rate: u32,
    is_of_time: bool,
    window: u32,
    minimum: u32,
    open_ms: u64,
    half_open_calls: u32,
    /// 0 for none.
    half_open_wait_ms: u64,
    closes_after_wait: bool,
    is_automatic: bool,
}

#[derive(Debug, Clone)]
enum Operation {
    Acquire,
    Release,
    Record { failed: bool, took_ms: u64 },
    Advance { ms: u64 },
    Transition(BreakerState),
    Reset,
}

const SLOW_MS: u64 = 500;

fn configs() -> impl Strategy<Value = Config> {
    let rates = (1..=100_u32, 1..=100_u32);
    let windows = (any::<bool>(), 1..8_u32, 1..6_u32);
    let waits = (1..4_000_u64, 1..4_u32, prop_oneof![Just(0), 1..3_000_u64], any::<bool>(), any::<bool>());
    (rates, windows, waits).prop_map(|((failure_rate, slow_rate), (is_of_time, window, minimum), waits)| {
        let (open_ms, half_open_calls, half_open_wait_ms, closes_after_wait, is_automatic) = waits;
        Config {
            failure_rate,
            slow_rate,
            is_of_time,
            window,
            minimum,
            open_ms,
            half_open_calls,
            half_open_wait_ms,
            closes_after_wait,
            is_automatic,
        }
    })
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let states = proptest::sample::select(BreakerState::ALL.to_vec());
    let operation = prop_oneof![
        4 => Just(Operation::Acquire),
        1 => Just(Operation::Release),
        6 => (any::<bool>(), 0..1_000_u64).prop_map(|(failed, took_ms)| Operation::Record { failed, took_ms }),
        4 => (0..5_000_u64).prop_map(|ms| Operation::Advance { ms }),
        1 => states.prop_map(Operation::Transition),
        1 => Just(Operation::Reset),
    ];
    proptest::collection::vec(operation, 1..80)
}

/// What a breaker would be if nobody cared for time and memory.
struct Model {
    config: Config,
    now_ms: u64,
    state: BreakerState,
    /// When the state was entered.
    since_ms: u64,
    /// How many states were entered before.
    generation: u64,
    /// Every call since the window began: when it ended, whether it failed and was slow.
    calls: Vec<(u64, bool, bool)>,
    /// How the window looks at them.
    view: View,
    permits: u32,
    not_permitted: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum View {
    Closed,
    HalfOpen,
    Nothing,
}

impl Model {
    fn new(config: Config) -> Self {
        let (state, view) = (BreakerState::Closed, View::Closed);
        Self {
            config,
            now_ms: 0,
            state,
            since_ms: 0,
            generation: 0,
            calls: Vec::new(),
            view,
            permits: 0,
            not_permitted: 0,
        }
    }

    /// Calls, failed ones and slow ones in the window.
    fn seen(&self) -> (u32, u32, u32) {
        let last = |count: u32| self.calls.len().saturating_sub(count as usize);
        let seen: Vec<_> = match self.view {
            View::Nothing => Vec::new(),
            View::HalfOpen => self.calls[last(self.config.half_open_calls)..].to_vec(),
            View::Closed if self.config.is_of_time => {
                let is_recent = |at_ms: u64| at_ms / 1_000 + u64::from(self.config.window) > self.now_ms / 1_000;
                self.calls.iter().copied().filter(|(at_ms, ..)| is_recent(*at_ms)).collect()
            }
            View::Closed => self.calls[last(self.config.window)..].to_vec(),
        };
        let count = |of: fn(&&(u64, bool, bool)) -> bool| u32::try_from(seen.iter().filter(of).count()).unwrap_or(0);
        (count(|_| true), count(|it| it.1), count(|it| it.2))
    }

    fn minimum(&self) -> u32 {
        match self.view {
            View::HalfOpen => self.config.minimum.min(self.config.half_open_calls),
            View::Closed if !self.config.is_of_time => self.config.minimum.min(self.config.window),
            _ => self.config.minimum,
        }
    }

    /// In per cent times calls, to stay with whole numbers.
    fn is_exceeded(&self) -> Option<bool> {
        let (calls, failed, slow) = self.seen();
        (calls > 0 && calls >= self.minimum())
            .then(|| failed * 100 >= self.config.failure_rate * calls || slow * 100 >= self.config.slow_rate * calls)
    }

    fn enter(&mut self, state: BreakerState, at_ms: u64) {
        if state != BreakerState::Open {
            (self.calls, self.not_permitted) = (Vec::new(), 0);
            self.view = match state {
                BreakerState::Closed | BreakerState::MetricsOnly => View::Closed,
                BreakerState::HalfOpen => View::HalfOpen,
                _ => View::Nothing,
            };
        }
        self.permits = self.config.half_open_calls;
        self.generation += 1;
        (self.state, self.since_ms) = (state, at_ms);
    }

    /// Follows what waited unobserved, as far as the machine promises to.
    fn tick(&mut self) {
        for count in 1..=MOST_WAITS {
            let (wait_ms, next) = match self.state {
                BreakerState::Open if self.config.is_automatic => (self.config.open_ms, BreakerState::HalfOpen),
                BreakerState::HalfOpen if self.config.half_open_wait_ms > 0 => {
                    let next = if self.config.closes_after_wait { BreakerState::Closed } else { BreakerState::Open };
                    (self.config.half_open_wait_ms, next)
                }
                _ => return,
            };
            if self.now_ms < self.since_ms + wait_ms {
                return;
            }
            self.enter(next, if count == MOST_WAITS { self.now_ms } else { self.since_ms + wait_ms });
        }
    }

    fn acquire(&mut self) -> bool {
        if self.state == BreakerState::Open && self.now_ms > self.since_ms + self.config.open_ms {
            self.enter(BreakerState::HalfOpen, self.now_ms);
        }
        let is_permitted = match self.state {
            BreakerState::Open | BreakerState::ForcedOpen => false,
            BreakerState::HalfOpen => self.permits > 0,
            _ => true,
        };
        if is_permitted {
            self.permits = self.permits.saturating_sub(1);
        } else {
            self.not_permitted += 1;
        }
        is_permitted
    }

    fn record(&mut self, failed: bool, slow: bool) {
        self.calls.push((self.now_ms, failed, slow));
        match (self.state, self.is_exceeded()) {
            (BreakerState::Closed | BreakerState::HalfOpen, Some(true)) => self.enter(BreakerState::Open, self.now_ms),
            (BreakerState::HalfOpen, Some(false)) => self.enter(BreakerState::Closed, self.now_ms),
            _ => {}
        }
    }
}

fn build(config: &Config, clock: Arc<ManualClock>) -> Option<CircuitBreaker> {
    let after = if config.closes_after_wait { BreakerState::Closed } else { BreakerState::Open };
    let builder = CircuitBreaker::builder("model")
        .failure_rate(f64::from(config.failure_rate) / 100.0)
        .slow_calls(f64::from(config.slow_rate) / 100.0, Duration::from_millis(SLOW_MS))
        .minimum_calls(config.minimum)
        .open_for(Duration::from_millis(config.open_ms))
        .half_open_calls(config.half_open_calls)
        .half_open_wait(Duration::from_millis(config.half_open_wait_ms), after)
        .automatic_transition(config.is_automatic)
        .clock(clock);
    let builder =
        if config.is_of_time { builder.time_window(config.window) } else { builder.count_window(config.window) };
    builder.build().ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_breaker_does_what_the_model_does(config in configs(), operations in operations()) {
        let clock = Arc::new(ManualClock::default());
        let breaker = build(&config, Arc::clone(&clock));
        prop_assert!(breaker.is_some());
        let Some(breaker) = breaker else { return Ok(()) };
        let mut model = Model::new(config);
        let mut permits = Vec::new();
        for operation in operations {
            model.tick();
            match operation {
                Operation::Acquire => {
                    let permit = breaker.try_acquire();
                    prop_assert_eq!(permit.is_some(), model.acquire());
                    permits.extend(permit.map(|permit| (permit, model.generation)));
                }
                Operation::Release => {
                    // Only a permit of this very state counts.
                    let is_ours = permits.last().is_some_and(|(_, generation)| *generation == model.generation);
                    if is_ours && model.state == BreakerState::HalfOpen {
                        permits.pop();
                        model.permits += 1;
                    }
                }
                Operation::Record { failed, took_ms } => {
                    breaker.record(failed, Duration::from_millis(took_ms));
                    model.record(failed, took_ms > SLOW_MS);
                }
                Operation::Advance { ms } => {
                    clock.advance(Duration::from_millis(ms));
                    model.now_ms += ms;
                }
                Operation::Transition(next) => {
                    let is_done = breaker.transition(next).is_ok();
                    prop_assert_eq!(is_done, model.state.may_become(next));
                    if is_done {
                        model.enter(next, model.now_ms);
                    }
                }
                Operation::Reset => {
                    breaker.reset();
                    model.enter(BreakerState::Closed, model.now_ms);
                }
            }
            model.tick();
            prop_assert_eq!(breaker.state(), model.state);
            let (metrics, (calls, failed, slow)) = (breaker.metrics(), model.seen());
            prop_assert_eq!((metrics.calls, metrics.failed, metrics.slow), (calls, failed, slow));
            prop_assert_eq!(metrics.not_permitted, model.not_permitted);
            prop_assert_eq!(metrics.failure_rate.is_some(), calls > 0 && calls >= model.minimum());
        }
        drop(permits);
    }
}
