//! Durations as distributions.

pub(crate) mod normal;
pub(crate) mod pert;

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind};
use pert::Pert;

/// How long something takes, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Always the same.
    Fixed {
        /// Seconds.
        seconds: f64,
    },
    /// Three points: Beta-PERT, α = 1 + 4(m−a)/(b−a), β = 1 + 4(b−m)/(b−a).
    ThreePoint {
        /// Seconds at least.
        least: f64,
        /// Seconds most likely.
        likely: f64,
        /// Seconds at most.
        most: f64,
    },
    /// Lognormal: `median · exp(sigma · z)` with `z` standard normal; for throughputs that are not known.
    Lognormal {
        /// Seconds; half of the values are below.
        median: f64,
        /// Standard deviation of the natural logarithm.
        sigma: f64,
    },
}

/// Ten thousand years; nothing takes longer.
pub(crate) const LONGEST: f64 = 3.2e11;
/// P95 is some 20,000 times the median already at 6.
const WIDEST_SIGMA: f64 = 6.0;

impl Distribution {
    /// Whether it can be: numbers that are finite, not negative and in order. Fails with [`ErrorKind::Invalid`].
    pub fn check(&self) -> Result<(), Error> {
        let wrong = |why: String| Err(Error::new(ErrorKind::Invalid, why));
        let duration = |name: &str, seconds: f64| {
            if (0.0..=LONGEST).contains(&seconds) {
                return Ok(());
            }
            wrong(format!("a duration's {name} of {seconds} s: give seconds from 0 to {LONGEST}"))
        };
        match *self {
            Self::Fixed { seconds } => duration("length", seconds),
            Self::ThreePoint { least, likely, most } => {
                duration("least", least)?;
                duration("most likely", likely)?;
                duration("most", most)?;
                if least <= likely && likely <= most {
                    return Ok(());
                }
                wrong(format!(
                    "three points {least}, {likely}, {most}: give least, most likely and most in ascending order"
                ))
            }
            Self::Lognormal { median, sigma } => {
                duration("median", median)?;
                if (0.0..=WIDEST_SIGMA).contains(&sigma) {
                    return Ok(());
                }
                wrong(format!("a logarithm's standard deviation of {sigma}: give 0 to {WIDEST_SIGMA}"))
            }
        }
    }

