//! What stands in an outbox.

use std::time::Duration;

/// What stands in an outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// Announced writes that were neither made nor given up.
    pub intents: u64,
    /// Writes that the secondary has not confirmed.
    pub pending: u64,
    /// Writes that the secondary will not take.
    pub dead: u64,
    /// For how long the oldest of all has stood there.
    pub oldest: Option<Duration>,
}

impl Backlog {
    /// Whether the secondary has all that the primary has.
    pub fn is_settled(&self) -> bool {
        self.intents == 0 && self.pending == 0 && self.dead == 0
    }
}
