//! Who asks.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::wire::{or_default, text};
use crate::Timestamp;
use crate::bucketing::xxh64;

/// The request that a decision is for: Unleash's context, the instant, and its own chance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    attributes: BTreeMap<String, String>,
    host_name: Option<String>,
    chance: u64,
}

impl Context {
    /// A request of which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// The user's id.
    #[must_use]
    pub fn with_user_id(self, id: impl Into<String>) -> Self {
        self.with_property("userId", id)
    }

    /// The session's id.
    #[must_use]
    pub fn with_session_id(self, id: impl Into<String>) -> Self {
        self.with_property("sessionId", id)
    }

    /// The application's name.
    #[must_use]
    pub fn with_app_name(self, name: impl Into<String>) -> Self {
        self.with_property("appName", name)
    }

    /// The environment's name.
    #[must_use]
    pub fn with_environment(self, name: impl Into<String>) -> Self {
        self.with_property("environment", name)
    }

    /// The user's IP address.
    #[must_use]
    pub fn with_remote_address(self, address: impl Into<String>) -> Self {
        self.with_property("remoteAddress", address)
    }

    /// The instant.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        self.with_property("currentTime", now.to_string())
    }

    /// A property of one's own, or one of the above under Unleash's name for it.
    #[must_use]
    pub fn with_property(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }

    /// The name of the machine that the service runs on.
    #[must_use]
    pub fn with_host_name(mut self, name: impl Into<String>) -> Self {
        self.host_name = Some(name.into());
        self
    }

    /// A number drawn for this request: what sticks to nothing follows it.
    #[must_use]
    pub fn with_chance(mut self, chance: u64) -> Self {
        self.chance = chance;
        self
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    pub(super) fn host_name(&self) -> Option<&str> {
        self.host_name.as_deref()
    }

    /// A number from 1 to `most` for a purpose, by chance; 0 where `most` is 0.
    pub(super) fn draw(&self, purpose: &str, most: u32) -> u32 {
        let drawn = xxh64(purpose.as_bytes(), self.chance) >> 32;
        let drawn = ((drawn * u64::from(most)) >> 32) as u32;
        drawn + u32::from(most > 0)
    }
}

/// Unleash's own form: `userId`, `properties` and so on. Numbers and truth values become texts; what has none, null
/// too, is absent.
impl<'de> Deserialize<'de> for Context {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            #[serde(default, deserialize_with = "or_default")]
            properties: BTreeMap<String, Value>,
            #[serde(flatten)]
            others: BTreeMap<String, Value>,
        }
        let wire = Wire::deserialize(deserializer)?;
        let attributes = wire.properties.into_iter().chain(wire.others);
        let attributes = attributes.filter_map(|(name, value)| text(value).map(|value| (name, value)));
        Ok(Self { attributes: attributes.collect(), ..Self::default() })
    }
}
