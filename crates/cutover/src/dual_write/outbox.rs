//! Where entries are kept.

use std::time::Duration;

use super::{Backlog, Entry, Write};
use crate::Error;

/// Where entries are kept until the secondary has confirmed them. What a method has done has to last before it returns.
///
/// An entry that another process has confirmed meanwhile, because a lease ran out, may be confirmed, put off or buried again:
/// that changes nothing. All times are since the Unix epoch. Failures are of [`crate::ErrorKind::Storage`] unless said otherwise.
pub trait Outbox {
    /// Announces a write before the primary makes it. A key has one intent at a time.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Busy`] where the key has an intent already.
    fn announce(&mut self, write: &Write, now: Duration) -> Result<Entry, Error>;

    /// The primary's write has happened: the intent waits for the secondary now. False where there is no such intent.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn take_on(&mut self, id: i64) -> Result<bool, Error>;

    /// The primary's write has not happened and never will: the intent goes.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn withdraw(&mut self, id: i64) -> Result<(), Error>;

    /// Intents made before `before`, those after the entry `after`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn intents(&mut self, before: Duration, after: i64, limit: usize) -> Result<Vec<Entry>, Error>;

    /// Takes entries that wait, are due, and whose key has no earlier entry here (but for dead ones, where `past_dead`), for
    /// the time of `lease`: nobody else gets them until then. At most `limit`, oldest first; only of `key` where one is
    /// stated.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn claim(&mut self, claim: &Claim<'_>) -> Result<Vec<Entry>, Error>;

    /// The secondary has it: the entry goes.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn confirm(&mut self, id: i64) -> Result<(), Error>;

    /// The secondary refused it for `error`; it is due again at `due`.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn put_off(&mut self, id: i64, error: &str, due: Duration) -> Result<(), Error>;

    /// The secondary will not take it, for `error`.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn bury(&mut self, id: i64, error: &str) -> Result<(), Error>;

    /// The dead letters, those after the entry `after`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn dead(&mut self, after: i64, limit: usize) -> Result<Vec<Entry>, Error>;

    /// Lets a dead letter wait for the secondary again, from its first attempt. False where there is none.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn revive(&mut self, id: i64) -> Result<bool, Error>;

    /// Gives a dead letter up: the secondary will never have it. False where there is none.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn discard(&mut self, id: i64) -> Result<bool, Error>;

    /// What stands here.
    ///
    /// # Errors
    /// Where the outbox fails.
    fn backlog(&mut self, now: Duration) -> Result<Backlog, Error>;
}

/// Which entries somebody takes.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Claim<'k> {
    /// What time it is.
    pub now: Duration,
    /// For how long they are taken.
    pub lease: Duration,
    /// At most so many.
    pub limit: usize,
    /// Only of this key.
    pub key: Option<&'k str>,
    /// Whether a dead letter lets later entries of its key pass.
    pub past_dead: bool,
}

impl<'k> Claim<'k> {
    /// Any entry at `now`, for half a minute, a hundred at most, and none whose key has a dead letter.
    pub fn new(now: Duration) -> Self {
        Self { now, lease: Duration::from_secs(30), limit: 100, key: None, past_dead: false }
    }

    /// For the time of `lease`.
    #[must_use]
    pub fn lease(self, lease: Duration) -> Self {
        Self { lease, ..self }
    }

    /// At most `limit`.
    #[must_use]
    pub fn limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Only of `key`.
    #[must_use]
    pub fn of_key(self, key: Option<&'k str>) -> Self {
        Self { key, ..self }
    }

    /// Past dead letters, where `past`.
    #[must_use]
    pub fn past_dead(self, past: bool) -> Self {
        Self { past_dead: past, ..self }
    }
}

/// The key has an intent already.
pub(super) fn busy(key: &str) -> Error {
    let message = format!(
        "another write of `{key}` has been announced and has not ended: try again, or let `recover` settle it where its \
         process died"
    );
    Error::new(crate::ErrorKind::Busy, message)
}
