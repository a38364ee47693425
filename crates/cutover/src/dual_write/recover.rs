//! What became of writes that were announced.

use super::{DualWrite, Outbox, Primary, Secondary, Settled};
use crate::Error;

/// What a recovery has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recovered {
    /// So many had been written: they wait for the secondary now.
    pub taken_on: u64,
    /// So many had not: they are gone.
    pub withdrawn: u64,
    /// The primary could not tell of so many: they stay.
    pub undecided: u64,
}

impl<O: Outbox, S: Secondary> DualWrite<O, S> {
    /// Asks the primary what became of intents that have stood for a while: their process died, or is very slow. To be
    /// called at every start, and from time to time.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Storage`] where the outbox fails.
    pub fn recover(&mut self, primary: &mut impl Primary) -> Result<Recovered, Error> {
        let mut done = Recovered::default();
        let Some(before) = self.clock.now().checked_sub(self.settings.settle_after) else { return Ok(done) };
        let mut after = 0;
        loop {
            let intents = self.outbox.intents(before, after, self.settings.batch)?;
            let Some(last) = intents.last() else { return Ok(done) };
            after = last.id;
            for intent in &intents {
                match primary.settle(intent) {
                    Ok(Settled::Written) => done.taken_on += u64::from(self.outbox.take_on(intent.id)?),
                    Ok(Settled::Never) => {
                        self.outbox.withdraw(intent.id)?;
                        done.withdrawn += 1;
                    }
                    Err(_) => done.undecided += 1,
                }
            }
        }
    }
}
