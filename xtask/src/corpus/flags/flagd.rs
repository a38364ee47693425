//! flagd's scenarios: steps in words, and the flags that they speak of in a file beside.

use std::path::Path;

use anyhow::{Context as _, bail};
use cutover::Timestamp;
use cutover::flagd::{Context, FlagdVersion, Flags, Resolution};
use serde::Deserialize;
use serde_json::Value;

use super::Outcomes;

#[derive(Debug, Deserialize)]
struct Scenario {
    feature: String,
    #[serde(rename = "scenario")]
    title: String,
    #[serde(default)]
    tags: Vec<String>,
    steps: Vec<String>,
}

/// Whether the first line is a scenario.
pub(super) fn is_scenarios(text: &str) -> bool {
    text.lines().next().is_some_and(|line| serde_json::from_str::<Scenario>(line).is_ok())
}

pub(super) fn run(
    file: &Path,
    text: &str,
    is_wanted: impl Fn(&str) -> bool,
    outcomes: &mut Outcomes,
) -> anyhow::Result<()> {
    let flags = Flags::read(&flags_beside(file)?)?;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let scenario: Scenario = serde_json::from_str(line)?;
        let name = format!("{}: {}", scenario.feature, scenario.title);
        if !is_wanted(&name) {
            continue;
        }
        match Play::new(&scenario) {
            Ok(play) => outcomes.add(&name, play.problem(&flags)),
            Err(error) => outcomes.skipped.push(format!("{name}: {error}")),
        }
    }
    Ok(())
}

/// The file of flags in the same folder.
fn flags_beside(file: &Path) -> anyhow::Result<String> {
    let folder = file.parent().context("a folder")?;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.contains("flagd") && name.ends_with("flags.json") {
            return Ok(std::fs::read_to_string(path)?);
        }
    }
    bail!("no file flagd*flags.json lies beside {}", file.display())
}

/// What a scenario asks and expects.
#[derive(Default)]
struct Play {
    kind: String,
    key: String,
    default: String,
    context: Context,
    version: FlagdVersion,
    value: Option<String>,
    reason: Option<String>,
    variant: Option<String>,
    error: Option<String>,
    has_metadata: Option<bool>,
}

impl Play {
    fn new(scenario: &Scenario) -> anyhow::Result<Self> {
        let has = |tag: &str| scenario.tags.iter().any(|it| it == tag);
        let version = match (has("@fractional-v1"), has("@fractional-v3")) {
            (_, true) => bail!("the third version of fractional"),
            (true, _) => FlagdVersion::V1,
            _ => FlagdVersion::V2,
        };
        let mut play = Self { version, ..Self::default() };
        play.context = Context::new().at(Timestamp::from(std::time::SystemTime::now()));
        for step in &scenario.steps {
            play.step(step)?;
        }
        Ok(play)
    }

    fn step(&mut self, step: &str) -> anyhow::Result<()> {
        let (_, words) = step.split_once(' ').context("a step of one word")?;
        let quoted: Vec<&str> = words.split('"').skip(1).step_by(2).collect();
        let last = words.find('"').zip(words.rfind('"')).and_then(|(from, to)| words.get(from + 1..to));
        let last = last.unwrap_or_default().replace("\\\"", "\"");
        if words == "an evaluator" || words == "the flag was evaluated with details" {
        } else if let (Some((kind, _)), [key, rest @ ..]) = (words.split_once("-flag with key"), quoted.as_slice()) {
            kind.trim_start_matches("a ").trim_start_matches("an ").clone_into(&mut self.kind);
            (*key).clone_into(&mut self.key);
            rest.first().copied().unwrap_or_default().clone_into(&mut self.default);
        } else if words.starts_with("a context") {
            self.context = with(std::mem::take(&mut self.context), words, &quoted)?;
        } else if words.starts_with("the resolved details value should be") {
            self.value = Some(last);
        } else if words.starts_with("the reason should be") {
            self.reason = Some(last);
        } else if words.starts_with("the variant should be") {
            self.variant = Some(last);
        } else if words.starts_with("the error-code should be") {
            self.error = Some(last);
        } else if words.starts_with("the resolved metadata should contain") {
            self.has_metadata = Some(true);
        } else if words.starts_with("the resolved metadata is empty") {
            self.has_metadata = Some(false);
        } else {
            bail!("step `{step}`");
        }
        Ok(())
    }

    fn problem(self, flags: &Flags) -> Option<String> {
        let flags = flags.clone().bucketed_like(self.version);
        let (key, context) = (&self.key, &self.context);
        match self.kind.as_str() {
            "Boolean" => {
                self.compare(&flags.boolean(key, context), |value| self.same_as(|text| text.parse() == Ok(*value)))
            }
            "String" => self.compare(&flags.string(key, context), |value| self.same_as(|text| text == value)),
            "Integer" => {
                self.compare(&flags.integer(key, context), |value| self.same_as(|text| text.parse() == Ok(*value)))
            }
            "Float" => self.compare(&flags.float(key, context), |value| {
                self.same_as(|text| text.parse().is_ok_and(|it: f64| (it - value).abs() < 1e-12))
            }),
            _ => self.compare(&flags.object::<Value>(key, context), |value| {
                self.same_as(|text| serde_json::from_str::<Value>(text).is_ok_and(|it| it == *value))
            }),
        }
    }

    fn same_as(&self, is_same: impl Fn(&str) -> bool) -> bool {
        self.value.as_deref().is_none_or(is_same)
    }

    fn compare<T: std::fmt::Debug>(&self, told: &Resolution<T>, is_same: impl Fn(&T) -> bool) -> Option<String> {
        let name = |it: Result<Value, serde_json::Error>| it.ok().and_then(|it| it.as_str().map(str::to_owned));
        let reason = name(serde_json::to_value(told.reason()));
        let error = told.error_code().and_then(|code| name(serde_json::to_value(code)));
        let is_value = match told.value() {
            Some(value) => is_same(value),
            None => self.value.as_ref().is_none_or(|value| *value == self.default),
        };
        let is_expected = is_value
            && (self.reason.is_none() || self.reason == reason)
            && (self.error.is_none() || self.error == error)
            && self.variant.as_deref().is_none_or(|variant| variant == told.variant().unwrap_or_default())
            && self.has_metadata.is_none_or(|has| has != told.metadata().is_empty());
        let expected = (&self.value, &self.reason, &self.variant, &self.error);
        (!is_expected).then(|| format!("`{}` came to {told:?}, expected {expected:?}", self.key))
    }
}

fn with(context: Context, words: &str, quoted: &[&str]) -> anyhow::Result<Context> {
    Ok(match quoted {
        [value] if words.contains("targeting key") => context.with_targeting_key(*value),
        [outer, inner, value] if words.contains("nested property") => {
            context.with(*outer, serde_json::json!({ *inner: value }))
        }
        [key, kind, value] => match *kind {
            "Integer" => context.with(*key, value.parse::<i64>()?),
            "Float" => context.with(*key, value.parse::<f64>()?),
            "Boolean" => context.with(*key, value.parse::<bool>()?),
            "Null" => context.with(*key, Value::Null),
            _ => context.with(*key, value),
        },
        _ => bail!("step `{words}`"),
    })
}
