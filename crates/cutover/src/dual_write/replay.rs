//! What was left is written to the secondary, in order.

use std::time::Duration;

use super::{Claim, ConflictPolicy, DualWrite, Entry, Mode, Outbox, Refusal, Secondary};
use crate::Error;

/// Entries of one key that are written one after the other before others have their turn.
const FOLLOWED: u32 = 1_000;

/// What a replay has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replayed {
    /// The secondary has confirmed so many.
    pub confirmed: u64,
    /// The secondary has refused so many for now.
    pub put_off: u64,
    /// So many became dead letters.
    pub buried: u64,
    /// The secondary's own value stayed so often.
    pub yielded: u64,
}

/// A key that the two sides may differ in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The key.
    pub key: String,
    /// Why they may.
    pub divergence: Divergence,
    /// What the secondary said.
    pub reason: String,
}

/// Why two sides may differ in a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Divergence {
    /// The secondary did not take a write.
    DeadLetter,
    /// The secondary's own value stayed.
    SecondaryWon,
    /// The secondary's own value was replaced.
    Overwritten,
}

impl<O: Outbox, S: Secondary> DualWrite<O, S> {
    /// Writes everything that is due to the secondary, until nothing is. To be called from time to time, by a thread of
    /// its own for example.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Storage`] where the outbox fails; what the secondary refuses is no error.
    pub fn replay(&mut self) -> Result<Replayed, Error> {
        self.replay_of(None)
    }

    /// As [`DualWrite::replay`], for one key.
    pub(super) fn replay_of(&mut self, key: Option<&str>) -> Result<Replayed, Error> {
        let mut done = Replayed::default();
        // What is due is asked as of now, however long this takes: what is put off is not due again, so that this ends.
        let now = self.clock.now();
        let batch = if key.is_some() { 1 } else { self.settings.batch };
        loop {
            let entries = self.claim(now, batch, key)?;
            if entries.is_empty() {
                return Ok(done);
            }
            let is_last = entries.len() < batch;
            let mut keys = Vec::new();
            for entry in entries {
                self.write_to_secondary(&entry, now, &mut done)?;
                keys.push(entry.write.key);
            }
            // Few keys are left: to ask for the next entry of each costs less than to look for them among all.
            for key in keys.iter().filter(|_| is_last) {
                self.follow(key, now, &mut done)?;
            }
        }
    }

    /// The next entries of a key, so many that one key does not keep all others waiting.
    fn follow(&mut self, key: &str, now: Duration, done: &mut Replayed) -> Result<(), Error> {
        for _ in 0..FOLLOWED {
            let entries = self.claim(now, 1, Some(key))?;
            if entries.is_empty() {
                return Ok(());
            }
            for entry in entries {
                self.write_to_secondary(&entry, now, done)?;
            }
        }
        Ok(())
    }

    /// Takes what was due at `now`, for a lease that begins when it is taken.
    fn claim(&mut self, now: Duration, limit: usize, key: Option<&str>) -> Result<Vec<Entry>, Error> {
        let passed = self.clock.now().saturating_sub(now);
        let lease = self.settings.lease.saturating_add(passed);
        self.outbox.claim(&Claim { now, lease, limit, key, past_dead: self.settings.past_dead })
    }

    fn write_to_secondary(&mut self, entry: &Entry, now: Duration, done: &mut Replayed) -> Result<(), Error> {
        let mut mode = Mode::Guarded;
        loop {
            match (self.secondary.apply(entry, mode), self.settings.conflicts) {
                (Ok(()), _) => {
                    self.outbox.confirm(entry.id)?;
                    done.confirmed += 1;
                    return Ok(());
                }
                (Err(Refusal::Conflict(reason)), ConflictPolicy::PrimaryWins) if mode == Mode::Guarded => {
                    self.tell(entry, Divergence::Overwritten, reason);
                    mode = Mode::Overwrite;
                }
                (Err(Refusal::Conflict(reason)), ConflictPolicy::SecondaryWins) => {
                    // Told first: a reconciliation that hears of it twice is better than one that never does.
                    self.tell(entry, Divergence::SecondaryWon, reason);
                    self.outbox.confirm(entry.id)?;
                    done.yielded += 1;
                    return Ok(());
                }
                (Err(Refusal::Transient(reason)), _) if entry.attempts.saturating_add(1) < self.settings.attempts => {
                    let wait = self.backoff().wait(entry.attempts.saturating_add(1));
                    let refused = self.clock.now().max(now);
                    self.outbox.put_off(
                        entry.id,
                        &reason,
                        refused.saturating_add(wait.max(Duration::from_millis(1))),
                    )?;
                    done.put_off += 1;
                    return Ok(());
                }
                (Err(Refusal::Transient(reason) | Refusal::Permanent(reason) | Refusal::Conflict(reason)), _) => {
                    self.tell(entry, Divergence::DeadLetter, reason.clone());
                    self.outbox.bury(entry.id, &reason)?;
                    done.buried += 1;
                    return Ok(());
                }
            }
        }
    }

    fn tell(&mut self, entry: &Entry, divergence: Divergence, reason: String) {
        (self.suspects)(&Suspect { key: entry.write.key.clone(), divergence, reason });
    }
}
