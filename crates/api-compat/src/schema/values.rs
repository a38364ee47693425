//! The values of `enum` and `const`.

use std::collections::HashSet;

use serde_json::Value as Json;

/// Values that are as soon looked at as looked up.
const FEW: usize = 4;

/// A finite set of values, in the order in which they were written.
#[derive(Debug, Clone, Default)]
pub(crate) struct ValueSet {
    pub(crate) values: Vec<Json>,
    keys: HashSet<String>,
}

impl ValueSet {
    /// Numbers of the values are plain (see [`crate::contain::plain`]).
    pub(crate) fn new(values: Vec<Json>) -> Self {
        let keys = if values.len() < FEW { HashSet::new() } else { values.iter().map(ToString::to_string).collect() };
        Self { values, keys }
    }

    pub(crate) fn contains(&self, value: &Json) -> bool {
        // The members of objects are sorted, so that equal values have equal texts.
        if self.values.len() < FEW {
            return self.values.contains(value);
        }
        self.keys.contains(&value.to_string())
    }
}
