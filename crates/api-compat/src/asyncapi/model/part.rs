//! References and traits.

use crate::document::{NodeId, Resolve as _, Tree};

/// References that are followed from one object to the next before the chain counts as endless.
const CHAIN: usize = 32;

/// The object that stands at `node`, or the one that it refers to. None where a reference leads nowhere.
pub(in crate::asyncapi) fn deref(tree: &Tree, node: NodeId) -> Option<NodeId> {
    let mut at = node;
    for _ in 0..CHAIN {
        let Some(reference) = tree.get(at, "$ref").and_then(|it| tree.str(it)) else { return Some(at) };
        at = tree.resolve(at, reference)?;
    }
    None
}

/// The field `key` of an operation or a message, its traits merged (version 2: what a trait says goes before, the last
/// trait first; version 3: what the object itself says goes before).
pub(in crate::asyncapi) fn field(tree: &Tree, node: NodeId, key: &str) -> Option<NodeId> {
    let own = tree.get(node, key);
    let traits: Vec<NodeId> = tree.get(node, "traits").map_or_else(Vec::new, |list| tree.items(list).collect());
    if traits.is_empty() {
        return own;
    }
    let of_traits = || traits.iter().rev().find_map(|it| tree.get(deref(tree, *it)?, key));
    if is_version_3(tree) { own.or_else(of_traits) } else { of_traits().or(own) }
}

/// Whether the document is one of version 3.
pub(super) fn is_version_3(tree: &Tree) -> bool {
    let stated = tree.root().and_then(|root| tree.get(root, "asyncapi")).and_then(|it| tree.str(it));
    stated.is_some_and(|version| version.starts_with('3'))
}

/// The text of a field.
pub(super) fn text(tree: &Tree, node: NodeId, key: &str) -> Option<String> {
    tree.str(field(tree, node, key)?).map(str::to_owned)
}
