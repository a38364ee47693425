//! What no validator looks at: texts, examples, hints for readers and generators.

use std::collections::BTreeSet;

use super::view::View;
use super::walk::{Found, Spot, Walk};
use crate::change::{Edit, Element};
use crate::comparison::Side;
use crate::document::NodeId;

/// Annotations whose value is compared as a whole.
const PLAIN: [&str; 17] = [
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$dynamicAnchor",
    "$comment",
    "title",
    "description",
    "default",
    "example",
    "examples",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "externalDocs",
    "xml",
    "collectionFormat",
];

/// Annotations that are false where they do not stand.
const FLAGS: [&str; 3] = ["deprecated", "readOnly", "writeOnly"];

/// Keywords that are looked at elsewhere, or that only hold schemas for references.
const ELSEWHERE: [&str; 47] = [
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "$recursiveAnchor",
    "$vocabulary",
    "$defs",
    "definitions",
    "type",
    "nullable",
    "x-nullable",
    "enum",
    "const",
    "format",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "items",
    "prefixItems",
    "additionalItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "properties",
    "patternProperties",
    "additionalProperties",
    "required",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "discriminator",
    "unevaluatedItems",
    "unevaluatedProperties",
];

pub(super) fn compare(walk: &mut Walk<'_, '_>, spot: &Spot) {
    for field in PLAIN {
        plain(walk, spot, field, field, None);
    }
    for field in FLAGS {
        flag(walk, spot, field);
    }
    discriminator(walk, spot);
    extensible(walk, spot);
    others(walk, spot);
}

fn plain(walk: &mut Walk<'_, '_>, spot: &Spot, keyword: &str, field: &'static str, item: Option<&str>) {
    let (old, new) = (spot.before.first(walk.before(), keyword), spot.after.first(walk.after(), keyword));
    let edit = match (old, new) {
        (None, Some(_)) => Edit::Added,
        (Some(_), None) => Edit::Removed,
        (Some(old), Some(new)) if walk.before().tree.digest(old) != walk.after().tree.digest(new) => Edit::Changed,
        _ => return,
    };
    let found = Found::new(field, edit, old, new);
    walk.note(spot, Found { item: item.map(str::to_owned), ..found });
}

fn flag(walk: &mut Walk<'_, '_>, spot: &Spot, field: &'static str) {
    let set = |side: Side<'_>, view: &View| {
        view.all(side, field).map(|(_, value)| value).find(|value| side.tree.bool(*value) == Some(true))
    };
    let (old, new) = (set(walk.before(), &spot.before), set(walk.after(), &spot.after));
    match (old, new) {
        (None, Some(_)) => walk.note(spot, Found::new(field, Edit::Added, None, new)),
        (Some(_), None) => walk.note(spot, Found::new(field, Edit::Removed, old, None)),
        _ => {}
    }
}

/// OpenAPI's hint which member of a union a message is. In 2.0 it is the name of the property alone.
fn discriminator(walk: &mut Walk<'_, '_>, spot: &Spot) {
    let (before, after) = (walk.before(), walk.after());
    let (old, new) = (spot.before.first(before, "discriminator"), spot.after.first(after, "discriminator"));
    let (old, new) = match (old, new) {
        (None, None) => return,
        (None, Some(_)) => return walk.note(spot, Found::new("discriminator", Edit::Added, None, new)),
        (Some(_), None) => return walk.note(spot, Found::new("discriminator", Edit::Removed, old, None)),
        (Some(old), Some(new)) => (old, new),
    };
    let property = |side: Side<'_>, node: NodeId| side.tree.get(node, "propertyName").unwrap_or(node);
    let (was, is) = (property(before, old), property(after, new));
    if before.tree.str(was) != after.tree.str(is) {
        let found = Found::new("propertyName", Edit::Changed, Some(was), Some(is));
        walk.note(spot, Found { element: Element::Discriminator, ..found });
    }
    mapping(walk, spot, old, new);
    let default = (before.tree.get(old, "defaultMapping"), after.tree.get(new, "defaultMapping"));
    let text = (default.0.and_then(|it| before.tree.str(it)), default.1.and_then(|it| after.tree.str(it)));
    let edit = match text {
        (None, Some(_)) => Edit::Added,
        (Some(_), None) => Edit::Removed,
        (old, new) if old != new => Edit::Changed,
        _ => return,
    };
    let found = Found::new("defaultMapping", edit, default.0, default.1).item("any other value");
    walk.note(spot, Found { element: Element::Discriminator, ..found });
}

