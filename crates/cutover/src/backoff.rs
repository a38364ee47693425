//! How long to wait before the next attempt.

use std::time::Duration;

/// Longer each time in a row, up to a cap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backoff {
    pub(crate) first: Duration,
    /// By how much each wait is longer than the one before it; 1 for no longer.
    pub(crate) factor: f64,
    pub(crate) cap: Duration,
    /// The share of a wait by which it may be shorter or longer, 0 to 1.
    pub(crate) jitter: f64,
    pub(crate) seed: u64,
}

impl Backoff {
    /// The wait before the `attempt`-th attempt in a row, from 1.
    pub(crate) fn wait(&self, attempt: u32) -> Duration {
        let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
        let cap = self.cap.as_secs_f64();
        let wait = (self.first.as_secs_f64() * self.factor.powi(exponent)).min(cap);
        let spread = 1.0 + self.jitter * (2.0 * unit(self.seed, attempt) - 1.0);
        // Without a factor and jitter, the wait is what was set, to the nanosecond.
        if self.factor <= 1.0 && self.jitter <= 0.0 {
            return self.first.min(self.cap);
        }
        Duration::try_from_secs_f64((wait * spread).min(cap)).unwrap_or(self.cap)
    }
}

/// A number from 0 up to 1, the same for the same seed and attempt.
fn unit(seed: u64, attempt: u32) -> f64 {
    let mixed = crate::chance::mix(seed ^ (u64::from(attempt) << 32));
    crate::chance::unit(mixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backoff(factor: f64, jitter: f64) -> Backoff {
        Backoff { first: Duration::from_secs(2), factor, cap: Duration::from_secs(30), jitter, seed: 7 }
    }

    #[test]
    fn each_wait_is_longer_up_to_the_cap() {
        let waits: Vec<u64> = (1..=6).map(|attempt| backoff(2.0, 0.0).wait(attempt).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 30, 30]);
        assert_eq!(backoff(2.0, 0.0).wait(u32::MAX), Duration::from_secs(30));
    }

    #[test]
    fn jitter_stays_within_its_share_and_is_the_same_for_a_seed() {
        for attempt in 1..200 {
            let wait = backoff(1.0, 0.25).wait(attempt);
            assert!((1.5..=2.5).contains(&wait.as_secs_f64()), "{wait:?}");
            assert_eq!(wait, backoff(1.0, 0.25).wait(attempt));
        }
        assert_ne!(backoff(1.0, 0.25).wait(1), backoff(1.0, 0.25).wait(2));
    }
}
