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
    fields(tree, node, key).first().copied()
}

/// All that is stated of an object, itself and its traits, what goes before first.
pub(in crate::asyncapi) fn fields(tree: &Tree, node: NodeId, key: &str) -> Vec<NodeId> {
    let own = tree.get(node, key);
    let traits = tree.get(node, "traits").into_iter().flat_map(|list| tree.items(list).rev());
    let of_traits: Vec<NodeId> = traits.filter_map(|it| tree.get(deref(tree, it)?, key)).collect();
    if is_version_3(tree) {
        own.into_iter().chain(of_traits).collect()
    } else {
        of_traits.into_iter().chain(own).collect()
    }
}

/// Whether the document is one of version 3.
pub(in crate::asyncapi) fn is_version_3(tree: &Tree) -> bool {
    let stated = tree.root().and_then(|root| tree.get(root, "asyncapi")).and_then(|it| tree.str(it));
    stated.is_some_and(|version| version.starts_with('3'))
}

/// The text of a field.
pub(super) fn text(tree: &Tree, node: NodeId, key: &str) -> Option<String> {
    tree.str(field(tree, node, key)?).map(str::to_owned)
}
