//! Who asks.

use std::collections::BTreeMap;

/// The attributes of a request, as texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    attributes: BTreeMap<String, String>,
}

impl Context {
    /// A request of which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more attribute; numbers are written in decimal digits.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl std::fmt::Display) -> Self {
        self.attributes.insert(name.into(), format!("{value}"));
        self
    }

    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}
