//! The machine behind a lock that is held for a few nanoseconds; a closed breaker permits without it, and counts without it
//! while nothing fails.

use std::sync::Arc;
use std::time::Duration;

use super::builder::BreakerBuilder;
use super::classify::EveryError;
use super::currency::Currency;
use super::event::BreakerEvent;
use super::machine::{Machine, Told};
use super::metrics::BreakerMetrics;
use super::permit::{Permit, Ticket};
use super::settings::Settings;
use super::state::BreakerState;
use super::stripes::Stripes;
use super::sync::{AtomicU64, Mutex, Ordering, lock};
use super::window::Outcome;
use crate::{Clock, Error};

pub(super) type Listener = Box<dyn Fn(&BreakerEvent) + Send + Sync>;

/// Stops calls to the new path while it fails or is too slow. `C` tells which errors speak against the path.
///
/// ```
/// # use std::time::Duration;
/// # use cutover::CircuitBreaker;
/// # fn new() -> Result<u32, String> { Ok(1) }
/// # fn legacy() -> Result<u32, String> { Ok(2) }
/// let breaker = CircuitBreaker::builder("new-user-service").failure_rate(0.5).slow_calls(1.0, Duration::from_secs(2)).build()?;
/// let answer = breaker.call_or(|| new(), || legacy())?;
/// # assert_eq!(answer, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct CircuitBreaker<C = EveryError> {
    core: Core,
    pub(crate) classify: C,
    pub(crate) currency: Arc<dyn Currency>,
}

impl CircuitBreaker {
    /// Begins to set a breaker; `name` is told in errors.
    pub fn builder(name: impl Into<String>) -> BreakerBuilder {
        BreakerBuilder::new(name.into())
    }
}

impl<C> CircuitBreaker<C> {
    pub(super) fn new(core: Core, classify: C, currency: Arc<dyn Currency>) -> Self {
        Self { core, classify, currency }
    }

    #[cfg(feature = "tower")]
    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    /// What the breaker is called.
    pub fn name(&self) -> &str {
        &self.core.name
    }

    /// The right to make a call, or none: then the path is not to be called.
    #[inline]
    pub fn try_acquire(&self) -> Option<Permit<'_>> {
        self.core.acquire().map(|ticket| Permit::new(&self.core, ticket))
    }

    /// Takes in a call that was made without a permit of its own: whether it failed, and how long it took.
    pub fn record(&self, failed: bool, took: Duration) {
        self.core.record(None, Outcome { failed, slow: self.core.is_slow(took) }, took);
    }

    /// The state now.
    pub fn state(&self) -> BreakerState {
        self.core.with(|machine, clock, told| {
            machine.tick(clock, told);
            machine.state()
        })
    }

    /// What has been counted.
    pub fn metrics(&self) -> BreakerMetrics {
        self.core.with(Machine::metrics)
    }

    /// Brings the breaker into a state: open, closed, forced open, disabled, only measuring.
    ///
    /// # Errors
    /// [`Transition`](crate::ErrorKind::Transition) where [`BreakerState::may_become`] says no.
    pub fn transition(&self, next: BreakerState) -> Result<(), Error> {
        self.core.with(|machine, clock, told| machine.transition(next, None, clock, told))
    }

    /// Opens the breaker for `wait`, whatever its settings say.
    ///
    /// # Errors
    /// [`Transition`](crate::ErrorKind::Transition) where the breaker only measures.
    pub fn open_for(&self, wait: Duration) -> Result<(), Error> {
        self.core.with(|machine, clock, told| machine.transition(BreakerState::Open, Some(wait), clock, told))
    }

    /// Begins anew: closed, with nothing counted.
    pub fn reset(&self) {
        self.core.with(Machine::reset);
        self.core.tell(&BreakerEvent::Reset);
    }
}

impl<C> std::fmt::Debug for CircuitBreaker<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CircuitBreaker").field("name", &self.core.name).finish_non_exhaustive()
    }
}

/// A breaker without what depends on the type of errors.
pub(crate) struct Core {
    name: String,
    clock: Arc<dyn Clock>,
    listener: Option<Listener>,
    slow: Option<Duration>,
    /// The generation above three bits for the state; written under the lock only.
    word: AtomicU64,
    stripes: Stripes,
    guarded: Mutex<Guarded>,
}

/// What the lock guards.
struct Guarded {
    machine: Machine,
    /// Whether every success needs the lock.
    is_sealed: bool,
}

const STATE_BITS: u32 = 3;
const STATE_MASK: u64 = (1 << STATE_BITS) - 1;

