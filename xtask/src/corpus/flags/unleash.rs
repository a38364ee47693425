//! Unleash's client specification: states, requests, and what comes out.

use anyhow::Context as _;
use cutover::unleash::{Context, Features, Payload};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Outcomes;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Specification {
    state: Value,
    #[serde(default)]
    tests: Vec<Test>,
    #[serde(default)]
    variant_tests: Vec<Test>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Test {
    description: String,
    context: Value,
    toggle_name: String,
    expected_result: Value,
}

pub(super) fn run(
    specifications: &Map<String, Value>,
    is_wanted: impl Fn(&str) -> bool,
    outcomes: &mut Outcomes,
) -> anyhow::Result<()> {
    for (name, specification) in specifications.iter().filter(|(name, _)| is_wanted(name)) {
        let it = Specification::deserialize(specification).with_context(|| format!("specification {name}"))?;
        let features = Features::read(&it.state.to_string()).with_context(|| format!("specification {name}"))?;
        for test in &it.tests {
            let is_enabled = features.is_enabled(&test.toggle_name, &context(test)?);
            let problem = format!("{is_enabled}, expected {}", test.expected_result);
            let is_same = Value::Bool(is_enabled) == test.expected_result;
            outcomes.add(&format!("{name}: {}", test.description), (!is_same).then_some(problem));
        }
        for test in &it.variant_tests {
            let problem = variant_problem(&features, test)?;
            outcomes.add(&format!("{name}: {}", test.description), problem);
        }
    }
    Ok(())
}

fn context(test: &Test) -> anyhow::Result<Context> {
    Context::deserialize(&test.context).with_context(|| test.description.clone())
}

fn variant_problem(features: &Features, test: &Test) -> anyhow::Result<Option<String>> {
    let variant = features.variant(&test.toggle_name, &context(test)?);
    let expected = &test.expected_result;
    let payload = expected.get("payload").filter(|payload| !payload.is_null());
    let is_payload = match (variant.payload(), payload) {
        (None, None) => true,
        (Some(payload), Some(expected)) => is_same(payload, expected),
        _ => false,
    };
    let is_same = expected.get("name").and_then(Value::as_str) == Some(variant.name())
        && expected.get("enabled") == Some(&Value::Bool(variant.is_enabled()))
        && expected.get("feature_enabled").is_none_or(|it| *it == Value::Bool(variant.is_feature_enabled()))
        && is_payload;
    Ok((!is_same).then(|| format!("{variant:?}, expected {expected}")))
}

fn is_same(payload: &Payload, expected: &Value) -> bool {
    let text = |name: &str| expected.get(name).and_then(Value::as_str);
    text("type") == Some(payload.kind()) && text("value") == Some(payload.value())
}
