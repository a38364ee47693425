//! How a metric is judged.

use super::effect::EffectSize;
use super::sample::NanStrategy;

/// In which direction a metric gets worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Direction {
    /// More is worse: errors, latency.
    Increase,
    /// Less is worse: successful orders.
    Decrease,
    /// Any difference is worth a look.
    #[default]
    Either,
}

/// How the samples of a metric are compared. What is not said is as in Kayenta: a confidence of 98 %, a tolerance of a
/// quarter of the shift, any size of effect, either direction, outliers kept.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct MetricRule {
    pub(super) tolerance: f64,
    pub(super) confidence: f64,
    pub(super) direction: Direction,
    pub(super) nan: NanStrategy,
    pub(super) outlier_factor: Option<f64>,
    pub(super) effect: EffectSize,
    /// Effects up to which less, and from which more, is a difference.
    pub(super) allowed: Option<(f64, f64)>,
    /// The same, for what is critical.
    pub(super) critical_bounds: Option<(f64, f64)>,
    pub(super) is_critical: bool,
    pub(super) must_have_data: bool,
}

impl Default for MetricRule {
    fn default() -> Self {
        Self {
            tolerance: 0.25,
            confidence: 0.98,
            direction: Direction::Either,
            nan: NanStrategy::Remove,
            outlier_factor: None,
            effect: EffectSize::MeanRatio,
            allowed: None,
            critical_bounds: None,
            is_critical: false,
            must_have_data: false,
        }
    }
}

impl MetricRule {
    /// The share of the estimated shift that its confidence interval has to keep away from zero.
    pub fn tolerance(mut self, share: f64) -> Self {
        self.tolerance = share;
        self
    }

    /// The confidence of the interval, from 0 to 1.
    pub fn confidence(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }

    /// Which direction is the worse one.
    pub fn direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// What becomes of values that are no number, and of a metric without values: it has no data, or it passes.
    pub fn nan_strategy(mut self, strategy: NanStrategy) -> Self {
        self.nan = strategy;
        self
    }

    /// Leaves out values beyond so many interquartile ranges from the quartiles (and outside the middle 98 % as well);
    /// Kayenta takes 3. What is no positive number leaves none out.
    pub fn without_outliers(mut self, factor: f64) -> Self {
        self.outlier_factor = Some(factor).filter(|factor| *factor > 0.0);
        self
    }

    /// A difference counts only where the effect is at most `decrease` or at least `increase`.
    pub fn effect(mut self, measure: EffectSize, decrease: f64, increase: f64) -> Self {
        self.effect = measure;
        self.allowed = Some((decrease, increase));
        self
    }

    /// The metric fails the canary by itself.
    pub fn critical(mut self, is_critical: bool) -> Self {
        self.is_critical = is_critical;
        self
    }

    /// It does so only where the effect is at most `decrease` or at least `increase`.
    pub fn critical_effect(mut self, decrease: f64, increase: f64) -> Self {
        self.critical_bounds = Some((decrease, increase));
        self
    }

    /// The metric fails where it has no data.
    pub fn must_have_data(mut self, must: bool) -> Self {
        self.must_have_data = must;
        self
    }
}
