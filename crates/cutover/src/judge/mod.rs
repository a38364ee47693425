//! Whether the canary is as good as the control.
//!
//! [`MetricRule::classify`] looks once at two samples, as Netflix' Kayenta does (the Mann-Whitney test of its
//! `NetflixACAJudge`, to the same classifications); [`CanaryJudge`] puts the classifications of several metrics into a verdict.
//! Who looks again and again until the answer pleases finds a difference where there is none: [`SequentialTest`] may be
//! looked at as often as one likes. Where there are too few observations, both say how many more it takes.

mod canary;
mod classify;
mod effect;
mod mann_whitney;
mod normal;
mod rank;
mod root;
mod rule;
mod sample;
mod score;
mod sequential;

pub use canary::{CanaryJudge, JudgeVerdict, Judgement};
pub use classify::{Classification, Label, mean_inequality};
pub use effect::EffectSize;
pub use mann_whitney::{Shift, missing, shift};
pub use rule::{Direction, MetricRule};
pub use sample::NanStrategy;
pub use score::GroupScore;
pub use sequential::{SequentialTest, SequentialVerdict};
