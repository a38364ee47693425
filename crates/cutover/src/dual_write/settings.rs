//! How a dual write repairs.

use std::time::Duration;

use super::{DualWrite, Outbox, Secondary, Suspect};
use crate::backoff::Backoff;
use crate::{Clock, Error, ErrorKind};

/// What happens where the secondary has a value that did not come from the primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConflictPolicy {
    /// The entry becomes a dead letter, and somebody decides.
    #[default]
    Ask,
    /// The primary's value replaces it.
    PrimaryWins,
    /// It stays; the primary's value is not written.
    SecondaryWins,
}

#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) conflicts: ConflictPolicy,
    pub(super) backoff: Backoff,
    pub(super) attempts: u32,
    pub(super) lease: Duration,
    pub(super) batch: usize,
    pub(super) past_dead: bool,
    pub(super) settle_after: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        let backoff = Backoff {
            first: Duration::from_millis(200),
            factor: 2.0,
            cap: Duration::from_mins(1),
            jitter: 0.2,
            seed: 0,
        };
        Self {
            conflicts: ConflictPolicy::Ask,
            backoff,
            attempts: 20,
            lease: Duration::from_secs(30),
            batch: 100,
            past_dead: false,
            settle_after: Duration::from_secs(30),
        }
    }
}

impl<O: Outbox, S: Secondary> DualWrite<O, S> {
    /// What happens where the secondary has a value that did not come from the primary: [`ConflictPolicy::Ask`] unless set.
    #[must_use]
    pub fn conflicts(mut self, policy: ConflictPolicy) -> Self {
        self.settings.conflicts = policy;
        self
    }

    /// How long to wait after the first refusal, by how much longer after each further one, and at most: 200 ms, twice,
    /// a minute unless set.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] for a factor below 1 or a cap below the first wait.
    pub fn backoff_of(mut self, first: Duration, factor: f64, cap: Duration) -> Result<Self, Error> {
        if !(factor >= 1.0 && factor.is_finite()) || cap < first {
            let message = "the factor of a backoff is 1 or more, and its cap not below its first wait";
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        self.settings.backoff = Backoff { first, factor, cap, ..self.settings.backoff };
        Ok(self)
    }

    /// After how many refusals an entry is a dead letter: 20 unless set, at least 1.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.settings.attempts = attempts.max(1);
        self
    }

    /// For how long an entry is taken by whoever replays it: longer than the secondary takes for a batch. 30 s unless set.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.settings.lease = lease;
        self
    }

    /// How many entries are taken at a time: 100 unless set, at least 1.
    #[must_use]
    pub fn batch(mut self, entries: usize) -> Self {
        self.settings.batch = entries.max(1);
        self
    }

    /// Lets later writes of a key pass its dead letter. Only where each write holds all of the value: what is written then
    /// does not build on what the secondary never got.
    #[must_use]
    pub fn past_dead_letters(mut self) -> Self {
        self.settings.past_dead = true;
        self
    }

    /// How old an intent is before the primary is asked what became of it: 30 s unless set. Asking earlier is safe (see
    /// [`super::Primary::settle`]), and gives up writes of processes that are only slow.
    #[must_use]
    pub fn settle_after(mut self, age: Duration) -> Self {
        self.settings.settle_after = age;
        self
    }

    /// Takes the time since the Unix epoch from `clock`: the system's unless set.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Tells of every key that the two sides may differ in, for a reconciliation to look at.
    #[must_use]
    pub fn on_suspect(mut self, tell: impl FnMut(&Suspect) + Send + 'static) -> Self {
        self.suspects = Box::new(tell);
        self
    }
}
