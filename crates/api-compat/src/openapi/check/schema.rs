//! References within schemas: the rest of a schema is judged by who reads schemas.

use super::{Check, Expected, has_base};
use crate::document::NodeId;

/// Keywords that hold data, not schemas.
const DATA: [&str; 6] = ["example", "examples", "default", "enum", "const", "mapping"];

/// Keywords whose members are schemas under names.
const NAMED: [&str; 6] =
    ["properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies"];

impl Check<'_> {
    /// Follows the references of the schema and all that it holds.
    pub(super) fn schema(&mut self, root: NodeId) {
        let tree = self.api.tree;
        let mut todo = vec![root];
        while let Some(node) = todo.pop() {
            // What `$id` sets as the base is for who reads schemas to find.
            if has_base(self.api.version) && tree.get(node, "$id").is_some() {
                continue;
            }
            for (key, value) in tree.entries(node) {
                match key {
                    "$ref" if tree.str(value).is_some_and(|text| !is_anchor(text)) => {
                        self.follow(node, value, Expected::Schema);
                    }
                    _ if NAMED.contains(&key) => todo.extend(tree.entries(value).map(|(_, member)| member)),
                    _ if DATA.contains(&key) || key.starts_with("x-") => {}
                    _ if tree.is_object(value) => todo.push(value),
                    _ => todo.extend(tree.items(value)),
                }
            }
        }
    }
}

/// Whether a reference names an anchor (`#name`), which is no matter of the tree.
fn is_anchor(reference: &str) -> bool {
    reference.split_once('#').is_some_and(|(_, fragment)| !fragment.is_empty() && !fragment.starts_with('/'))
}
