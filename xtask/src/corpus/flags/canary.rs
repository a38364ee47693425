//! Kayenta's cases: two samples, a rule, and how the metric is classified.

use anyhow::{Context, bail};
use cutover::judge::{Classification, Direction, EffectSize, Label, MetricRule, NanStrategy, mean_inequality};
use serde::Deserialize;
use serde_json::Value;

use super::Outcomes;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    name: String,
    classifier: String,
    experiment: Vec<Value>,
    control: Vec<Value>,
    tolerance: f64,
    conf_level: f64,
    effect_size_thresholds: (f64, f64),
    critical_thresholds: (f64, f64),
    effect_size_measure: String,
    direction: String,
    nan_strategy: String,
    critical: bool,
    data_required: bool,
    expect: Option<String>,
    expect_critical: Option<bool>,
    expect_deviation: Option<Value>,
}

/// Whether the first case of `text` is one.
pub(super) fn is_of_canaries(text: &str) -> bool {
    text.lines().next().is_some_and(|line| serde_json::from_str::<Case>(line).is_ok())
}

pub(super) fn run(text: &str, is_wanted: impl Fn(&str) -> bool, outcomes: &mut Outcomes) -> anyhow::Result<()> {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let case: Case = serde_json::from_str(line).context("a case of another form")?;
        if !is_wanted(&case.name) {
            continue;
        }
        match classify(&case) {
            Ok(classification) => outcomes.add(&case.name, problem(&case, &classification)),
            Err(error) => outcomes.skip(&case.name, &error),
        }
    }
    Ok(())
}

fn classify(case: &Case) -> anyhow::Result<Classification> {
    let direction = match case.direction.as_str() {
        "Increase" => Direction::Increase,
        "Decrease" => Direction::Decrease,
        "Either" => Direction::Either,
        other => bail!("direction {other}"),
    };
    let nan = match case.nan_strategy.as_str() {
        "Remove" => NanStrategy::Remove,
        "Replace" => NanStrategy::Replace,
        other => bail!("strategy {other}"),
    };
    let effect = if case.effect_size_measure == "cles" { EffectSize::Cles } else { EffectSize::MeanRatio };
    let rule = MetricRule::default()
        .tolerance(case.tolerance)
        .confidence(case.conf_level)
        .direction(direction)
        .nan_strategy(nan)
        .effect(effect, case.effect_size_thresholds.0, case.effect_size_thresholds.1)
        .critical(case.critical)
        .critical_effect(case.critical_thresholds.0, case.critical_thresholds.1)
        .must_have_data(case.data_required);
    let (control, canary) = (numbers(&case.control), numbers(&case.experiment));
    match case.classifier.as_str() {
        "MannWhitneyClassifier" => Ok(rule.classify(&control, &canary)),
        "MeanInequalityClassifier" => Ok(mean_inequality(&control, &canary, &rule)),
        other => bail!("classifier {other}"),
    }
}

/// What JSON has no number for is written otherwise, and is none.
fn numbers(values: &[Value]) -> Vec<f64> {
    values.iter().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect()
}

fn problem(case: &Case, classification: &Classification) -> Option<String> {
    let label = match classification.label {
        Label::High => "High",
        Label::Low => "Low",
        Label::NoData => "Nodata",
        Label::NoDataFailed => "NodataFailMetric",
        _ => "Pass",
    };
    let critical = classification.is_critical;
    if case.expect.as_ref().is_some_and(|expected| expected != label) {
        return Some(format!("{label}, expected {:?}", case.expect));
    }
    if case.expect_critical.is_some_and(|expected| expected != critical) {
        return Some(format!("critical: {critical}, expected {:?}", case.expect_critical));
    }
    let expected = case.expect_deviation.as_ref()?;
    let deviation = classification.deviation;
    let agrees = match expected.as_f64() {
        Some(expected) => (expected - deviation).abs() <= 1e-12 * expected.abs().max(1.0),
        None => expected != "NaN" || deviation.is_nan(),
    };
    (!agrees).then(|| format!("a deviation of {deviation}, expected {expected}"))
}
