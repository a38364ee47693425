//! Which members of two lists (`oneOf`, `anyOf`, `allOf`) belong together, and what people call them.

use super::walk::Walk;
use crate::change::Role;
use crate::comparison::Side;
use crate::document::{NodeId, Resolve as _, Tree};

/// Takes out what stands on both sides.
pub(super) fn drop_equal(walk: &mut Walk<'_, '_>, old: &mut Vec<NodeId>, new: &mut Vec<NodeId>) {
    old.retain(|was| {
        let found = new.iter().position(|is| walk.same(*was, *is));
        if let Some(at) = found {
            new.remove(at);
        }
        found.is_none()
    });
}

/// Members held against each other for whether they accept the same.
const ALIKE: usize = 64;

/// Takes out pairs that accept the same, however that is written: behind a reference, in an `allOf`.
pub(super) fn in_other_words(
    walk: &mut Walk<'_, '_>,
    old: &mut Vec<NodeId>,
    new: &mut Vec<NodeId>,
) -> Vec<(NodeId, NodeId)> {
    let mut pairs = Vec::new();
    if old.len().saturating_mul(new.len()) > ALIKE {
        return pairs;
    }
    old.retain(|was| {
        let found = new.iter().position(|is| !is_another_name(walk, *was, *is) && walk.accept_the_same(*was, *is));
        if let Some(at) = found {
            pairs.push((*was, new.remove(at)));
        }
        found.is_none()
    });
    pairs
}

/// Whether two members of a request refer to schemas of different names that both documents have: the one was not
/// renamed, another one was put in its place. Where a discriminator maps values to schemas, these are the names.
pub(super) fn is_another_name(walk: &Walk<'_, '_>, was: NodeId, is: NodeId) -> bool {
    let (old, new) = (walk.before().tree, walk.after().tree);
    let reference = |tree: &'_ Tree, node| tree.get(node, "$ref").and_then(|it| tree.str(it)).map(str::to_owned);
    let (Some(before), Some(after)) = (reference(old, was), reference(new, is)) else { return false };
    let is_mapped = |tree: &Tree, member: NodeId| {
        let holder = tree.parent(member).and_then(|list| tree.parent(list));
        holder.and_then(|it| tree.get(it, "discriminator")).is_some_and(|it| tree.get(it, "mapping").is_some())
    };
    walk.role() == Role::Request
        && before != after
        && !(is_mapped(old, was) && is_mapped(new, is))
        && new.resolve(is, &before).is_some()
        && old.resolve(was, &after).is_some()
}

/// Takes out pairs of members that belong together: by the value that a discriminator maps to them, by what their references are called, by title, by the constant of
/// a property, by type, and one that is left on either side.
pub(super) fn matched(
    before: Side<'_>,
    after: Side<'_>,
    old: &mut Vec<NodeId>,
    new: &mut Vec<NodeId>,
) -> Vec<(NodeId, NodeId)> {
    let mut pairs = Vec::new();
    let signs: [fn(Side<'_>, NodeId) -> Option<String>; 5] = [mapped_value, reference_name, title, constant, type_name];
    for sign in signs {
        old.retain(|was| {
            let Some(wanted) = sign(before, *was) else { return true };
            let found = new.iter().position(|is| sign(after, *is).as_ref() == Some(&wanted));
            if let Some(at) = found {
                pairs.push((*was, new.remove(at)));
            }
            found.is_none()
        });
    }
    if let ([was], [is]) = (old.as_slice(), new.as_slice()) {
        let related = before.tree.get(*was, "$ref").is_none()
            && after.tree.get(*is, "$ref").is_none()
            && type_name(before, *was).is_none()
            && type_name(after, *is).is_none();
        if related {
            pairs.push((*was, *is));
            old.clear();
            new.clear();
        }
    }
    pairs
}

/// The value that stands for the member, where the discriminator beside the list maps it.
fn mapped_value(side: Side<'_>, node: NodeId) -> Option<String> {
    let holder = side.tree.parent(side.tree.parent(node)?)?;
    let mapping = side.tree.get(side.tree.get(holder, "discriminator")?, "mapping")?;
    let reference = side.tree.str(side.tree.get(node, "$ref")?)?;
    let name = reference.rsplit('/').next();
    let means = |target: &str| target == reference || Some(target) == name;
    let mut values = side.tree.entries(mapping).filter(|(_, target)| side.tree.str(*target).is_some_and(means));
    values.next().map(|(value, _)| value.to_owned())
}

/// The name by which the discriminator beside the list knows a member that it does not map, and where that is written.
pub(super) fn discriminating_name(side: Side<'_>, node: NodeId) -> Option<(String, NodeId)> {
    let holder = side.tree.parent(side.tree.parent(node)?)?;
    side.tree.get(holder, "discriminator").filter(|_| mapped_value(side, node).is_none())?;
    let reference = side.tree.get(node, "$ref")?;
    let name = side.tree.str(reference)?.strip_prefix("#/components/schemas/")?;
    Some((name.to_owned(), reference))
}

pub(super) fn reference_name(side: Side<'_>, node: NodeId) -> Option<String> {
    let text = side.tree.str(side.tree.get(node, "$ref")?)?;
    text.rsplit('/').next().map(str::to_owned)
}

fn title(side: Side<'_>, node: NodeId) -> Option<String> {
    side.tree.str(side.tree.get(node, "title")?).map(str::to_owned)
}

/// The first property that has one value only, with that value.
fn constant(side: Side<'_>, node: NodeId) -> Option<String> {
    let properties = side.tree.get(node, "properties")?;
    side.tree.entries(properties).find_map(|(name, schema)| {
        let value = side.tree.get(schema, "const").or_else(|| {
            let list = side.tree.get(schema, "enum")?;
            let mut values = side.tree.items(list);
            values.next().filter(|_| values.next().is_none())
        })?;
        Some(format!("{name}={}", side.tree.to_json(value)))
    })
}

fn type_name(side: Side<'_>, node: NodeId) -> Option<String> {
    side.tree.str(side.tree.get(node, "type")?).map(str::to_owned)
}

/// What people call a member.
pub(super) fn name(side: Side<'_>, node: NodeId) -> String {
    let known = reference_name(side, node).or_else(|| title(side, node)).or_else(|| constant(side, node));
    known
        .or_else(|| type_name(side, node))
        .unwrap_or_else(|| side.tree.pointer(node).rsplit('/').next().unwrap_or_default().to_owned())
}
