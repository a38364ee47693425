//! A write to both, where the primary's transaction cannot hold the entry.

use super::{DualWrite, Entry, Failed, Outbox, Secondary, Write};
use crate::Error;

/// Why a write to both was not made, or is not known to have been made.
#[derive(Debug, thiserror::Error)]
pub enum WriteError<E: std::fmt::Display> {
    /// It was not made: the intent could not be kept, the key had one already ([`crate::ErrorKind::Busy`]).
    #[error("nothing was written: {0}")]
    NotAnnounced(Error),
    /// The primary did not make it.
    #[error("the primary refused the write: {0}")]
    Refused(E),
    /// The primary may have made it; [`DualWrite::recover`] finds out.
    #[error("the primary may have made the write: {0}")]
    Unknown(E),
}

impl<O: Outbox, S: Secondary> DualWrite<O, S> {
    /// Announces `write`, lets `primary` make it, and writes to the secondary what of its key is due.
    ///
    /// The caller has the primary's answer whatever becomes of the secondary: what it does not take stays in the outbox.
    /// `primary` gets the intent, whose [`Entry::origin`] and [`Entry::id`] it keeps beside its value (see
    /// [`super::Primary::settle`]).
    ///
    /// # Errors
    /// Where the write was not announced, or the primary failed.
    pub fn write<T, E: std::fmt::Display>(
        &mut self,
        write: &Write,
        primary: impl FnOnce(&Entry) -> Result<T, Failed<E>>,
    ) -> Result<T, WriteError<E>> {
        let now = self.clock.now();
        let intent = self.outbox.announce(write, now).map_err(WriteError::NotAnnounced)?;
        match primary(&intent) {
            Ok(answer) => {
                // An outbox that fails here is no fault of the write: the intent stays, and recovery takes it on.
                if self.outbox.take_on(intent.id).is_ok() {
                    let _ = self.replay_of(Some(&write.key));
                }
                Ok(answer)
            }
            Err(Failed::Refused(error)) => {
                // Where this fails, recovery asks the primary.
                let _ = self.outbox.withdraw(intent.id);
                Err(WriteError::Refused(error))
            }
            Err(Failed::Unknown(error)) => Err(WriteError::Unknown(error)),
        }
    }
}
