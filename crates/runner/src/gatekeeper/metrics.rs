//! Metrics: the number of a moment, and whether it was right for a time.

use std::time::Duration;

use plan_engine::migration::model::{Criterion, Holds};

use super::answer::{Reading, Refusal, holds};

/// The time between two values of a look back, unless there would be too many of them: that of the gate's script.
const STEP: Duration = Duration::from_secs(15);
/// The most values of a look back.
const MOST: u64 = 5_000;
/// How many tenths of the values have to be there.
const TENTHS: u64 = 9;

/// Moments of which values are asked: from `start` to `end`, both since the beginning of 1970 in UTC and both included,
/// every `step`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetricRange {
    /// The first moment.
    pub start: Duration,
    /// The last one.
    pub end: Duration,
    /// The time between two; never nothing.
    pub step: Duration,
}

/// Gives the values of metrics: Prometheus, or what speaks its language.
pub trait Metrics: std::fmt::Debug {
    /// The values of a PromQL expression at the moments of `range` at which it has one, the oldest first; what is no number
    /// is NaN.
    ///
    /// # Errors
    /// Why there are none, in a sentence: it does not answer, refuses the expression, or has several series where one is wanted.
    fn values(&mut self, expression: &str, range: MetricRange) -> Result<Vec<f64>, String>;
}

/// The number that `expression` has at `at`.
pub(super) fn number(metrics: &mut dyn Metrics, expression: &str, at: Duration) -> Result<Reading, Refusal> {
    let range = MetricRange { start: at, end: at, step: STEP };
    let values = metrics.values(expression, range).map_err(Refusal::could_not_tell)?;
    match values.last() {
        None => Err(Refusal::could_not_tell(format!("there is no value of `{expression}`"))),
        Some(value) if !value.is_finite() => {
            Err(Refusal::could_not_tell(format!("`{expression}` is {value}, which is no number")))
        }
        Some(value) => Ok(Reading { value: *value, says: format!("it is {value}") }),
    }
}

/// The worst value of `expression` within the time that `criterion` has to hold, up to `at`.
pub(super) fn worst_of(
    metrics: &mut dyn Metrics,
    expression: &str,
    criterion: &Criterion,
    window: Duration,
    at: Duration,
) -> Result<Reading, Refusal> {
    let step = STEP.max(Duration::from_secs(window.as_secs().div_ceil(MOST)));
    let range = MetricRange { start: at.saturating_sub(window), end: at, step };
    let mut values = metrics.values(expression, range).map_err(Refusal::could_not_tell)?;
    values.retain(|it| !it.is_nan());
    let seconds = window.as_secs_f64();
    let right = |it: &f64| holds(*it, criterion.holds, criterion.bound);
    let Some(worst) = values.iter().copied().reduce(|one, other| worse(one, other, criterion)) else {
        return Err(Refusal::could_not_tell(format!("there is no value of `{expression}` of the last {seconds} s")));
    };
    let least = window.as_secs().checked_div(step.as_secs()).unwrap_or(0) * TENTHS / 10;
    if right(&worst) && u64::try_from(values.len()).unwrap_or(u64::MAX) < least {
        let number = values.len();
        let because = format!("there are {number} values of the last {seconds} s, and at least {least} are needed");
        return Err(Refusal::could_not_tell(because));
    }
    Ok(Reading { value: worst, says: format!("it was {worst} at its worst within the last {seconds} s") })
}

/// The one of two values that is on the wrong side of the bound, or nearer to it.
fn worse(one: f64, other: f64, criterion: &Criterion) -> f64 {
    match criterion.holds {
        Holds::AtMost => one.max(other),
        Holds::AtLeast => one.min(other),
        Holds::Equal if (other - criterion.bound).abs() > (one - criterion.bound).abs() => other,
        Holds::Equal => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plan_engine::migration::model::{Measure, Probe};

    #[derive(Debug)]
    struct Known(Vec<f64>);

    impl Metrics for Known {
        fn values(&mut self, _: &str, range: MetricRange) -> Result<Vec<f64>, String> {
            assert!(range.start <= range.end && !range.step.is_zero());
            if self.0.is_empty() { Err("nobody is at home".to_owned()) } else { Ok(self.0.clone()) }
        }
    }

    fn at_most(bound: f64, seconds: f64) -> Criterion {
        Criterion {
            measure: Measure::Metric("errors".to_owned()),
            probe: Probe::Metric { expression: "errors".to_owned() },
            holds: Holds::AtMost,
            bound,
            for_seconds: seconds,
            samples: None,
            samples_probe: None,
            basis: Vec::new(),
        }
    }

    fn worst(values: &[f64], criterion: &Criterion) -> Result<f64, String> {
        let window = Duration::from_secs_f64(criterion.for_seconds);
        let found = worst_of(&mut Known(values.to_vec()), "errors", criterion, window, Duration::from_hours(9));
        found.map(|it| it.value).map_err(|it| it.because)
    }

    #[test]
    fn one_wrong_value_of_many_is_the_worst() {
        let mut values = vec![0.25; 40];
        assert_eq!(worst(&values, &at_most(1.0, 600.0)), Ok(0.25));
        values.push(f64::INFINITY);
        assert_eq!(worst(&values, &at_most(1.0, 600.0)), Ok(f64::INFINITY));
        let least = Criterion { holds: Holds::AtLeast, ..at_most(0.2, 600.0) };
        assert_eq!(worst(&[&[0.1][..], &values].concat(), &least), Ok(0.1));
        let equal = Criterion { holds: Holds::Equal, ..at_most(0.25, 600.0) };
        assert_eq!(worst(&[&[0.5][..], &values[..40], &[0.0]].concat(), &equal), Ok(0.5));
    }

    /// 600 seconds hold 40 values, of which nine in ten have to be there.
    #[test]
    fn a_time_of_which_too_little_is_known_could_not_be_told_unless_it_was_wrong() {
        assert_eq!(worst(&[0.25; 36], &at_most(1.0, 600.0)), Ok(0.25));
        assert!(worst(&[0.25; 35], &at_most(1.0, 600.0)).unwrap_err().contains("at least 36"));
        let gaps = [&[0.25; 35][..], &[f64::NAN; 9]].concat();
        assert!(worst(&gaps, &at_most(1.0, 600.0)).unwrap_err().contains("there are 35 values"));
        assert_eq!(worst(&[3.0], &at_most(1.0, 600.0)), Ok(3.0));
        assert!(worst(&[f64::NAN], &at_most(1.0, 600.0)).unwrap_err().contains("no value"));
    }

    #[test]
    fn a_month_is_asked_in_as_many_values_as_an_answer_holds() {
        let month = at_most(1.0, 30.0 * 86_400.0);
        assert_eq!(worst(&vec![0.5; 4_992], &month), Ok(0.5));
        assert!(worst(&vec![0.5; 1_000], &month).is_err());
    }

    #[test]
    fn what_is_no_number_is_no_answer() {
        let look = |values: &[f64]| number(&mut Known(values.to_vec()), "errors", Duration::from_hours(9));
        assert_eq!(look(&[0.5]).unwrap().value.to_bits(), 0.5_f64.to_bits());
        for values in [&[f64::NAN][..], &[f64::INFINITY], &[]] {
            assert!(look(values).is_err(), "{values:?}");
        }
    }
}
