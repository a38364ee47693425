//! What Unleash's server sends. Keys that decide nothing are left alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Absent and `null` are the same.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A state, or events that change one.
#[derive(Debug, Deserialize)]
pub(super) struct Update {
    features: Option<Vec<Feature>>,
    #[serde(default, deserialize_with = "or_default")]
    segments: Vec<Segment>,
    #[serde(default, deserialize_with = "or_default")]
    events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum Event {
    Hydration {
        #[serde(default, deserialize_with = "or_default")]
        features: Vec<Feature>,
        #[serde(default, deserialize_with = "or_default")]
        segments: Vec<Segment>,
    },
    FeatureUpdated {
        feature: Feature,
    },
    FeatureRemoved {
        feature_name: String,
    },
    SegmentUpdated {
        segment: Segment,
    },
    SegmentRemoved {
        segment_id: i64,
    },
    /// Of a newer server.
    #[serde(other)]
    Other,
}

/// All features and segments, by name and by number.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) features: BTreeMap<String, Feature>,
    pub(super) segments: BTreeMap<i64, Segment>,
}

impl State {
    pub(super) fn apply(&mut self, update: Update) {
        if let Some(features) = update.features {
            self.replace(features, update.segments);
        }
        for event in update.events {
            match event {
                Event::Hydration { features, segments } => self.replace(features, segments),
                Event::FeatureUpdated { feature } => {
                    self.features.insert(feature.name.clone(), feature);
                }
                Event::FeatureRemoved { feature_name } => {
                    self.features.remove(&feature_name);
                }
                Event::SegmentUpdated { segment } => {
                    self.segments.insert(segment.id, segment);
                }
                Event::SegmentRemoved { segment_id } => {
                    self.segments.remove(&segment_id);
                }
                Event::Other => {}
            }
        }
    }

    fn replace(&mut self, features: Vec<Feature>, segments: Vec<Segment>) {
        self.features = features.into_iter().map(|feature| (feature.name.clone(), feature)).collect();
        self.segments = segments.into_iter().map(|segment| (segment.id, segment)).collect();
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Feature {
    pub(super) name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) enabled: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) strategies: Vec<Strategy>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) variants: Vec<Variant>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) dependencies: Vec<Dependency>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Segment {
    pub(super) id: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) constraints: Vec<Constraint>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Strategy {
    pub(super) name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) parameters: BTreeMap<String, Text>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) constraints: Vec<Constraint>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) segments: Vec<i64>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) variants: Vec<Variant>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Constraint {
    pub(super) context_name: String,
    /// As it stands: one that is not known never holds.
    pub(super) operator: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) values: Vec<Text>,
    pub(super) value: Option<Text>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) inverted: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) case_insensitive: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Dependency {
    pub(super) feature: String,
    pub(super) enabled: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) variants: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Variant {
    pub(super) name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) weight: i64,
    pub(super) stickiness: Option<String>,
    pub(super) payload: Option<Payload>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) overrides: Vec<Override>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Payload {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) value: Text,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Override {
    pub(super) context_name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) values: Vec<Text>,
}

/// A text, a number or a truth value as its text; anything else is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text(pub(super) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(text(Value::deserialize(deserializer)?).unwrap_or_default()))
    }
}

/// The text of a text, a number or a truth value.
pub(super) fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
