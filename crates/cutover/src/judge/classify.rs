//! One look at the samples of one metric.

use super::effect::mean_ratio;
use super::mann_whitney::{Shift, missing, shift};
use super::rule::{Direction, MetricRule};
use super::sample::{NanStrategy, bound_infinities, handle_nans, mean, without_outliers};

/// What a metric is classified as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Label {
    /// No difference that counts.
    Pass,
    /// The canary lies higher.
    High,
    /// The canary lies lower.
    Low,
    /// One side has no data.
    NoData,
    /// One side has no data, and has to have some.
    NoDataFailed,
}

/// The classification of a metric.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Classification {
    /// What it is.
    pub label: Label,
    /// Why, where it is no plain pass.
    pub reason: Option<String>,
    /// The canary's mean divided by the control's; not a number where either mean is zero.
    pub deviation: f64,
    /// Whether it fails the canary by itself.
    pub is_critical: bool,
    /// The shift of the canary against the control, where it was computed.
    pub shift: Option<Shift>,
    /// How many more observations of either side it takes until the test can tell anything; 0 where these are enough.
    pub missing: usize,
}

impl MetricRule {
    /// Compares the canary with the control.
    ///
    /// ```
    /// use cutover::judge::{Label, MetricRule};
    ///
    /// let control = [102.0, 98.0, 101.0, 97.0, 103.0, 99.0, 100.0, 104.0];
    /// let canary = [131.0, 128.0, 135.0, 127.0, 130.0, 133.0, 129.0, 126.0];
    /// assert_eq!(MetricRule::default().classify(&control, &canary).label, Label::High);
    /// ```
    pub fn classify(&self, control: &[f64], canary: &[f64]) -> Classification {
        let (mut control, mut canary) = (self.prepare(control), self.prepare(canary));
        bound_infinities(&mut control, &mut canary);
        let missing = missing(canary.len(), control.len(), self.confidence);
        let pass = Classification {
            label: Label::Pass,
            reason: None,
            deviation: 1.0,
            is_critical: false,
            shift: None,
            missing,
        };
        if control.is_empty() || canary.is_empty() {
            return self.without_data(pass);
        }
        if is_same(&control, &canary) {
            return Classification { reason: Some("the same values on both sides".to_owned()), ..pass };
        }
        let Some(shift) = shift(&canary, &control, self.confidence) else { return pass };
        let effect = self.effect.of(&control, &canary);
        let pass = Classification { deviation: mean_ratio(&control, &canary), shift: Some(shift), ..pass };
        let Some(label) = self.difference(shift, effect) else { return pass };
        let is_critical = self.is_critical && self.exceeds(label, effect, self.critical_bounds);
        let (where_to, critical) = (
            if label == Label::High { "higher" } else { "lower" },
            if is_critical { ", which is critical" } else { "" },
        );
        let reason = format!(
            "the canary lies {where_to} by {:.6} (from {:.6} to {:.6} with a confidence of {} %){critical}",
            shift.estimate.abs(),
            shift.lower,
            shift.upper,
            self.confidence * 100.0
        );
        Classification { label, reason: Some(reason), is_critical, ..pass }
    }

    fn prepare(&self, values: &[f64]) -> Vec<f64> {
        let values = handle_nans(values, self.nan);
        match self.outlier_factor {
            Some(factor) => without_outliers(values, factor),
            None => values,
        }
    }

    fn without_data(&self, pass: Classification) -> Classification {
        if self.nan == NanStrategy::Replace {
            return pass;
        }
        let reason = Some("one side has no data".to_owned());
        if self.must_have_data && !self.is_critical {
            return Classification { label: Label::NoDataFailed, reason, ..pass };
        }
        Classification { label: Label::NoData, reason, is_critical: self.is_critical, ..pass }
    }

    /// Whether the interval keeps away from zero, in the direction that counts, and the effect is large enough.
    fn difference(&self, shift: Shift, effect: f64) -> Option<Label> {
        let bound = self.tolerance * shift.estimate.abs();
        let is_high = self.direction != Direction::Decrease && shift.lower > bound;
        let is_low = self.direction != Direction::Increase && shift.upper < -bound;
        if is_high && self.exceeds(Label::High, effect, self.allowed) {
            Some(Label::High)
        } else if is_low && self.exceeds(Label::Low, effect, self.allowed) {
            Some(Label::Low)
        } else {
            None
        }
    }

    /// Whether the effect reaches its bound; one that cannot be computed is no obstacle.
    fn exceeds(&self, label: Label, effect: f64, bounds: Option<(f64, f64)>) -> bool {
        let (decrease, increase) = bounds.unwrap_or((self.effect.neutral(), self.effect.neutral()));
        effect.is_nan() || if label == Label::High { effect >= increase } else { effect <= decrease }
    }
}

