//! References from one place of a document to another, or to another file.

use super::{NodeId, Tree};

/// Files that the tree refers to and does not hold.
pub(super) fn missing_files(_tree: &Tree) -> Vec<String> {
    Vec::new()
}

impl Tree {
    /// What the URI reference `reference`, which stands in the file of `from`, points to: `#/a/b`, `file.yaml`,
    /// `file.yaml#/a/b`. Anchors and `$id` are no matter of the tree.
    pub(crate) fn resolve(&self, _from: NodeId, _reference: &str) -> Option<NodeId> {
        None
    }
}
