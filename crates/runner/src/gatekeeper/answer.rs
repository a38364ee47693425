//! Numbers that were found, and why there are none.

use plan_engine::migration::model::{Holds, ProbeSide};

use super::report::GateOutcome;

/// A number that was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) value: f64,
    /// What was found, in words.
    pub(super) says: String,
}

/// That there is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) outcome: GateOutcome,
    pub(super) because: String,
}

impl Refusal {
    /// Nobody was asked.
    pub(super) fn not_asked(because: impl Into<String>) -> Self {
        Self { outcome: GateOutcome::NotAsked, because: because.into() }
    }

    /// There is no answer.
    pub(super) fn could_not_tell(because: impl Into<String>) -> Self {
        Self { outcome: GateOutcome::CouldNotTell, because: because.into() }
    }
}

/// The number that a side answered.
pub(super) fn number_of(text: &str, side: ProbeSide) -> Result<f64, Refusal> {
    let number = text.parse().ok().filter(|it: &f64| it.is_finite());
    number.ok_or_else(|| Refusal::could_not_tell(format!("the {} answers `{text}`, which is no number", side.word())))
}

/// How far two numbers are apart; whole ones exactly, however large.
pub(super) fn apart(source: &str, target: &str) -> Result<f64, Refusal> {
    if let (Ok(one), Ok(other)) = (source.parse::<i128>(), target.parse::<i128>()) {
        #[expect(clippy::cast_precision_loss, reason = "only whether it is nothing has to be exact")]
        return Ok(one.abs_diff(other) as f64);
    }
    Ok((number_of(source, ProbeSide::Source)? - number_of(target, ProbeSide::Target)?).abs())
}

/// Whether a number is on the right side of a bound.
pub(super) fn holds(found: f64, how: Holds, bound: f64) -> bool {
    match how {
        Holds::AtMost => found <= bound,
        Holds::AtLeast => found >= bound,
        Holds::Equal => (found - bound).abs() <= 1e-9 * bound.abs().max(1.0),
    }
}
