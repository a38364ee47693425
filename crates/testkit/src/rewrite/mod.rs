//! Rewrites an interface's document into an equal one: what a comparison must not notice.

mod chance;
mod references;
mod schemas;
mod surroundings;
mod visit;
mod write;

use serde_json::Value;

pub use chance::Chance;
pub use visit::{Dialect, visit_schemas};
pub use write::{json, yaml};

/// A way to write the same.
#[derive(Clone, Copy)]
pub struct Rewrite {
    /// What is done, for messages.
    pub name: &'static str,
    apply: fn(&mut Document, &mut Chance),
}

/// All of them.
pub const REWRITES: &[Rewrite] = &[
    Rewrite { name: "references inlined", apply: references::inline },
    Rewrite { name: "schemas moved to components", apply: references::extract },
    Rewrite { name: "components renamed", apply: references::rename },
    Rewrite { name: "schemas wrapped in a single allOf", apply: schemas::wrap },
    Rewrite { name: "enum, required and type reordered", apply: schemas::reorder },
    Rewrite { name: "parameters and security reordered", apply: surroundings::reorder },
    Rewrite { name: "enum of one value as const, and back", apply: schemas::constants },
    Rewrite { name: "enum as oneOf of constants", apply: schemas::alternatives },
    Rewrite { name: "defaults of schemas spelt out", apply: schemas::defaults },
    Rewrite { name: "defaults of parameters spelt out", apply: surroundings::defaults },
    Rewrite { name: "null in another form", apply: schemas::null },
];

/// A document and what its schemas are written in.
#[derive(Debug, Clone)]
pub struct Document {
    /// The document.
    pub value: Value,
    /// What its schemas are written in.
    pub dialect: Dialect,
}

impl Document {
    /// The document `value`; its dialect is told by its version.
    pub fn new(value: Value) -> Self {
        let dialect = Dialect::of(&value);
        Self { value, dialect }
    }

    /// The document rewritten; where nothing can be rewritten it is the same.
    pub fn rewritten(&self, rewrite: &Rewrite, seed: u64) -> Self {
        let mut document = self.clone();
        (rewrite.apply)(&mut document, &mut Chance::new(seed));
        document
    }
}
