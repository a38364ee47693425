//! How an engine is measured.

use std::time::Duration;

/// How an engine is measured.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CalibrateOptions {
    /// Rows of each table at most; 200,000 unless stated. Fewer are taken where the time would not do.
    pub rows: u64,
    /// For how long; two minutes unless stated. Three rounds are made whatever time they take.
    pub time: Duration,
}

impl Default for CalibrateOptions {
    fn default() -> Self {
        Self { rows: 200_000, time: Duration::from_mins(2) }
    }
}

impl CalibrateOptions {
    /// Sets the number of rows of each table, at most.
    pub fn rows(mut self, rows: u64) -> Self {
        self.rows = rows;
        self
    }

    /// Sets for how long it is measured.
    pub fn time(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }
}