/// Whether both sides hold the same values, in whatever order, or all the same one.
fn is_same(control: &[f64], canary: &[f64]) -> bool {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_unstable_by(f64::total_cmp);
        values
    };
    let first = control.first();
    sorted(control) == sorted(canary) || control.iter().chain(canary).all(|value| Some(value) == first)
}

/// The simplest of comparisons, without any test: whether the canary's mean lies higher or lower. Kayenta has it as a
/// benchmark; it finds a difference in almost any two samples.
pub fn mean_inequality(control: &[f64], canary: &[f64], rule: &MetricRule) -> Classification {
    let (control, canary) = (rule.prepare(control), rule.prepare(canary));
    let pass = Classification {
        label: Label::Pass,
        reason: None,
        deviation: 1.0,
        is_critical: false,
        shift: None,
        missing: usize::from(control.is_empty() || canary.is_empty()),
    };
    if pass.missing > 0 {
        return rule.without_data(pass);
    }
    let (of_control, of_canary) = (mean(&control), mean(&canary));
    let deviation = of_canary / of_control;
    let is_critical = rule.is_critical;
    if rule.direction != Direction::Decrease && of_canary > of_control {
        let reason = Some("the canary's mean is higher".to_owned());
        return Classification { label: Label::High, reason, deviation, is_critical, ..pass };
    }
    if rule.direction != Direction::Increase && of_canary < of_control {
        let reason = Some("the canary's mean is lower".to_owned());
        return Classification { label: Label::Low, reason, deviation, is_critical, ..pass };
    }
    pass
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::EffectSize;

    const CONTROL: [f64; 8] = [40.0, 44.0, 39.0, 42.0, 41.0, 38.0, 43.0, 45.0];

    fn moved(by: f64) -> Vec<f64> {
        CONTROL.iter().map(|value| value + by).collect()
    }

    #[test]
    fn what_is_infinitely_worse_is_no_pass() {
        let label = |control: &[f64], canary: &[f64]| MetricRule::default().classify(control, canary).label;
        let endless = [f64::INFINITY; 8];
        let most: Vec<f64> = CONTROL.into_iter().take(1).chain(endless).chain(endless).collect();
        assert_eq!((label(&CONTROL, &endless), label(&endless, &CONTROL)), (Label::High, Label::Low));
        assert_eq!((label(&[5.0; 8], &endless), label(&endless, &endless)), (Label::High, Label::Pass));
        assert_eq!((label(&CONTROL, &most), label(&most, &CONTROL)), (Label::High, Label::Low));
    }

    #[test]
    fn direction_decides_what_counts() {
        let label =
            |by: f64, direction| MetricRule::default().direction(direction).classify(&CONTROL, &moved(by)).label;
        assert_eq!(label(20.0, Direction::Increase), Label::High);
        assert_eq!(label(20.0, Direction::Decrease), Label::Pass);
        assert_eq!(label(-20.0, Direction::Decrease), Label::Low);
        assert_eq!(label(-20.0, Direction::Increase), Label::Pass);
        assert_eq!(label(0.5, Direction::Either), Label::Pass);
    }

    #[test]
    fn a_small_effect_is_no_difference_and_a_large_one_is_critical() {
        let rule =
            MetricRule::default().effect(EffectSize::MeanRatio, 0.8, 1.3).critical(true).critical_effect(0.5, 1.8);
        let told = |by| rule.classify(&CONTROL, &moved(by));
        assert_eq!(told(10.0).label, Label::Pass);
        assert_eq!((told(20.0).label, told(20.0).is_critical), (Label::High, false));
        assert_eq!((told(40.0).label, told(40.0).is_critical), (Label::High, true));
        assert_eq!((told(-30.0).label, told(-30.0).is_critical), (Label::Low, true));
    }

    #[test]
    fn nothing_is_told_without_data() {
        let none: [f64; 2] = [f64::NAN; 2];
        let rule = MetricRule::default();
        assert_eq!(rule.classify(&CONTROL, &none).label, Label::NoData);
        assert_eq!(rule.clone().must_have_data(true).classify(&CONTROL, &none).label, Label::NoDataFailed);
        let critical = rule.clone().critical(true).must_have_data(true).classify(&CONTROL, &none);
        assert_eq!((critical.label, critical.is_critical), (Label::NoData, true));
        assert_eq!(rule.nan_strategy(NanStrategy::Replace).classify(&CONTROL, &[]).label, Label::Pass);
    }

    #[test]
    fn two_observations_are_too_few_whatever_they_say() {
        let told = MetricRule::default().classify(&[1.0, 2.0], &[10.0, 11.0]);
        assert_eq!((told.label, told.missing), (Label::High, 3));
    }
}
