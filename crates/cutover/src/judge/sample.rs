//! What is done to observations before they are compared, and what is told of them.

/// What becomes of values that are no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum NanStrategy {
    /// They are left out.
    #[default]
    Remove,
    /// They are zero: the right choice for counts that are not reported while there is nothing to count.
    Replace,
}

/// The mean, corrected by the mean of what is left of it (two passes).
pub(super) fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of observations are small")]
    let count = values.len() as f64;
    let first = values.iter().sum::<f64>() / count;
    first + values.iter().map(|value| value - first).sum::<f64>() / count
}

pub(super) fn handle_nans(values: &[f64], strategy: NanStrategy) -> Vec<f64> {
    match strategy {
        NanStrategy::Remove => values.iter().copied().filter(|value| !value.is_nan()).collect(),
        NanStrategy::Replace => values.iter().map(|value| if value.is_nan() { 0.0 } else { *value }).collect(),
    }
}

/// Puts numbers that lie far beyond all others in place of infinities, with which no difference can be computed: a latency
/// beyond every bucket is the worst of all, and not one that says nothing.
pub(super) fn bound_infinities(control: &mut [f64], canary: &mut [f64]) {
    let all = || control.iter().chain(canary.iter());
    if !all().any(|value| value.is_infinite()) {
        return;
    }
    let largest = all().copied().filter(|value| value.is_finite()).fold(1.0, |most: f64, value| most.max(value.abs()));
    let far = (largest * 1e3).min(f64::MAX / 4.0);
    for value in control.iter_mut().chain(canary).filter(|value| value.is_infinite()) {
        *value = far.copysign(*value);
    }
}

/// Leaves out what lies beyond `factor` interquartile ranges from the quartiles and outside the middle 98 % as well.
pub(super) fn without_outliers(values: Vec<f64>, factor: f64) -> Vec<f64> {
    let mut sorted = values.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let (first, third) = (percentile(&sorted, 25.0), percentile(&sorted, 75.0));
    let reach = factor * (third - first);
    let lower = percentile(&sorted, 1.0).min(first - reach);
    let upper = percentile(&sorted, 99.0).max(third + reach);
    values.into_iter().filter(|value| !(*value > upper || *value < lower)).collect()
}

/// The percentile of sorted values, interpolated as R's type 7 does (Hyndman and Fan, 1996); not a number without values.
fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let (Some(&first), Some(&last)) = (sorted.first(), sorted.last()) else { return f64::NAN };
    #[expect(clippy::cast_precision_loss, reason = "counts of observations are small")]
    let position = 1.0 + (sorted.len() as f64 - 1.0) * (percent / 100.0);
    let whole = position.floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in the slice, from 1")]
    let at = whole as usize;
    match (at.checked_sub(1).and_then(|at| sorted.get(at)), sorted.get(at)) {
        (Some(low), Some(high)) => low + (position - whole) * (high - low),
        (None, _) => first,
        (_, None) => last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_interpolated() {
        let values = [15.0, 20.0, 35.0, 40.0, 50.0];
        for (percent, value) in [(40.0, 29.0), (0.0, 15.0), (100.0, 50.0), (50.0, 35.0)] {
            assert!((percentile(&values, percent) - value).abs() < 1e-12);
        }
        assert!(percentile(&[], 50.0).is_nan());
    }

    #[test]
    fn an_outlier_lies_outside_both_fences() {
        let mut values: Vec<f64> = (0..400).map(f64::from).collect();
        values.extend([5_000.0, -4_000.0]);
        assert_eq!(without_outliers(values.clone(), 3.0).len(), 400);
        assert_eq!(without_outliers(values, 30.0).len(), 402);
        assert_eq!(without_outliers(Vec::new(), 3.0), Vec::<f64>::new());
    }

    #[test]
    fn what_is_no_number_goes_or_is_zero() {
        assert_eq!(handle_nans(&[1.0, f64::NAN], NanStrategy::Remove), [1.0]);
        assert_eq!(handle_nans(&[1.0, f64::NAN], NanStrategy::Replace), [1.0, 0.0]);
    }
}
