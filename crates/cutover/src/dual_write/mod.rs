//! Writes that go to two systems: what the second one has not confirmed is kept, and repaired in order.
//!
//! An entry of the **outbox** is made in the primary's own transaction ([`SqlOutbox::enqueue_in`]), or, where the primary has
//! none to share, as an **intent** before the primary's write ([`DualWrite::write`]). It goes once the secondary has
//! confirmed it ([`DualWrite::replay`]). A process may die between any two instructions:
//!
//! | it dies | what is left | what repairs it |
//! |---|---|---|
//! | before the transaction, or before the intent | nothing | nothing has happened |
//! | after the intent | an intent | [`DualWrite::recover`] asks the primary, and drops it or takes it on |
//! | after the primary's write | an entry that waits, or an intent | [`DualWrite::replay`] |
//! | after the secondary's write | an entry that waits | the secondary recognises it ([`Inbox`]) and confirms it |
//!
//! Entries of one key are replayed in the order of the primary's writes, one at a time, by however many processes.

mod backlog;
mod entry;
mod memory;
mod outbox;
mod primary;
mod recover;
mod replay;
mod secondary;
mod settings;
mod sql;
#[cfg(test)]
mod tests;
mod write;

pub use backlog::Backlog;
pub use entry::{Entry, EntryState, Write};
pub use memory::MemoryOutbox;
pub use outbox::{Claim, Outbox};
pub use primary::{Failed, Primary, Settled};
pub use recover::Recovered;
pub use replay::{Divergence, Replayed, Suspect};
pub use secondary::{Mode, Refusal, Secondary};
pub use settings::ConflictPolicy;
pub use sql::{Connection, Dialect, Inbox, SqlOutbox, Value};
pub use write::WriteError;

use settings::Settings;

use crate::Clock;
use crate::backoff::Backoff;

/// Keeps what the secondary has not confirmed, and repairs it.
///
/// One belongs to one thread; several, in several processes, may share an outbox.
pub struct DualWrite<O, S> {
    outbox: O,
    secondary: S,
    settings: Settings,
    clock: Box<dyn Clock>,
    suspects: Box<dyn FnMut(&Suspect) + Send>,
}

impl<O: Outbox, S: Secondary> DualWrite<O, S> {
    /// With entries in `outbox`, which `secondary` is to get.
    pub fn new(outbox: O, secondary: S) -> Self {
        Self {
            outbox,
            secondary,
            settings: Settings::default(),
            clock: Box::new(crate::SystemClock),
            suspects: Box::new(|_| {}),
        }
    }

    /// What stands in the outbox: a gate for going on is [`Backlog::is_settled`].
    ///
    /// # Errors
    /// [`crate::ErrorKind::Storage`] where the outbox cannot be asked.
    pub fn backlog(&mut self) -> Result<Backlog, crate::Error> {
        let now = self.clock.now();
        self.outbox.backlog(now)
    }

    /// The outbox: to look at dead letters, to retry or discard them.
    pub fn outbox(&mut self) -> &mut O {
        &mut self.outbox
    }

    fn backoff(&self) -> Backoff {
        self.settings.backoff
    }
}

impl<O, S> std::fmt::Debug for DualWrite<O, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DualWrite").field("settings", &self.settings).finish_non_exhaustive()
    }
}
