//! What gives metrics.

use std::time::Duration;

use crate::{Error, ErrorKind};

/// The most points that one query asks for: Prometheus' own limit.
const MOST_POINTS: u64 = 11_000;

/// A span of time and how often it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeRange {
    start: Duration,
    end: Duration,
    step: Duration,
}

impl TimeRange {
    /// From `start` to `end`, both since the beginning of 1970 in UTC and both included, every `step`.
    ///
    /// # Errors
    /// [`Invalid`](ErrorKind::Invalid) where the end lies before the start, or there would be no or more than 11,000 points.
    pub fn new(start: Duration, end: Duration, step: Duration) -> Result<Self, Error> {
        let points = end.checked_sub(start).and_then(|span| span.as_millis().checked_div(step.as_millis()));
        match points {
            Some(points) if points < u128::from(MOST_POINTS) => Ok(Self { start, end, step }),
            _ => Err(Error::new(
                ErrorKind::Invalid,
                format!("from {start:?} to {end:?} every {step:?} is no range of up to {MOST_POINTS} points"),
            )),
        }
    }

    /// Its first moment.
    pub fn start(&self) -> Duration {
        self.start
    }

    /// Its last moment.
    pub fn end(&self) -> Duration {
        self.end
    }

    /// The time between two looks.
    pub fn step(&self) -> Duration {
        self.step
    }
}

/// Gives the values of metrics over time.
pub trait MetricSource {
    /// The values of `query` at the moments of `range` at which it has one, the oldest first. What is no number is NaN.
    ///
    /// # Errors
    /// [`Unreadable`](ErrorKind::Unreadable) where the source does not answer, [`Malformed`](ErrorKind::Malformed) where it does not
    /// answer with one series of numbers.
    fn values(&self, query: &str, range: TimeRange) -> Result<Vec<f64>, Error>;
}
