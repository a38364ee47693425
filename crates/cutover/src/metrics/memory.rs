//! Metrics from memory.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::source::{MetricSource, TimeRange};
use crate::Error;

/// Metrics that the service itself has observed; the newest of each are kept.
///
/// ```
/// use std::time::Duration;
/// use cutover::metrics::{MemoryMetrics, MetricSource, TimeRange};
///
/// let metrics = MemoryMetrics::new(1_000);
/// for second in 0..60 {
///     metrics.observe("latency", Duration::from_secs(second), 0.2);
/// }
/// let range = TimeRange::new(Duration::from_secs(10), Duration::from_secs(19), Duration::from_secs(1))?;
/// assert_eq!(metrics.values("latency", range)?.len(), 10);
/// # Ok::<(), cutover::Error>(())
/// ```
#[derive(Debug)]
pub struct MemoryMetrics {
    /// By name, moments and values in the order in which they came.
    series: Mutex<BTreeMap<String, VecDeque<(Duration, f64)>>>,
    most: usize,
}

impl MemoryMetrics {
    /// Keeps the newest `most` values of each metric.
    pub fn new(most: usize) -> Self {
        Self { series: Mutex::new(BTreeMap::new()), most: most.max(1) }
    }

    /// Takes a value in, observed at `at` (since the beginning of 1970 in UTC).
    pub fn observe(&self, metric: &str, at: Duration, value: f64) {
        let mut series = self.lock();
        let values = match series.get_mut(metric) {
            Some(values) => values,
            None => series.entry(metric.to_owned()).or_default(),
        };
        if values.len() >= self.most {
            values.pop_front();
        }
        values.push_back((at, value));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, VecDeque<(Duration, f64)>>> {
        self.series.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MetricSource for MemoryMetrics {
    /// The values of the metric of this name that were observed in the range, each as it is: the step does not count.
    fn values(&self, query: &str, range: TimeRange) -> Result<Vec<f64>, Error> {
        let series = self.lock();
        let values = series.get(query).into_iter().flatten();
        Ok(values.filter(|(at, _)| (range.start()..=range.end()).contains(at)).map(|(_, value)| *value).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_are_kept() -> Result<(), Error> {
        let metrics = MemoryMetrics::new(3);
        for second in 0..5_u32 {
            metrics.observe("m", Duration::from_secs(second.into()), f64::from(second));
        }
        let range = TimeRange::new(Duration::ZERO, Duration::from_secs(9), Duration::from_secs(1))?;
        assert_eq!(metrics.values("m", range)?, [2.0, 3.0, 4.0]);
        assert_eq!(metrics.values("other", range)?, Vec::<f64>::new());
        Ok(())
    }

    #[test]
    fn a_range_has_an_end_after_its_start_and_not_too_many_points() {
        let range = |start, end, step| TimeRange::new(Duration::from_secs(start), Duration::from_secs(end), step);
        assert!(range(5, 4, Duration::from_secs(1)).is_err());
        assert!(range(0, 100, Duration::ZERO).is_err());
        assert!(range(0, 100, Duration::from_millis(1)).is_err());
        assert!(range(5, 5, Duration::from_secs(1)).is_ok());
    }
}
