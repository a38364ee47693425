//! An outbox in memory, for tests: it does not outlive its process.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Backlog, Claim, Entry, EntryState, Outbox, Write};
use crate::Error;

/// An outbox in memory, for tests: it does not outlive its process, and with it goes the promise that nothing is lost.
#[derive(Debug, Default)]
pub struct MemoryOutbox {
    entries: BTreeMap<i64, Kept>,
    last: i64,
}

#[derive(Debug)]
struct Kept {
    entry: Entry,
    /// Nobody takes it before.
    free: Duration,
}

impl MemoryOutbox {
    /// Adds a write that the primary has made.
    pub fn enqueue(&mut self, write: &Write, now: Duration) -> i64 {
        self.add(write, EntryState::Pending, now).id
    }

    fn add(&mut self, write: &Write, state: EntryState, now: Duration) -> Entry {
        self.last = self.last.saturating_add(1);
        let entry = Entry {
            origin: "memory".to_owned(),
            id: self.last,
            write: write.clone(),
            state,
            attempts: 0,
            made: now,
            error: None,
        };
        self.entries.insert(entry.id, Kept { entry: entry.clone(), free: Duration::ZERO });
        entry
    }

    /// The entry, where it is in that state.
    fn get(&mut self, id: i64, state: EntryState) -> Option<&mut Kept> {
        self.entries.get_mut(&id).filter(|it| it.entry.state == state)
    }

    fn remove(&mut self, id: i64, state: EntryState) -> bool {
        self.get(id, state).is_some() && self.entries.remove(&id).is_some()
    }

    fn all(&self, state: EntryState) -> impl Iterator<Item = &Entry> {
        self.entries.values().map(|it| &it.entry).filter(move |it| it.state == state)
    }
}

impl Outbox for MemoryOutbox {
    fn announce(&mut self, write: &Write, now: Duration) -> Result<Entry, Error> {
        if self.all(EntryState::Intent).any(|it| it.write.key == write.key) {
            return Err(super::outbox::busy(&write.key));
        }
        Ok(self.add(write, EntryState::Intent, now))
    }

    fn take_on(&mut self, id: i64) -> Result<bool, Error> {
        let found = self.get(id, EntryState::Intent).map(|it| it.entry.state = EntryState::Pending);
        Ok(found.is_some())
    }

    fn withdraw(&mut self, id: i64) -> Result<(), Error> {
        self.remove(id, EntryState::Intent);
        Ok(())
    }

    fn intents(&mut self, before: Duration, after: i64, limit: usize) -> Result<Vec<Entry>, Error> {
        let old = self.all(EntryState::Intent).filter(|it| it.made < before && it.id > after);
        Ok(old.take(limit).cloned().collect())
    }

    fn claim(&mut self, claim: &Claim<'_>) -> Result<Vec<Entry>, Error> {
        let mut seen = std::collections::BTreeSet::new();
        let mut claimed = Vec::new();
        for kept in self.entries.values_mut() {
            let entry = &kept.entry;
            if claimed.len() == claim.limit {
                break;
            }
            if claim.past_dead && entry.state == EntryState::Dead {
                continue;
            }
            let first = seen.insert(entry.write.key.clone());
            let wanted = claim.key.is_none_or(|key| key == entry.write.key);
            if first && wanted && entry.state == EntryState::Pending && kept.free <= claim.now {
                kept.free = claim.now.saturating_add(claim.lease);
                claimed.push(kept.entry.clone());
            }
        }
        Ok(claimed)
    }

    fn confirm(&mut self, id: i64) -> Result<(), Error> {
        self.remove(id, EntryState::Pending);
        Ok(())
    }

    fn put_off(&mut self, id: i64, error: &str, due: Duration) -> Result<(), Error> {
        if let Some(kept) = self.get(id, EntryState::Pending) {
            kept.entry.attempts = kept.entry.attempts.saturating_add(1);
            kept.entry.error = Some(error.to_owned());
            kept.free = due;
        }
        Ok(())
    }

    fn bury(&mut self, id: i64, error: &str) -> Result<(), Error> {
        if let Some(kept) = self.get(id, EntryState::Pending) {
            kept.entry.state = EntryState::Dead;
            kept.entry.error = Some(error.to_owned());
        }
        Ok(())
    }

    fn dead(&mut self, after: i64, limit: usize) -> Result<Vec<Entry>, Error> {
        Ok(self.all(EntryState::Dead).filter(|it| it.id > after).take(limit).cloned().collect())
    }

    fn revive(&mut self, id: i64) -> Result<bool, Error> {
        let found = self.get(id, EntryState::Dead).map(|it| {
            it.entry.state = EntryState::Pending;
            it.entry.attempts = 0;
            it.free = Duration::ZERO;
        });
        Ok(found.is_some())
    }

    fn discard(&mut self, id: i64) -> Result<bool, Error> {
        Ok(self.remove(id, EntryState::Dead))
    }

    fn backlog(&mut self, now: Duration) -> Result<Backlog, Error> {
        let count = |state| u64::try_from(self.all(state).count()).unwrap_or(u64::MAX);
        let oldest = self.entries.values().map(|it| it.entry.made).min();
        Ok(Backlog {
            intents: count(EntryState::Intent),
            pending: count(EntryState::Pending),
            dead: count(EntryState::Dead),
            oldest: oldest.map(|made| now.saturating_sub(made)),
        })
    }
}
