//! What kind of interface a document describes.

use crate::document::{NodeId, Tree};

/// What kind of interface a document describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// OpenAPI 2.0 (Swagger), 3.0, 3.1, 3.2.
    OpenApi,
    /// JSON Schema, draft 4 to 2020-12.
    JsonSchema,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::OpenApi, Self::JsonSchema];

    /// The word used in every output, for example `openapi`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpenApi => "openapi",
            Self::JsonSchema => "json-schema",
        }
    }

    /// The kind that the root of a document tells, where it does.
    pub(crate) fn recognise(tree: &Tree, root: NodeId) -> Option<Self> {
        let has = |key: &str| tree.get(root, key).is_some();
        if has("openapi") || has("swagger") {
            return Some(Self::OpenApi);
        }
        let words = ["$schema", "$id", "$ref", "$defs", "definitions", "type", "properties", "allOf", "anyOf", "oneOf"];
        words.iter().any(|key| has(key)).then_some(Self::JsonSchema)
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = || Self::ALL.map(Self::as_str).join(", ");
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("unknown kind `{text}`: expected one of {}", known()))
    }
}
