//! A comparison that may be looked at after every observation.

use std::collections::VecDeque;

use super::rule::Direction;
use crate::beta::ln_incomplete;
use crate::{Error, ErrorKind};

/// Observations of one side that wait for one of the other.
const WAITING: usize = 4_096;
/// Where it is no longer looked for how many more pairs are needed.
const MOST_PAIRS: u64 = 1 << 40;

/// What a sequential test says so far. Once it has said that the canary is worse or is not, it stays with that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SequentialVerdict {
    /// The canary is worse.
    Worse,
    /// The canary is not worse by more than the margin.
    NotWorse,
    /// There are too few observations to tell.
    NotEnoughData {
        /// So many more pairs of observations are needed, provided that the canary is exactly as good as the control.
        missing: u64,
    },
}

/// A mixture sequential probability ratio test (mSPRT; H. Robbins, Annals of Mathematical Statistics 41, 1970) of whether
/// the canary is worse than the control.
///
/// Observations of the control and of the canary are compared in pairs. Where the canary is no worse, it has the worse
/// value in half of those pairs that are no tie, at most; the odds that it has more, averaged over every share from a half to
/// one, exceed 1/α with a probability of α at most, *however often one looks* (Ville's inequality). This asks nothing of the
/// distribution of the values, so that outliers do no harm; it asks that pairs do not depend on each other.
///
/// The same with the sides exchanged says that the canary is *not* worse by more than the margin. In between, it
/// says how many more pairs it takes.
///
/// ```
/// use cutover::judge::{Direction, SequentialTest, SequentialVerdict};
///
/// let mut test = SequentialTest::new(0.01, 0.6, Direction::Increase)?;
/// for second in 0..60 {
///     test.pair(100.0 + f64::from(second % 7), 140.0 + f64::from(second % 5));
/// }
/// assert_eq!(test.verdict(), SequentialVerdict::Worse);
/// # Ok::<(), cutover::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct SequentialTest {
    /// ln 1/α.
    bound: f64,
    margin: f64,
    direction: Direction,
    pairs: u64,
    /// Pairs that are no tie.
    decided: u64,
    /// Of them, those in which the canary has the worse value.
    worse: u64,
    settled: Option<SequentialVerdict>,
    control: VecDeque<f64>,
    canary: VecDeque<f64>,
}

impl SequentialTest {
    /// A test that raises a false alarm with a probability of `alpha` at most. `margin`, above 0.5 and below 1, is the share
    /// of pairs from which the canary would be unacceptable: in pairs of outcomes (1 for a failure, 0 for none) 0.6 means
    /// 1.5 times the control's odds of failing. `direction` says what is worse; for [`Direction::Either`] two tests are needed.
    ///
    /// # Errors
    /// [`Invalid`](ErrorKind::Invalid) where `alpha`, `margin` or `direction` is none of these.
    pub fn new(alpha: f64, margin: f64, direction: Direction) -> Result<Self, Error> {
        let problem = if !(alpha > 0.0 && alpha < 1.0) {
            format!("a false alarm rate of {alpha}: it lies between 0 and 1")
        } else if !(margin > 0.5 && margin < 1.0) {
            format!("a margin of {margin}: it lies between 0.5 and 1")
        } else if direction == Direction::Either {
            "a sequential test asks for one direction; take two tests for both".to_owned()
        } else {
            return Ok(Self {
                bound: -libm::log(alpha),
                margin,
                direction,
                pairs: 0,
                decided: 0,
                worse: 0,
                settled: None,
                control: VecDeque::new(),
                canary: VecDeque::new(),
            });
        };
        Err(Error::new(ErrorKind::Invalid, problem))
    }

    /// Takes in an observation of the control; it makes a pair with the canary's next one, in the order in which they came.
    pub fn control(&mut self, value: f64) {
        match self.canary.pop_front() {
            Some(canary) => self.pair(value, canary),
            None => keep(&mut self.control, value),
        }
    }

    /// Takes in an observation of the canary.
    pub fn canary(&mut self, value: f64) {
        match self.control.pop_front() {
            Some(control) => self.pair(control, value),
            None => keep(&mut self.canary, value),
        }
    }

    /// Takes in a pair: the same second of both, or the same request. A pair with a value that is no number says nothing.
    pub fn pair(&mut self, control: f64, canary: f64) {
        let is_worse = match canary.partial_cmp(&control) {
            None => return,
            Some(std::cmp::Ordering::Equal) => None,
            Some(order) => Some(order.is_gt() == (self.direction == Direction::Increase)),
        };
        self.pairs += 1;
        if let Some(is_worse) = is_worse {
            self.decided += 1;
            self.worse += u64::from(is_worse);
            self.settle();
        }
    }

    fn settle(&mut self) {
        if self.settled.is_none() {
            self.settled = if Self::against(self.decided, self.worse) >= self.bound {
                Some(SequentialVerdict::Worse)
            } else if self.in_favour(self.decided, self.worse) >= self.bound {
                Some(SequentialVerdict::NotWorse)
            } else {
                None
            };
        }
    }

    /// What the test says so far.
    pub fn verdict(&self) -> SequentialVerdict {
        self.settled.unwrap_or_else(|| SequentialVerdict::NotEnoughData { missing: self.missing() })
    }

    /// The logarithm of the odds that the canary is worse, against its being no worse.
    pub fn evidence(&self) -> f64 {
        Self::against(self.decided, self.worse)
    }

    /// The logarithm of the likelihood of `worse` among `pairs`, averaged over the shares from a half to one, against a half.
    fn against(pairs: u64, worse: u64) -> f64 {
        let (a, b) = shape(pairs, worse);
        // From a half to one is, seen from the other side, from nothing to a half.
        std::f64::consts::LN_2 + ln_incomplete(0.5, b, a) + number(pairs) * std::f64::consts::LN_2
    }

    /// The same, averaged over the shares up to the margin, against the margin itself.
    fn in_favour(&self, pairs: u64, worse: u64) -> f64 {
        let (a, b) = shape(pairs, worse);
        let at_margin = number(worse) * libm::log(self.margin) + number(pairs - worse) * libm::log1p(-self.margin);
        ln_incomplete(self.margin, a, b) - libm::log(self.margin) - at_margin
    }

    /// How many more pairs it takes, ties included, until an equally good canary is found to be not worse.
    fn missing(&self) -> u64 {
        let suffices = |more: u64| self.in_favour(self.decided + more, self.worse + more / 2) >= self.bound;
        let mut enough = 1;
        while enough < MOST_PAIRS && !suffices(enough) {
            enough *= 2;
        }
        let mut lacking = enough / 2;
        while enough - lacking > 1 {
            let middle = u64::midpoint(lacking, enough);
            if suffices(middle) { enough = middle } else { lacking = middle }
        }
        // As many ties are expected as there were so far.
        let decided = number(self.decided + 1) / number(self.pairs + 2).max(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of pairs")]
        let pairs = (number(enough) / decided).ceil() as u64;
        pairs.max(1)
    }
}

fn keep(waiting: &mut VecDeque<f64>, value: f64) {
    // What comes when too many wait already is left out, whatever its value.
    if waiting.len() < WAITING {
        waiting.push_back(value);
    }
}

fn shape(pairs: u64, worse: u64) -> (f64, f64) {
    (number(worse) + 1.0, number(pairs - worse) + 1.0)
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 pairs")]
fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
#[path = "sequential_tests.rs"]
mod tests;
