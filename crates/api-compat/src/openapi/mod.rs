//! OpenAPI 2.0 to 3.2: one model, and what differs between two of it.

use crate::comparison::Comparison;
use crate::document::Tree;
use crate::schema::Dialect;

/// The dialect of the schemas of an OpenAPI document, as its version tells.
pub(crate) fn dialect(tree: &Tree) -> Dialect {
    let word = |key| tree.get(tree.root()?, key).and_then(|node| tree.str(node));
    match word("openapi") {
        _ if word("swagger").is_some() => Dialect::OpenApi20,
        Some(version) if version.starts_with("3.0") => Dialect::OpenApi30,
        _ => Dialect::OpenApi31,
    }
}

/// Records what differs between two OpenAPI documents.
pub(crate) fn compare(_comparison: &mut Comparison<'_>) {}
