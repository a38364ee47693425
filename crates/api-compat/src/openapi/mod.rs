//! OpenAPI 2.0 to 3.2: one model, and what differs between two of it.
//!
//! `model/` are views over the tree that read every version in the same words; `objects/` is the table of the
//! specification's objects and fields; `diff/` emits a [`crate::change::Change`] for everything that differs.

mod check;
mod diff;
pub(crate) mod left_out;
mod model;
mod objects;
mod same;
mod usage;

use crate::comparison::Comparison;
use crate::document::Tree;
use crate::schema::Dialect;

/// The dialect of the schemas of an OpenAPI document, as its version tells.
pub(crate) fn dialect(tree: &Tree) -> Dialect {
    match model::Api::of(tree).map(|api| api.version) {
        Some(objects::Version::V20) => Dialect::OpenApi20,
        Some(objects::Version::V30) => Dialect::OpenApi30,
        _ => Dialect::OpenApi31,
    }
}

/// Records what differs between two OpenAPI documents.
pub(crate) fn compare(comparison: &mut Comparison<'_>) {
    let told = [comparison.before.tree, comparison.after.tree].map(check::check);
    comparison.diagnostics.extend(told.into_iter().flatten());
    if let Some(differ) = diff::Differ::new(comparison) {
        differ.compare();
    }
}

#[cfg(test)]
mod tests;