    /// The mean, in seconds: (a + 4m + b)/6 for three points, median·exp(σ²/2) for a lognormal.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Fixed { seconds } => seconds,
            Self::ThreePoint { least, likely, most } => (least + 4.0 * likely + most) / 6.0,
            Self::Lognormal { median, sigma } => median * libm::exp(0.5 * sigma * sigma),
        }
    }

    /// The standard deviation, in seconds.
    pub fn standard_deviation(&self) -> f64 {
        match *self {
            Self::Fixed { .. } => 0.0,
            Self::ThreePoint { least, most, .. } => {
                // αβ/((α+β)²(α+β+1)) with α + β = 6
                let mode = self.mode_share();
                (most - least) * ((1.0 + 4.0 * mode) * (5.0 - 4.0 * mode) / 252.0).sqrt()
            }
            Self::Lognormal { sigma, .. } => self.mean() * libm::expm1(sigma * sigma).sqrt(),
        }
    }

    /// The duration in seconds that the share `p` of cases, 0 to 1, does not exceed. For three points the error is below
    /// 0.0005 of `most - least` between P1 and P99; the ends of a lognormal are those of a score of ±6.4.
    pub fn quantile(&self, p: f64) -> f64 {
        match *self {
            Self::ThreePoint { least, .. } if p <= 0.0 => least,
            Self::ThreePoint { most, .. } if p >= 1.0 => most,
            _ => self.at_score(normal::score(p)),
        }
    }

    /// [`Self::mean`] where the score has this mean and standard deviation, by what is known, instead of 0 and 1.
    pub(crate) fn mean_by(&self, (mean, deviation): (f64, f64)) -> f64 {
        match *self {
            Self::ThreePoint { least, most, .. } if mean.abs() > 0.0 || (deviation - 1.0).abs() > 1e-12 => {
                let table = Pert::new(self.mode_share());
                let share = |step: u32| table.at(mean + deviation * normal::score((f64::from(step) + 0.5) / 64.0));
                least + (most - least) * (0..64).map(share).sum::<f64>() / 64.0
            }
            Self::Lognormal { median, sigma } => {
                (median * libm::exp(sigma * mean + 0.5 * sigma * sigma * deviation * deviation)).min(LONGEST)
            }
            Self::Fixed { .. } | Self::ThreePoint { .. } => self.mean(),
        }
    }

    /// [`Self::quantile`] where the score has this mean and standard deviation instead of 0 and 1.
    pub(crate) fn quantile_by(&self, (mean, deviation): (f64, f64), p: f64) -> f64 {
        self.at_score(mean + deviation * normal::score(p))
    }

    /// The same in each case times `factor`; a factor below 0 counts as 0.
    pub fn scaled(&self, factor: f64) -> Self {
        let factor = factor.max(0.0);
        match *self {
            Self::Fixed { seconds } => Self::Fixed { seconds: seconds * factor },
            Self::ThreePoint { least, likely, most } => {
                Self::ThreePoint { least: least * factor, likely: likely * factor, most: most * factor }
            }
            Self::Lognormal { median, sigma } => Self::Lognormal { median: median * factor, sigma },
        }
    }

    /// Whether all cases take the same time.
    pub fn is_certain(&self) -> bool {
        match *self {
            Self::Fixed { .. } => true,
            Self::ThreePoint { least, most, .. } => least >= most,
            Self::Lognormal { median, sigma } => sigma <= 0.0 || median <= 0.0,
        }
    }

    /// The duration at a standard normal score.
    pub(crate) fn at_score(&self, score: f64) -> f64 {
        match *self {
            Self::Fixed { seconds } => seconds,
            Self::ThreePoint { least, most, .. } => least + (most - least) * Pert::new(self.mode_share()).at(score),
            Self::Lognormal { median, sigma } => {
                (median * libm::exp(sigma * score.clamp(-pert::REACH, pert::REACH))).min(LONGEST)
            }
        }
    }

    /// The standard normal score of a duration, within ±`limit`; none where all cases take the same time.
    pub(crate) fn score_of(&self, seconds: f64, limit: f64) -> Option<f64> {
        if self.is_certain() {
            return None;
        }
        let score = match *self {
            Self::Fixed { .. } => return None,
            Self::ThreePoint { least, most, .. } => {
                Pert::new(self.mode_share()).score((seconds - least) / (most - least))
            }
            Self::Lognormal { median, sigma } => libm::log(seconds.max(f64::MIN_POSITIVE) / median) / sigma,
        };
        Some(score.clamp(-limit, limit))
    }

    /// Where between the least and the most the most likely value lies, 0 to 1.
    pub(crate) fn mode_share(&self) -> f64 {
        match *self {
            Self::ThreePoint { least, likely, most } if most > least => (likely - least) / (most - least),
            _ => 0.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REVIEW: Distribution = Distribution::ThreePoint { least: 30.0, likely: 45.0, most: 120.0 };
    const COPY: Distribution = Distribution::Lognormal { median: 600.0, sigma: 1.38 };

    #[test]
    fn what_cannot_be_is_told() {
        let wrong = [
            Distribution::Fixed { seconds: -1.0 },
            Distribution::Fixed { seconds: f64::NAN },
            Distribution::ThreePoint { least: 3.0, likely: 2.0, most: 4.0 },
            Distribution::ThreePoint { least: 1.0, likely: 2.0, most: f64::INFINITY },
            Distribution::Lognormal { median: 1.0, sigma: -0.1 },
            Distribution::Lognormal { median: 1.0, sigma: 7.0 },
        ];
        for distribution in wrong {
            assert_eq!(distribution.check().unwrap_err().kind(), ErrorKind::Invalid, "{distribution:?}");
        }
        for distribution in [REVIEW, COPY, Distribution::Fixed { seconds: 0.0 }] {
            distribution.check().unwrap();
        }
    }

    #[test]
    fn quantiles_have_the_mean_and_the_deviation_that_are_told() {
        for distribution in [REVIEW, COPY.scaled(0.5), Distribution::Lognormal { median: 60.0, sigma: 0.3 }] {
            let steps = 200_000;
            let values = (0..steps).map(|step| distribution.quantile((f64::from(step) + 0.5) / f64::from(steps)));
            let (sum, squares) = values.fold((0.0, 0.0), |(sum, squares), it| (sum + it, squares + it * it));
            let mean = sum / f64::from(steps);
            let deviation = (squares / f64::from(steps) - mean * mean).sqrt();
            assert!((mean / distribution.mean() - 1.0).abs() < 0.002, "{mean} {}", distribution.mean());
            assert!((deviation / distribution.standard_deviation() - 1.0).abs() < 0.02, "{deviation} {distribution:?}");
        }
    }

    #[test]
    fn a_point_is_certain() {
        let point = Distribution::ThreePoint { least: 7.0, likely: 7.0, most: 7.0 };
        assert!(point.is_certain() && !REVIEW.is_certain());
        for p in [0.0, 0.05, 0.5, 1.0] {
            assert!((point.quantile(p) - 7.0).abs() < 1e-12);
        }
        assert!(point.standard_deviation().abs() < 1e-12);
        assert_eq!(point.score_of(9.0, 3.0), None);
    }

    #[test]
    fn the_ends_of_three_points() {
        assert!((REVIEW.quantile(0.0) - 30.0).abs() < 1e-12);
        assert!((REVIEW.quantile(1.0) - 120.0).abs() < 1e-12);
        assert!((COPY.quantile(0.5) - 600.0).abs() < 1e-6);
        assert!((COPY.quantile(0.95) / COPY.quantile(0.05) - 93.7).abs() < 0.5);
    }

    #[test]
    fn means_by_what_is_known() {
        for distribution in [REVIEW, COPY] {
            let plain = distribution.mean();
            assert!((distribution.mean_by((0.0, 1.0)) / plain - 1.0).abs() < 1e-9);
            // A little is known: the mean moves a little; slower is later, surer is nearer to the median.
            assert!((distribution.mean_by((0.0, 0.999)) / plain - 1.0).abs() < 0.01);
            assert!(distribution.mean_by((0.5, 1.0)) > 1.05 * plain);
            let sure = distribution.mean_by((0.3, 0.0));
            assert!((sure / distribution.quantile(normal::cumulative(0.3)) - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn scores_of_durations() {
        assert!((COPY.score_of(1200.0, 3.0).unwrap() - 2f64.ln() / 1.38).abs() < 1e-12);
        assert_eq!(COPY.score_of(0.0, 3.0), Some(-3.0));
        assert!((REVIEW.score_of(REVIEW.quantile(0.9), 3.0).unwrap() - 1.281_551_6).abs() < 1e-4);
    }
}
