//! What was left is written to the secondary, in order.

use std::time::Duration;

use super::{Claim, ConflictPolicy, DualWrite, Entry, Mode, Outbox, Refusal, Secondary};
use crate::Error;

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
        // The time stands still meanwhile: what is put off is not due again, so that this ends.
        let now = self.clock.now();
        loop {
            let super::settings::Settings { lease, batch, past_dead, .. } = self.settings;
            let entries = self.outbox.claim(&Claim { now, lease, limit: batch, key, past_dead })?;
            if entries.is_empty() {
                return Ok(done);
            }
            for entry in entries {
                self.write_to_secondary(&entry, now, &mut done)?;
            }
        }
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
                    self.outbox.put_off(entry.id, &reason, now.saturating_add(wait.max(Duration::from_millis(1))))?;
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
