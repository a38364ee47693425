//! The calls that a breaker looks back on: the last so many, or those of the last so many seconds.

use std::time::Duration;

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) failed: bool,
    pub(super) slow: bool,
}

/// How many calls ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) calls: u32,
    pub(super) failed: u32,
    pub(super) slow: u32,
    pub(super) slow_failed: u32,
}

impl Tally {
    fn add(&mut self, outcome: Outcome) {
        // A day of a busy service may hold more calls than are counted here: what is beyond is left out, and not a panic.
        if self.calls == u32::MAX {
            return;
        }
        self.calls += 1;
        self.failed += u32::from(outcome.failed);
        self.slow += u32::from(outcome.slow);
        self.slow_failed += u32::from(outcome.failed & outcome.slow);
    }

    fn subtract(&mut self, other: Self) {
        self.calls = self.calls.saturating_sub(other.calls);
        self.failed = self.failed.saturating_sub(other.failed);
        self.slow = self.slow.saturating_sub(other.slow);
        self.slow_failed = self.slow_failed.saturating_sub(other.slow_failed);
    }
}

/// A window over the latest calls, with its sum; recording is of constant cost.
#[derive(Debug)]
pub(super) enum Window {
    /// A ring of outcomes, each a byte: 0 for none yet.
    Calls { ring: Box<[u8]>, next: usize, sum: Tally },
    /// A ring of sums, one per second; the newest is that of `second`.
    Seconds { ring: Box<[Tally]>, newest: usize, second: u64, sum: Tally },
}

const TAKEN: u8 = 1;
const FAILED: u8 = 2;
const SLOW: u8 = 4;

impl Window {
    /// The last `size` calls.
    pub(super) fn of_calls(size: u32) -> Self {
        Self::Calls { ring: vec![0; size as usize].into_boxed_slice(), next: 0, sum: Tally::default() }
    }

    /// The second of `now` and those before it, `seconds` in all.
    pub(super) fn of_seconds(seconds: u32, now: Duration) -> Self {
        let ring = vec![Tally::default(); seconds as usize].into_boxed_slice();
        Self::Seconds { ring, newest: 0, second: now.as_secs(), sum: Tally::default() }
    }

    /// Takes in a call that ended at `now`, which is asked only where the window depends on it.
    pub(super) fn record(&mut self, outcome: Outcome, now: impl FnOnce() -> Duration) {
        match self {
            Self::Calls { ring, next, sum } => {
                let Some(slot) = ring.get_mut(*next) else { return };
                let fresh = TAKEN | if outcome.failed { FAILED } else { 0 } | if outcome.slow { SLOW } else { 0 };
                let old = std::mem::replace(slot, fresh);
                *next = if *next + 1 >= ring.len() { 0 } else { *next + 1 };
                if old & TAKEN != 0 {
                    sum.subtract(Tally {
                        calls: 1,
                        failed: u32::from(old & FAILED != 0),
                        slow: u32::from(old & SLOW != 0),
                        slow_failed: u32::from(old & (FAILED | SLOW) == FAILED | SLOW),
                    });
                }
                sum.add(outcome);
            }
            Self::Seconds { ring, newest, second, sum } => {
                advance(ring, newest, second, sum, now());
                sum.add(outcome);
                if let Some(bucket) = ring.get_mut(*newest) {
                    bucket.add(outcome);
                }
            }
        }
    }

    /// Takes in calls that ended well, at any time: of a window of calls only. More than it holds are as many as it holds.
    pub(super) fn absorb(&mut self, successes: u64) {
        let Self::Calls { ring, .. } = self else { return };
        for _ in 0..successes.min(ring.len() as u64) {
            self.record(Outcome { failed: false, slow: false }, || Duration::ZERO);
        }
    }

    /// Whether it is one of calls, of which none failed and none was slow.
    pub(super) fn is_clean(&self) -> bool {
        matches!(self, Self::Calls { sum: Tally { failed: 0, slow: 0, .. }, .. })
    }

    /// What is in the window at `now`.
    pub(super) fn sum(&mut self, now: impl FnOnce() -> Duration) -> Tally {
        match self {
            Self::Calls { sum, .. } => *sum,
            Self::Seconds { ring, newest, second, sum } => {
                advance(ring, newest, second, sum, now());
                *sum
            }
        }
    }
}

/// Moves a ring of seconds on to `now`, and out what is too old.
fn advance(ring: &mut [Tally], newest: &mut usize, second: &mut u64, sum: &mut Tally, now: Duration) {
    let passed = now.as_secs().saturating_sub(*second);
    for _ in 0..passed.min(ring.len() as u64) {
        *newest = if *newest + 1 >= ring.len() { 0 } else { *newest + 1 };
        if let Some(bucket) = ring.get_mut(*newest) {
            sum.subtract(std::mem::take(bucket));
        }
    }
    *second += passed;
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Outcome = Outcome { failed: false, slow: false };
    const BAD: Outcome = Outcome { failed: true, slow: false };
    const SLOW_BAD: Outcome = Outcome { failed: true, slow: true };

    #[test]
    fn the_oldest_call_makes_room() {
        let mut window = Window::of_calls(3);
        for outcome in [SLOW_BAD, BAD, GOOD, GOOD] {
            window.record(outcome, || Duration::ZERO);
        }
        let expected = Tally { calls: 3, failed: 1, slow: 0, slow_failed: 0 };
        assert_eq!(window.sum(|| Duration::ZERO), expected);
    }

    #[test]
    fn a_second_leaves_the_window_as_a_whole() {
        let mut window = Window::of_seconds(3, Duration::from_millis(900));
        window.record(BAD, || Duration::from_millis(950));
        window.record(GOOD, || Duration::from_secs(1));
        assert_eq!(window.sum(|| Duration::from_millis(2_999)).calls, 2);
        assert_eq!(window.sum(|| Duration::from_secs(3)), Tally { calls: 1, ..Tally::default() });
        assert_eq!(window.sum(|| Duration::from_secs(1_000_000)), Tally::default());
    }
}
