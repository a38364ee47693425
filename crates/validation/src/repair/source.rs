//! Where the differences to mend come from.

use std::ops::ControlFlow;

use crate::{Difference, Result};

/// The differences of one table, as often as they are asked for, in the same order each time: those of a file, or in memory. A repair goes
/// through them a few times, so that they need not be in memory all at once.
pub trait Differences {
    /// Hands over one after the other.
    fn each(&mut self, each: &mut dyn FnMut(&Difference) -> Result<ControlFlow<()>>) -> Result<()>;
}

impl Differences for Vec<Difference> {
    fn each(&mut self, each: &mut dyn FnMut(&Difference) -> Result<ControlFlow<()>>) -> Result<()> {
        for difference in self.iter() {
            if each(difference)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
