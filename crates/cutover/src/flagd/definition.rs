//! The document of flag definitions.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::MetadataValue;
use crate::{Error, ErrorKind};

#[derive(Debug, Clone, Default)]
pub(super) struct Definition {
    pub(super) flags: BTreeMap<String, Flag>,
    /// Rules that targeting refers to by name.
    pub(super) evaluators: BTreeMap<String, Value>,
    pub(super) metadata: BTreeMap<String, MetadataValue>,
}

#[derive(Debug, Clone)]
pub(super) struct Flag {
    pub(super) is_disabled: bool,
    pub(super) variants: BTreeMap<String, Value>,
    pub(super) default_variant: Option<String>,
    /// None where there is none, or an empty one.
    pub(super) targeting: Option<Value>,
    metadata: BTreeMap<String, MetadataValue>,
}

/// Absent and `null` are the same.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[derive(Deserialize)]
struct Wire {
    flags: Value,
    #[serde(rename = "$evaluators", default, deserialize_with = "or_default")]
    evaluators: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireFlag {
    key: Option<String>,
    #[serde(default)]
    state: State,
    #[serde(default, deserialize_with = "or_default")]
    variants: BTreeMap<String, Value>,
    default_variant: Option<Value>,
    targeting: Option<Value>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: BTreeMap<String, Value>,
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum State {
    #[default]
    Enabled,
    Disabled,
}

impl Definition {
    pub(super) fn read(json: &str) -> Result<Self, Error> {
        let wire: Wire = serde_json::from_str(json)
            .map_err(|error| malformed(&format!("this is no document of flagd's flags: {error}")))?;
        let named: Vec<(String, Value)> = match wire.flags {
            Value::Object(flags) => flags.into_iter().collect(),
            Value::Array(flags) => flags.into_iter().enumerate().map(|(at, flag)| (key(at, &flag), flag)).collect(),
            _ => return Err(malformed("`flags` is neither an object nor a list")),
        };
        let mut flags = BTreeMap::new();
        for (name, flag) in named {
            let read = WireFlag::deserialize(flag).map_err(|error| malformed(&format!("flag `{name}`: {error}")))?;
            flags.insert(read.key.clone().unwrap_or(name), Flag::new(read));
        }
        Ok(Self { flags, evaluators: wire.evaluators, metadata: metadata(wire.metadata) })
    }

    pub(super) fn metadata_of(&self, flag: &Flag) -> BTreeMap<String, MetadataValue> {
        let mut all = self.metadata.clone();
        all.extend(flag.metadata.clone());
        all
    }
}

/// The key of a flag in a list; where it has none, its number.
fn key(at: usize, flag: &Value) -> String {
    flag.get("key").and_then(Value::as_str).map_or_else(|| at.to_string(), str::to_owned)
}

impl Flag {
    fn new(wire: WireFlag) -> Self {
        let default_variant = match wire.default_variant {
            Some(Value::String(name)) if !name.is_empty() => Some(name),
            Some(Value::Bool(name)) => Some(name.to_string()),
            _ => None,
        };
        let is_empty = |rule: &Value| rule.is_null() || rule.as_object().is_some_and(serde_json::Map::is_empty);
        Self {
            is_disabled: wire.state == State::Disabled,
            variants: wire.variants,
            default_variant,
            targeting: wire.targeting.filter(|rule| !is_empty(rule)),
            metadata: metadata(wire.metadata),
        }
    }
}

/// Anything but texts, numbers and truth values is left out.
fn metadata(wire: BTreeMap<String, Value>) -> BTreeMap<String, MetadataValue> {
    let value = |value| match value {
        Value::String(text) => Some(MetadataValue::Text(text)),
        Value::Number(number) => number.as_f64().map(MetadataValue::Number),
        Value::Bool(truth) => Some(MetadataValue::Truth(truth)),
        _ => None,
    };
    wire.into_iter().filter_map(|(name, it)| value(it).map(|it| (name, it))).collect()
}

fn malformed(message: &str) -> Error {
    Error::new(ErrorKind::Malformed, message)
}
