//! Figures of a plan with as many digits as its file keeps: twelve.
//!
//! What is read back then is what was written, bit by bit, and the digest holds: a decimal of up to fifteen digits is
//! parsed exactly.

use serde_json::Value;

use super::{MigrationGate, MigrationPlan, MigrationStep, Work};
use crate::Error;
use crate::estimate::Estimate;
use crate::specification::Specification;
use schedule::Distribution;

impl MigrationPlan {
    /// Rounds every figure.
    pub(crate) fn round(&mut self) -> Result<(), Error> {
        for phase in &mut self.phases {
            phase.steps.iter_mut().for_each(step);
            phase.stated.iter_mut().for_each(estimate);
            phase.way_back.estimate.iter_mut().for_each(estimate);
        }
        for trigger in &mut self.triggers {
            figure(&mut trigger.trigger.bound.threshold);
            figure(&mut trigger.trigger.for_seconds);
        }
        specification(&mut self.specification)
    }
}

fn step(step: &mut MigrationStep) {
    estimate(&mut step.estimate);
    step.inverse.estimate.iter_mut().for_each(estimate);
    match &mut step.work {
        Work::Traffic { from, to, hold_seconds, .. } => [from, to, hold_seconds].into_iter().for_each(figure),
        Work::Gate(it) => gate(it),
        Work::Transfer { rows, bytes, .. } => rows.iter_mut().chain(bytes).for_each(figure),
        Work::Wait { seconds, .. } => figure(seconds),
        Work::SchemaStep { .. }
        | Work::SchemaEdit { .. }
        | Work::Approval { .. }
        | Work::Deployment { .. }
        | Work::Manual { .. } => {}
    }
}

fn gate(gate: &mut MigrationGate) {
    for it in &mut gate.criteria {
        figure(&mut it.bound);
        figure(&mut it.for_seconds);
        it.samples.iter_mut().for_each(figure);
    }
}

fn estimate(estimate: &mut Estimate) {
    match &mut estimate.distribution {
        Distribution::Fixed { seconds } => figure(seconds),
        Distribution::ThreePoint { least, likely, most } => [least, likely, most].into_iter().for_each(figure),
        Distribution::Lognormal { median, sigma } => [median, sigma].into_iter().for_each(figure),
    }
    for cause in &mut estimate.drivers {
        // Downwards, so that squares still add up to at most 1.
        cause.loading = (cause.loading * 1e9).floor() / 1e9;
        figure(&mut cause.loading);
    }
    estimate.free_disk_bytes.iter_mut().for_each(figure);
    if let Some(it) = &mut estimate.convergence {
        [&mut it.writes_per_second, &mut it.applied_per_second, &mut it.probability_never].into_iter().for_each(figure);
    }
}

/// The specification has figures in many places: it goes through JSON.
fn specification(specification: &mut Specification) -> Result<(), Error> {
    let failed = |error: serde_json::Error| Error::format(error.to_string());
    let mut value = serde_json::to_value(&*specification).map_err(failed)?;
    let mut waiting = vec![&mut value];
    while let Some(next) = waiting.pop() {
        match next {
            Value::Array(all) => waiting.extend(all),
            Value::Object(all) => waiting.extend(all.values_mut()),
            Value::Number(number) if number.is_f64() => {
                let rounded = number.as_f64().map(rounded).and_then(serde_json::Number::from_f64);
                if let Some(it) = rounded {
                    *number = it;
                }
            }
            _ => {}
        }
    }
    *specification = serde_json::from_value(value).map_err(failed)?;
    Ok(())
}

fn figure(value: &mut f64) {
    *value = rounded(*value);
}

/// Twelve digits; what is not finite, or as good as nothing, is nothing.
fn rounded(value: f64) -> f64 {
    if !value.is_finite() || value.abs() < 1e-9 {
        return 0.0;
    }
    if value.fract() == 0.0 && value.abs() < 1e12 {
        return value;
    }
    format!("{:.11e}", value.clamp(-1e30, 1e30)).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_bit_by_bit() {
        let mut state = 9_u64;
        for _ in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let exponent = i32::try_from(state % 30).unwrap() - 8;
            #[expect(clippy::cast_precision_loss, reason = "any figure will do")]
            let value = rounded((state >> 11) as f64 / 1e16 * 10_f64.powi(exponent));
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<f64>(&text).unwrap().to_bits(), value.to_bits(), "{text}");
        }
        assert_eq!(rounded(f64::NAN).to_bits(), 0.0_f64.to_bits());
        for whole in [-999_999_999_999.0_f64, 3600.0, 1e12, 1e15] {
            assert_eq!(rounded(whole).to_bits(), whole.to_bits());
        }
        assert_eq!(rounded(1_234_567_890_123.0).to_bits(), 1_234_567_890_120.0_f64.to_bits());
    }
}
