//! How large a difference is.

use super::rank::ranks;
use super::sample::mean;

/// A measure of how large a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum EffectSize {
    /// The canary's mean divided by the control's; 1 for no difference. It is not a number where either mean is zero.
    #[default]
    MeanRatio,
    /// The common language effect size: the probability that a value of the canary lies above one of the control; 0.5 for
    /// no difference (A. Vargha and H. D. Delaney, Journal of Educational and Behavioral Statistics 25(2), 2000).
    Cles,
}

impl EffectSize {
    /// What it is where there is no difference.
    pub fn neutral(self) -> f64 {
        match self {
            Self::MeanRatio => 1.0,
            Self::Cles => 0.5,
        }
    }

    pub(super) fn of(self, control: &[f64], canary: &[f64]) -> f64 {
        match self {
            Self::MeanRatio => mean_ratio(control, canary),
            Self::Cles => cles(control, canary),
        }
    }
}

pub(super) fn mean_ratio(control: &[f64], canary: &[f64]) -> f64 {
    let (control, canary) = (mean(control), mean(canary));
    if is_nought(control) || is_nought(canary) { f64::NAN } else { canary / control }
}

fn is_nought(value: f64) -> bool {
    value.abs() <= 0.0
}

fn cles(control: &[f64], canary: &[f64]) -> f64 {
    let (mut x, mut y) = (canary.to_vec(), control.to_vec());
    x.sort_unstable_by(f64::total_cmp);
    y.sort_unstable_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "counts of observations are small")]
    let (m, n) = (x.len() as f64, y.len() as f64);
    (2.0 * ranks(&x, 0.0, &y).sum - m * (m + 1.0)) / (2.0 * n * m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_counts_pairs_the_other_divides_means() {
        let (control, canary) = ([1.0, 2.0, 3.0], [2.0, 4.0]);
        // Of 6 pairs the canary lies above in 4, and one is a tie.
        assert!((EffectSize::Cles.of(&control, &canary) - 0.75).abs() < 1e-12);
        assert!((EffectSize::MeanRatio.of(&control, &canary) - 1.5).abs() < 1e-12);
        assert!(EffectSize::MeanRatio.of(&[0.0], &canary).is_nan());
    }
}