impl Core {
    pub(super) fn new(name: String, settings: Settings, clock: Arc<dyn Clock>, listener: Option<Listener>) -> Self {
        let slow = settings.slow.map(|(_, limit)| limit);
        let machine = Machine::new(settings, &clock);
        let word = AtomicU64::new(word(&machine));
        let guarded = Mutex::new(Guarded { machine, is_sealed: true });
        Self { name, clock, listener, slow, word, stripes: Stripes::new(), guarded }
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.now()
    }

    #[inline]
    pub(super) fn is_slow(&self, took: Duration) -> bool {
        self.slow.is_some_and(|limit| took > limit)
    }

    /// A permit, or none.
    #[inline]
    pub(crate) fn acquire(&self) -> Option<Ticket> {
        let seen = self.word.load(Ordering::Acquire);
        let generation = match BreakerState::of_code(seen & STATE_MASK) {
            // A closed breaker opens only when an end is recorded: until then, it permits.
            BreakerState::Closed | BreakerState::Disabled | BreakerState::MetricsOnly => seen >> STATE_BITS,
            BreakerState::Open | BreakerState::HalfOpen | BreakerState::ForcedOpen => self.acquire_with_lock()?,
        };
        let began = (self.slow.is_some() || self.listener.is_some()).then(|| self.now());
        Some(Ticket { generation, began })
    }

    #[cold]
    fn acquire_with_lock(&self) -> Option<u64> {
        let permitted =
            self.with(|machine, clock, told| machine.try_acquire(clock, told).then(|| machine.generation()));
        if permitted.is_none() {
            self.tell_call(&BreakerEvent::NotPermitted);
        }
        permitted
    }

    /// Takes in how a call ended. One that was permitted in an earlier state decides nothing in this one.
    #[inline]
    pub(super) fn record(&self, ticket: Option<Ticket>, outcome: Outcome, took: Duration) {
        if self.listener.is_some() {
            let event = if outcome.failed { BreakerEvent::Failure(took) } else { BreakerEvent::Success(took) };
            self.tell_call(&event);
        }
        let is_well = !outcome.failed && !outcome.slow;
        let generation = ticket.map_or_else(|| self.generation(), |ticket| ticket.generation);
        if !(is_well && self.stripes.count(generation)) {
            self.record_with_lock(ticket, outcome);
        }
    }

    #[inline(never)]
    fn record_with_lock(&self, ticket: Option<Ticket>, outcome: Outcome) {
        self.with(|machine, clock, told| {
            if counts(machine, ticket) || machine.state() == BreakerState::Open {
                machine.record(outcome, clock, told);
            }
        });
    }

    pub(super) fn release(&self, ticket: Option<Ticket>, took: Duration) {
        // Only a half-open breaker counts its permits.
        if self.seen() == BreakerState::HalfOpen {
            self.with(|machine, _, _| {
                if counts(machine, ticket) {
                    machine.release();
                }
            });
        }
        self.tell_call(&BreakerEvent::Ignored(took));
    }

    fn generation(&self) -> u64 {
        self.word.load(Ordering::Acquire) >> STATE_BITS
    }

    fn seen(&self) -> BreakerState {
        BreakerState::of_code(self.word.load(Ordering::Acquire) & STATE_MASK)
    }

    /// Runs `run` under the lock and tells, outside of it, what came of it.
    fn with<R>(&self, run: impl FnOnce(&mut Machine, &dyn Clock, &mut Vec<Told>) -> R) -> R {
        let mut told = Vec::new();
        let result = {
            let mut guarded = lock(&self.guarded);
            let Guarded { machine, is_sealed } = &mut *guarded;
            if !*is_sealed {
                machine.absorb(self.stripes.seal());
            }
            let before = machine.generation();
            let result = run(machine, &self.clock, &mut told);
            if machine.generation() != before {
                self.word.store(word(machine), Ordering::Release);
            }
            *is_sealed = !machine.is_clean();
            if !*is_sealed {
                self.stripes.open(machine.generation());
            }
            result
        };
        for told in told {
            self.tell(&told.into());
        }
        result
    }

    fn tell_call(&self, event: &BreakerEvent) {
        if self.listener.is_some() && self.seen().tells_calls() {
            self.tell(event);
        }
    }

    fn tell(&self, event: &BreakerEvent) {
        if let Some(listener) = &self.listener {
            listener(event);
        }
    }
}

fn counts(machine: &Machine, ticket: Option<Ticket>) -> bool {
    ticket.is_none_or(|ticket| ticket.generation == machine.generation())
}

fn word(machine: &Machine) -> u64 {
    machine.generation() << STATE_BITS | machine.state().code()
}
