//! What is written, and what is kept of it.

use std::time::Duration;

/// One write, as the secondary is to make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// What it is about: writes of one key keep their order, those of different keys know nothing of each other.
    pub key: String,
    /// What is written, in whatever form the secondary reads.
    pub payload: Vec<u8>,
}

impl Write {
    /// A write of `payload` to `key`.
    pub fn new(key: impl Into<String>, payload: impl Into<Vec<u8>>) -> Self {
        Self { key: key.into(), payload: payload.into() }
    }
}

/// A write that the outbox holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which outbox it is from: another one for each outbox that was ever made, even at the same place.
    pub origin: String,
    /// Its number in that outbox: greater than that of any earlier entry.
    pub id: i64,
    /// What is written.
    pub write: Write,
    /// How far it has come.
    pub state: EntryState,
    /// How often the secondary has refused it.
    pub attempts: u32,
    /// When it was made, since the Unix epoch.
    pub made: Duration,
    /// Why the secondary refused it last.
    pub error: Option<String>,
}

/// How far an entry has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryState {
    /// Announced before the primary's write, which may not have happened.
    Intent,
    /// The primary has it, the secondary has not confirmed it.
    Pending,
    /// The secondary will not take it: somebody has to decide.
    Dead,
}

impl EntryState {
    /// Its word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Pending => "pending",
            Self::Dead => "dead",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        [Self::Intent, Self::Pending, Self::Dead].into_iter().find(|it| it.word() == word)
    }
}
