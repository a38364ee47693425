//! Who asks.

use serde_json::{Map, Value, json};

use crate::Timestamp;

/// The request that a flag is evaluated for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Context {
    attributes: Map<String, Value>,
    now: Timestamp,
}

impl Context {
    /// A request of which nothing is known, in 1970.
    pub fn new() -> Self {
        Self::default()
    }

    /// The attributes of a JSON object.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`](crate::ErrorKind::Malformed) where it is none.
    pub fn read(json: &str) -> Result<Self, crate::Error> {
        let attributes = serde_json::from_str(json).map_err(|error| {
            crate::Error::new(crate::ErrorKind::Malformed, format!("this is no object of attributes: {error}"))
        })?;
        Ok(Self { attributes, now: Timestamp::default() })
    }

    /// The instant, which targeting sees as `$flagd.timestamp`.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }

    /// What decisions stick to.
    #[must_use]
    pub fn with_targeting_key(self, key: impl Into<String>) -> Self {
        self.with("targetingKey", key.into())
    }

    /// An attribute; what has no form in JSON is left out.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl serde::Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.attributes.insert(name.into(), value);
        }
        self
    }

    /// What targeting of the flag `key` sees.
    pub(super) fn data(&self, key: &str) -> Value {
        let mut data = self.attributes.clone();
        let seconds = self.now.milliseconds().div_euclid(1_000);
        data.insert("$flagd".to_owned(), json!({ "flagKey": key, "timestamp": seconds }));
        Value::Object(data)
    }
}
