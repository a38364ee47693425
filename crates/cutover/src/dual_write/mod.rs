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
//! Entries of one key are replayed in the order of the primary's writes, one at a time, by however many processes, as long as a
//! key takes one of the two ways: an intent that began before a transaction and ends after it stands in front of it.
//!
//! An outbox that is restored from a backup, or promoted from a replica that lagged, gives numbers out again that the secondary
//! has had: make its tables anew then (another origin), and reconcile what was written since.
//!
//! With both systems in databases, the entry in the primary's transaction:
//! ```
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use cutover::dual_write::{DualWrite, Entry, Inbox, Mode, Refusal, SqlOutbox, Write};
//! use cutover::{Clock, SystemClock};
//!
//! let (mut legacy, mut new) = (rusqlite::Connection::open_in_memory()?, rusqlite::Connection::open_in_memory()?);
//! # for side in [&legacy, &new] { side.execute("create table orders (id text primary key, total integer)", [])?; }
//! SqlOutbox::new(&mut legacy, "orders").install()?;
//! Inbox::install(&mut new)?;
//!
//! // A request: the order and its entry are there together, or neither.
//! let mut transaction = legacy.transaction()?;
//! transaction.execute("insert into orders values ('o-7', 1200)", [])?;
//! SqlOutbox::enqueue_in(&mut transaction, "orders", &Write::new("o-7", "1200"), SystemClock.now())?;
//! transaction.commit()?;
//!
//! // A thread of its own, from time to time: what the new system has not confirmed is written there.
//! let write = |entry: &Entry, _: Mode| -> Result<(), Refusal> {
//!     let refused = |error: rusqlite::Error| Refusal::Transient(error.to_string());
//!     let mut transaction = new.transaction().map_err(refused)?;
//!     // False where it came before: a process died after the write and before the confirmation.
//!     if Inbox::new("orders").admit(&mut transaction, entry).map_err(|error| Refusal::Transient(error.to_string()))? {
//!         let total = String::from_utf8_lossy(&entry.write.payload).into_owned();
//!         transaction.execute("insert into orders values (?1, ?2)", [&entry.write.key, &total]).map_err(refused)?;
//!     }
//!     transaction.commit().map_err(refused)
//! };
//! let mut both = DualWrite::new(SqlOutbox::new(&mut legacy, "orders"), write);
//! assert_eq!(both.replay()?.confirmed, 1);
//! assert!(both.backlog()?.is_settled());
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```

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
