//! What so many comparisons show.

use crate::beta::below;

/// How often candidate and primary differed, and how often they may differ given that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Parity {
    /// Comparisons.
    pub compared: u64,
    /// Of them, those that differed by more than noise.
    pub mismatches: u64,
}

impl Parity {
    /// The share of calls that differ, at most, with this confidence (0 to 1): the upper limit of Clopper and Pearson
    /// (Biometrika 26, 1934). After `n` comparisons without a mismatch and with 95 % it is 3/n in good approximation; 1 without
    /// comparisons.
    pub fn upper_bound(self, confidence: f64) -> f64 {
        if self.mismatches >= self.compared {
            return 1.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 comparisons")]
        let (hits, misses) = (self.mismatches as f64, (self.compared - self.mismatches) as f64);
        solve(|share| below(share, hits + 1.0, misses) < confidence)
    }

    /// The share of calls that differ, at least, with this confidence.
    pub fn lower_bound(self, confidence: f64) -> f64 {
        if self.mismatches == 0 {
            return 0.0;
        }
        let mirrored = Self { mismatches: self.compared.saturating_sub(self.mismatches), ..self };
        1.0 - mirrored.upper_bound(confidence)
    }
}

/// How many comparisons without a mismatch show that less than `share` of the calls differ, with this confidence. None where
/// `share` or `confidence` is no number between 0 and 1.
///
/// ```
/// // The rule of three: 3 / 0.001.
/// assert_eq!(cutover::parallel::comparisons_needed(0.001, 0.95), Some(2_995));
/// ```
pub fn comparisons_needed(share: f64, confidence: f64) -> Option<u64> {
    let is_inner = |value: f64| value > 0.0 && value < 1.0;
    if !is_inner(share) || !is_inner(confidence) {
        return None;
    }
    let needed = (libm::log1p(-confidence) / libm::log1p(-share)).ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive; too many are the most")]
    Some(needed as u64)
}

/// Where `is_below` stops to hold, from 0 to 1, by halves.
fn solve(is_below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        if is_below(middle) { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_mismatch_it_is_the_rule_of_three() {
        for compared in [100, 10_000, 1_000_000] {
            let bound = Parity { compared, mismatches: 0 }.upper_bound(0.95);
            #[expect(clippy::cast_precision_loss, reason = "small")]
            let (exact, three) = (1.0 - 0.05_f64.powf(1.0 / compared as f64), 3.0 / compared as f64);
            assert!((bound - exact).abs() < 1e-9 && bound < three && bound > 0.97 * three, "{bound}");
        }
        assert!((Parity::default().upper_bound(0.95) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn with_mismatches_it_is_the_published_limit() {
        // Of 20, 4: a two-sided 95 % interval of 5.73 % to 43.66 % (L. Brown, T. Cai, A. DasGupta, Statistical Science 16, 2001).
        let parity = Parity { compared: 20, mismatches: 4 };
        assert!((parity.upper_bound(0.975) - 0.4366).abs() < 1e-4);
        assert!((parity.lower_bound(0.975) - 0.0573).abs() < 1e-4);
    }
}
