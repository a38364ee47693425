//! The right to make a call, and the duty to say how it ended.

use std::time::Duration;

use super::circuit_breaker::Core;
use super::window::Outcome;

/// When and in which state of the breaker a call was permitted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticket {
    pub(super) generation: u64,
    /// Where somebody wants to know how long calls take.
    pub(super) began: Option<Duration>,
}

/// The right to make one call. Say how it ended; a permit that is dropped is given back, and counts as a failure where a
/// panic drops it.
#[must_use = "a permit that is dropped is given back"]
pub struct Permit<'b> {
    core: &'b Core,
    ticket: Ticket,
    was_panicking: bool,
}

impl<'b> Permit<'b> {
    #[inline]
    pub(super) fn new(core: &'b Core, ticket: Ticket) -> Self {
        Self { core, ticket, was_panicking: std::thread::panicking() }
    }

    /// The call succeeded.
    #[inline]
    pub fn success(self) {
        self.end(Some(false));
    }

    /// The call failed.
    pub fn failure(self) {
        self.end(Some(true));
    }

    /// The call says nothing about the path: the permit is given back.
    pub fn release(self) {
        self.end(None);
    }

    #[inline]
    fn end(self, failed: Option<bool>) {
        // Its end is told here: dropping it would tell another one.
        let this = std::mem::ManuallyDrop::new(self);
        this.core.end(this.ticket, failed);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let panicked = std::thread::panicking() && !self.was_panicking;
        self.core.end(self.ticket, panicked.then_some(true));
    }
}

impl std::fmt::Debug for Permit<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Permit").field("ticket", &self.ticket).finish_non_exhaustive()
    }
}

impl Core {
    /// Takes in the end of a call: whether it failed, or nothing where it does not count.
    #[inline]
    pub(crate) fn end(&self, ticket: Ticket, failed: Option<bool>) {
        let took = ticket.began.map_or(Duration::ZERO, |began| self.now().saturating_sub(began));
        match failed {
            Some(failed) => self.record(Some(ticket), Outcome { failed, slow: self.is_slow(took) }, took),
            None => self.release(Some(ticket), took),
        }
    }
}
