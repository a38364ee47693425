//! The values of `enum` and `const`.

use std::collections::HashSet;

use serde_json::Value as Json;

/// A finite set of values, in the order in which they were written.
#[derive(Debug, Clone, Default)]
pub(crate) struct ValueSet {
    pub(crate) values: Vec<Json>,
    keys: HashSet<String>,
}

impl ValueSet {
    /// Numbers of the values are plain (see [`crate::contain::plain`]).
    pub(crate) fn new(values: Vec<Json>) -> Self {
        let keys = values.iter().map(ToString::to_string).collect();
        Self { values, keys }
    }

    pub(crate) fn contains(&self, value: &Json) -> bool {
        // The text of an object depends on the order of its members.
        if self.values.len() < 4 || value.is_object() || value.is_array() {
            return self.values.contains(value);
        }
        self.keys.contains(&value.to_string())
    }
}
