//! The Mann-Whitney U test with the confidence interval of the shift between two samples.

use super::normal::quantile;
use super::rank::ranks;
use super::root::brent;

/// By how much one sample is shifted against the other.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Shift {
    /// The lower end of the confidence interval.
    pub lower: f64,
    /// The upper end of the confidence interval.
    pub upper: f64,
    /// The Hodges-Lehmann estimate.
    pub estimate: f64,
}

/// The shift of `x` against `y` with the given confidence, from 0 to 1. It is R's `wilcox.test(x, y, conf.int = TRUE,
/// exact = FALSE)`: normal approximation with correction for ties and continuity. None without data.
///
/// Two constant samples are shifted by the difference of their constants; it is widened by 30 millionths of either, so that
/// what differs by a rounding alone is not told as a shift. (Kayenta adds random noise of 10 millionths there.)
pub fn shift(x: &[f64], y: &[f64], confidence: f64) -> Option<Shift> {
    let (x, y) = (sorted(x), sorted(y));
    let (&x_least, &x_most) = (x.first()?, x.last()?);
    let (&y_least, &y_most) = (y.first()?, y.last()?);
    #[expect(clippy::float_cmp, reason = "constant to the last bit")]
    let is_constant = x_least == x_most && y_least == y_most;
    if is_constant {
        let (estimate, slack) = (x_least - y_least, 3e-5 * (x_least.abs() + y_least.abs()));
        return Some(Shift { lower: estimate - slack, upper: estimate + slack, estimate });
    }
    let (least, most) = (x_least - y_most, x_most - y_least);
    let root = |z: f64| {
        let (at_least, at_most) = (distance(&x, least, &y, z), distance(&x, most, &y, z));
        if at_least <= 0.0 {
            least
        } else if at_most >= 0.0 {
            most
        } else {
            brent(least, most, at_least, at_most, |shift| distance(&x, shift, &y, z))
        }
    };
    let z = quantile((1.0 - confidence) / 2.0);
    let (at_least, at_most) = (distance(&x, least, &y, 0.0), distance(&x, most, &y, 0.0));
    let estimate = brent(least, most, at_least, at_most, |shift| distance(&x, shift, &y, 0.0));
    Some(Shift { lower: root(-z), upper: root(z), estimate })
}

#[expect(clippy::many_single_char_names, reason = "the formula's own")]
/// The standardised statistic of `x` less `shift` against `y`, less `z`.
fn distance(x: &[f64], shift: f64, y: &[f64], z: f64) -> f64 {
    let (n, m) = (length(x), length(y));
    let ranks = ranks(x, shift, y);
    let centred = ranks.sum - n * (n + 1.0) / 2.0 - n * m / 2.0;
    let correction = if centred > 0.0 {
        0.5
    } else if centred < 0.0 {
        -0.5
    } else {
        0.0
    };
    let sigma = ((n * m / 12.0) * ((n + m + 1.0) - ranks.ties / ((n + m) * (n + m - 1.0)))).sqrt();
    (centred - correction) / sigma - z
}

/// How many more observations in either sample it takes until the test can tell samples apart that do not overlap at all,
/// with the given confidence; 0 where these are enough.
pub fn missing(x: usize, y: usize, confidence: f64) -> usize {
    let needed = quantile(f64::midpoint(1.0, confidence));
    let suffices = |more: usize| {
        #[expect(clippy::cast_precision_loss, reason = "counts of observations are small")]
        let (n, m) = ((x + more) as f64, (y + more) as f64);
        (n * m / 2.0 - 0.5) / (n * m * (n + m + 1.0) / 12.0).sqrt() > needed
    };
    // Ten thousand suffice for any confidence that a number can hold short of 1.
    (0..10_000).find(|more| suffices(*more)).unwrap_or(10_000)
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = values.iter().map(|value| if value.is_nan() { f64::INFINITY } else { *value }).collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

#[expect(clippy::cast_precision_loss, reason = "counts of observations are small")]
fn length(values: &[f64]) -> f64 {
    values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_the_shift() {
        let y: Vec<f64> = (0..40).map(|i| f64::from(i * 37 % 40)).collect();
        let x: Vec<f64> = y.iter().map(|value| value + 12.5).collect();
        let shift = shift(&x, &y, 0.95);
        assert!(
            shift.is_some_and(|it| it.lower < 12.5 && 12.5 < it.upper && (it.estimate - 12.5).abs() < 0.6),
            "{shift:?}"
        );
    }

    #[test]
    fn it_agrees_with_the_published_example() {
        // Hollander and Wolfe (1973), p. 69 f., permeability of the chorioamnion, as in the examples of R's `wilcox.test`:
        // the exact interval of 95 % is (-0.15, 0.76) and the estimate 0.305.
        let x = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
        let y = [1.15, 0.88, 0.90, 0.74, 1.21];
        let shift = shift(&x, &y, 0.95);
        let near = |left: f64, right: f64| (left - right).abs() < 0.02;
        assert!(
            shift.is_some_and(|it| near(it.lower, -0.15) && near(it.upper, 0.76) && near(it.estimate, 0.305)),
            "{shift:?}"
        );
    }

    #[test]
    fn constants_are_shifted_by_their_difference() {
        let told = shift(&[4.0; 3], &[2.0; 5], 0.98);
        assert!(told.is_some_and(|it| it.lower > 1.99 && it.upper < 2.01 && (it.estimate - 2.0).abs() < 1e-12));
        let rounding = shift(&[2.000_001; 3], &[2.0; 5], 0.98);
        assert!(rounding.is_some_and(|it| it.lower < 0.0 && it.upper > 0.0));
        assert_eq!(shift(&[], &[1.0], 0.95), None);
    }

    #[test]
    fn few_observations_can_tell_nothing() {
        assert_eq!(missing(3, 3, 0.95), 1);
        assert_eq!(missing(2, 2, 0.98), 3);
        assert_eq!(missing(30, 30, 0.98), 0);
    }
}
