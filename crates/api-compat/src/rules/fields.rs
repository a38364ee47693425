//! What rules read from the objects that came or went.

use super::Context;
use crate::change::Change;
use crate::document::{NodeId, Resolve as _, Tree};

/// References that are followed from one object to the next before the chain counts as endless.
const CHAIN: usize = 32;

/// The value of a field of an object, or of the one that it refers to.
pub(crate) fn field(tree: &Tree, node: Option<NodeId>, name: &str) -> Option<NodeId> {
    let mut at = node?;
    for _ in 0..CHAIN {
        if let Some(value) = tree.get(at, name) {
            return Some(value);
        }
        let reference = tree.get(at, "$ref").and_then(|it| tree.str(it))?;
        at = tree.resolve(at, reference)?;
    }
    None
}

/// Whether a parameter, a body or a header must be there.
pub(crate) fn is_required(node: Option<NodeId>, tree: &Tree) -> bool {
    field(tree, node, "required").and_then(|flag| tree.bool(flag)) == Some(true)
}

/// Whether the response that changed tells of a success: `2XX`, `200`; `default` where no other does.
pub(crate) fn is_success(tree: &Tree, change: &Change) -> bool {
    let status = change.item.as_deref().unwrap_or_default();
    if status != "default" {
        return status.starts_with('2');
    }
    let responses = change.before.and_then(|node| tree.parent(node));
    !responses.is_some_and(|all| tree.entries(all).any(|(status, _)| status.starts_with('2')))
}

/// Whether the objects in which a field changed are of the same `type`.
pub(crate) fn is_same_type(change: &Change, context: &Context<'_>) -> bool {
    let of = |tree: &'_ Tree, node: Option<NodeId>| {
        let node = node?;
        let holder = if tree.is_object(node) { node } else { tree.parent(node)? };
        tree.get(holder, "type").and_then(|word| tree.str(word)).map(str::to_owned)
    };
    of(context.before.tree, change.before) == of(context.after.tree, change.after)
}

/// Whether a requirement of the document or of an operation of its paths names the scope.
pub(crate) fn is_needed(tree: &Tree, scope: &str) -> bool {
    let Some(root) = tree.root() else { return false };
    let names = |owner: NodeId| {
        let requirements = tree.get(owner, "security").into_iter().flat_map(|list| tree.items(list));
        let mut scopes = requirements.flat_map(|it| tree.entries(it)).flat_map(|(_, scopes)| tree.items(scopes));
        scopes.any(|it| tree.str(it) == Some(scope))
    };
    let paths = tree.get(root, "paths").into_iter().flat_map(|paths| tree.entries(paths));
    let mut operations = paths.flat_map(|(_, path)| tree.entries(path));
    names(root) || operations.any(|(_, operation)| names(operation))
}
