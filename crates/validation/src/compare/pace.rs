//! How fast rows are read.

use std::time::{Duration, Instant};

use crate::{Observer, Result};

/// How long it is waited before a load is asked about again.
const WAIT: Duration = Duration::from_millis(500);
/// Rows between two questions.
const ROWS: u64 = 4096;

/// Holds reading back.
pub(super) struct Pace {
    per_second: Option<u64>,
    began: Instant,
    rows: u64,
    asked_at: u64,
}

impl Pace {
    pub(super) fn new(per_second: Option<u64>) -> Self {
        Self { per_second: per_second.filter(|it| *it > 0), began: Instant::now(), rows: 0, asked_at: 0 }
    }

    /// So many rows of one side were read: waits where that was too fast, or where the observer says so.
    pub(super) fn read(&mut self, rows: u64, observer: &mut dyn Observer) -> Result<()> {
        self.rows += rows;
        if self.rows - self.asked_at < ROWS && rows < ROWS {
            return Ok(());
        }
        self.asked_at = self.rows;
        while observer.must_wait()? {
            std::thread::sleep(WAIT);
        }
        if let Some(per_second) = self.per_second {
            #[expect(clippy::cast_precision_loss, reason = "a pause need not be exact")]
            let due = Duration::from_secs_f64(self.rows as f64 / per_second as f64);
            if let Some(early) = due.checked_sub(self.began.elapsed()) {
                std::thread::sleep(early);
            }
        }
        Ok(())
    }
}