fn mapping(walk: &mut Walk<'_, '_>, spot: &Spot, old: NodeId, new: NodeId) {
    let (before, after) = (walk.before(), walk.after());
    let lists = (before.tree.get(old, "mapping"), after.tree.get(new, "mapping"));
    let mut edits = Vec::new();
    for (name, was) in lists.0.into_iter().flat_map(|list| before.tree.entries(list)) {
        match lists.1.and_then(|list| after.tree.get(list, name)) {
            None => edits.push((name, Edit::Removed, Some(was), None)),
            Some(is) if before.tree.str(was) == after.tree.str(is) => {}
            Some(is) => edits.push((name, Edit::Changed, Some(was), Some(is))),
        }
    }
    for (name, is) in lists.1.into_iter().flat_map(|list| after.tree.entries(list)) {
        if lists.0.and_then(|list| before.tree.get(list, name)).is_none() {
            edits.push((name, Edit::Added, None, Some(is)));
        }
    }
    for (name, edit, was, is) in edits {
        let found =
            Found::new("mapping", edit, was.or(Some(old)), is.or(Some(new))).item(format!("the value `{name}`"));
        walk.note(spot, Found { element: Element::Discriminator, ..found });
    }
}

/// Values that are known without being the only ones (`x-extensible-enum`).
fn extensible(walk: &mut Walk<'_, '_>, spot: &Spot) {
    const FIELD: &str = "x-extensible-enum";
    let (before, after) = (walk.before(), walk.after());
    let (old, new) = (spot.before.first(before, FIELD), spot.after.first(after, FIELD));
    let values = |side: Side<'_>, list: Option<NodeId>| -> Vec<(NodeId, u64)> {
        list.into_iter().flat_map(|it| side.tree.items(it)).map(|it| (it, side.tree.digest(it))).collect()
    };
    let (was, is) = (values(before, old), values(after, new));
    let lacks = |list: &[(NodeId, u64)], digest: u64| !list.iter().any(|(_, other)| *other == digest);
    for (node, _) in was.iter().filter(|(_, digest)| lacks(&is, *digest)) {
        let item = before.tree.to_json(*node).to_string();
        walk.note(spot, Found::new(FIELD, Edit::Removed, Some(*node), new).item(item));
    }
    for (node, _) in is.iter().filter(|(_, digest)| lacks(&was, *digest)) {
        let item = after.tree.to_json(*node).to_string();
        walk.note(spot, Found::new(FIELD, Edit::Added, old, Some(*node)).item(item));
    }
}

/// Extensions, and keywords that no specification knows.
fn others(walk: &mut Walk<'_, '_>, spot: &Spot) {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (side, view) in [(walk.before(), &spot.before), (walk.after(), &spot.after)] {
        for node in &view.nodes {
            names.extend(side.tree.entries(*node).map(|(key, _)| key).filter(|key| !is_known(key)));
        }
    }
    for name in names {
        let field = if name.starts_with("x-") { "x-" } else { "keyword" };
        plain(walk, spot, name, field, Some(name));
    }
}

fn is_known(keyword: &str) -> bool {
    PLAIN.contains(&keyword)
        || FLAGS.contains(&keyword)
        || ELSEWHERE.contains(&keyword)
        || matches!(keyword, "if" | "then" | "else" | "x-extensible-enum")
}

/// Whether a keyword can refuse a value.
pub(super) fn constrains(keyword: &str) -> bool {
    !(PLAIN.contains(&keyword)
        || FLAGS.contains(&keyword)
        || keyword.starts_with("x-") && keyword != "x-nullable"
        || matches!(keyword, "$defs" | "definitions" | "discriminator" | "$vocabulary"))
}
