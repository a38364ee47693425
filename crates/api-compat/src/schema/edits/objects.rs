//! Properties: declared, required, by pattern, and all others.

use std::collections::{HashMap, HashSet};

use super::moot;
use super::view::View;
use super::walk::{Found, Spot, Walk};
use crate::change::{Edit, Role};
use crate::comparison::Side;
use crate::contain::{Group, Judgement, Of, Step};
use crate::document::NodeId;
use crate::schema::Edges;

/// Declared properties by name, with all schemas that describe each, in the order of the text.
struct Properties<'t> {
    names: Vec<&'t str>,
    schemas: HashMap<&'t str, Vec<NodeId>>,
}

/// Names that must be there, with the item of `required` that says so.
type Required<'t> = HashMap<&'t str, NodeId>;

pub(super) fn compare(walk: &mut Walk<'_, '_>, spot: &Spot) {
    let (before, after) = (walk.before(), walk.after());
    let (old, new) = (properties(before, &spot.before), properties(after, &spot.after));
    let must = (required(before, &spot.before), required(after, &spot.after));
    let must = (seen_by(walk, Of::Before, must.0, &old), seen_by(walk, Of::After, must.1, &new));
    let mut done = HashSet::new();
    for name in &new.names {
        if !old.schemas.contains_key(name) {
            done.insert(*name);
            added(walk, spot, name, &new.schemas[name], must.1.contains_key(name) && !must.0.contains_key(name));
        }
    }
    for name in &old.names {
        if !new.schemas.contains_key(name) {
            done.insert(*name);
            removed(walk, spot, name, &old.schemas[name], must.0.contains_key(name) && !must.1.contains_key(name));
        }
    }
    requirements(walk, spot, &must, &done);
    let inner = moot::inside(walk, spot, &["object"]);
    for name in &new.names {
        if let Some(was) = old.schemas.get(name) {
            let (was, is) = (was.clone(), new.schemas[name].clone());
            // What one side does not let into messages of this role cannot break them.
            let is_hidden = is_hidden(walk, Of::Before, &was) || is_hidden(walk, Of::After, &is);
            let mut spot = inner.clone();
            if is_hidden {
                (spot.contained, spot.kept_back) = ((true, true), true);
            }
            walk.child(&spot, was, is, &spot.path.property(name));
        }
    }
    by_pattern(walk, spot, &inner);
    others(walk, spot, &inner, (&old, &new));
}

fn properties<'t>(side: Side<'t>, view: &View) -> Properties<'t> {
    let mut all = Properties { names: Vec::new(), schemas: HashMap::new() };
    for (name, schema) in
        view.nodes.iter().filter_map(|node| side.tree.get(*node, "properties")).flat_map(|it| side.tree.entries(it))
    {
        let schemas = all.schemas.entry(name).or_insert_with(|| {
            all.names.push(name);
            Vec::new()
        });
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    all
}

fn required<'t>(side: Side<'t>, view: &View) -> Required<'t> {
    let lists = view.nodes.iter().filter_map(|node| side.tree.get(*node, "required"));
    let items = lists.flat_map(|list| side.tree.items(list));
    items.filter_map(|item| Some((side.tree.str(item)?, item))).collect()
}

/// Without the names that a message of this role does not hold: `readOnly` ones are not sent, `writeOnly` ones do not
/// come back, and `required` counts for the other direction only (OpenAPI 3.0, Schema Object, Fixed Fields).
fn seen_by<'t>(walk: &mut Walk<'_, '_>, of: Of, mut must: Required<'t>, declared: &Properties<'_>) -> Required<'t> {
    must.retain(|name, _| !declared.schemas.get(name).is_some_and(|schemas| is_hidden(walk, of, schemas)));
    must
}

/// Whether a property of these schemas does not stand in messages of the walk's role.
fn is_hidden(walk: &mut Walk<'_, '_>, of: Of, schemas: &[NodeId]) -> bool {
    let keyword = match walk.role() {
        Role::Request => "readOnly",
        Role::Response => "writeOnly",
        Role::Neither => return false,
    };
    let view = walk.open(of, schemas.to_vec());
    let side = walk.side(of);
    view.all(side, keyword).any(|(_, value)| side.tree.bool(value) == Some(true))
}

fn added(walk: &mut Walk<'_, '_>, spot: &Spot, name: &str, is: &[NodeId], must: bool) {
    let path = spot.path.property(name);
    let hidden = is_hidden(walk, Of::After, is);
    let mut edges = match applying(walk, Of::Before, &spot.before) {
        _ if hidden => Edges { old_in_new: Judgement::Contained, new_in_old: Judgement::Contained },
        None => Edges { old_in_new: Judgement::Contained, new_in_old: Judgement::Contained },
        Some(was) => Edges {
            old_in_new: walk.judge(Of::Before, &was, is, None),
            new_in_old: walk.judge(Of::After, is, &was, None),
        },
    };
    // What is required is judged on the object: it is missed there.
    let mut at = path;
    if must {
        let missed = requirement(walk, spot, Of::Before, name);
        if missed == Judgement::Contained {
            edges =
                moot::judge(walk, spot, &Found::new("required", Edit::Added, None, None).by(Group::Required), edges);
        } else {
            at = spot.path.clone();
            edges = Edges { old_in_new: missed, new_in_old: Judgement::Contained };
        }
    }
    let found = Found::new("properties", Edit::Added, None, is.first().copied()).item(name);
    walk.emit(spot, &at, Found { required: must, hidden, ..found }, edges);
}

fn removed(walk: &mut Walk<'_, '_>, spot: &Spot, name: &str, was: &[NodeId], must: bool) {
    let path = spot.path.property(name);
    let hidden = is_hidden(walk, Of::Before, was);
    let mut edges = match applying(walk, Of::After, &spot.after) {
        _ if hidden => Edges { old_in_new: Judgement::Contained, new_in_old: Judgement::Contained },
        None => Edges { old_in_new: Judgement::Contained, new_in_old: Judgement::Contained },
        Some(is) => Edges {
            old_in_new: walk.judge(Of::Before, was, &is, None),
            new_in_old: walk.judge(Of::After, &is, was, None),
        },
    };
    let mut at = path;
    if must {
        let missed = requirement(walk, spot, Of::After, name);
        if missed == Judgement::Contained {
            edges =
                moot::judge(walk, spot, &Found::new("required", Edit::Removed, None, None).by(Group::Required), edges);
        } else {
            at = spot.path.clone();
            edges = Edges { old_in_new: Judgement::Contained, new_in_old: missed };
        }
    }
    let found = Found::new("properties", Edit::Removed, was.first().copied(), None).item(name);
    walk.emit(spot, &at, Found { required: must, hidden, ..found }, edges);
}

/// Whether values of one side miss the property `name` that the other side requires.
fn requirement(walk: &mut Walk<'_, '_>, spot: &Spot, of: Of, name: &str) -> Judgement {
    let edges = walk.edges(spot, Group::Required);
    let judgement = if of == Of::Before { edges.old_in_new } else { edges.new_in_old };
    match judgement {
        // The value misses another one; this one is always there.
        Judgement::Escapes(value) if value.get(name).is_some() => Judgement::Contained,
        other => other,
    }
}

fn requirements(walk: &mut Walk<'_, '_>, spot: &Spot, must: &(Required<'_>, Required<'_>), done: &HashSet<&str>) {
    let mut came: Vec<(&str, NodeId)> = must.1.iter().map(|(name, node)| (*name, *node)).collect();
    came.retain(|(name, _)| !must.0.contains_key(name) && !done.contains(name));
    came.sort_unstable_by_key(|(_, node)| *node);
    for (name, node) in came {
        let old_in_new = requirement(walk, spot, Of::Before, name);
        let edges = Edges { old_in_new, new_in_old: Judgement::Contained };
        let found = Found::new("required", Edit::Added, None, Some(node)).item(name).by(Group::Required);
        walk.emit(spot, &spot.path, found, edges);
    }
    let mut went: Vec<(&str, NodeId)> = must.0.iter().map(|(name, node)| (*name, *node)).collect();
    went.retain(|(name, _)| !must.1.contains_key(name) && !done.contains(name));
    went.sort_unstable_by_key(|(_, node)| *node);
    for (name, node) in went {
        let new_in_old = requirement(walk, spot, Of::After, name);
        let edges = Edges { old_in_new: Judgement::Contained, new_in_old };
        let found = Found::new("required", Edit::Removed, Some(node), None).item(name).by(Group::Required);
        walk.emit(spot, &spot.path, found, edges);
    }
}

/// What one side says of a property that it does not declare; none where its writers do not send it.
fn applying(walk: &Walk<'_, '_>, of: Of, view: &View) -> Option<Vec<NodeId>> {
    let side = if of == Of::Before { walk.before() } else { walk.after() };
    let mut schemas: Vec<NodeId> = view.all(side, "additionalProperties").map(|(_, value)| value).collect();
    schemas.extend(view.all(side, "unevaluatedProperties").map(|(_, value)| value));
    if schemas.is_empty() && walk.is_closed(of) {
        return None;
    }
    schemas.retain(|schema| side.tree.bool(*schema) != Some(true));
    Some(schemas)
}

fn by_pattern(walk: &mut Walk<'_, '_>, spot: &Spot, inner: &Spot) {
    const FIELD: &str = "patternProperties";
    let (before, after) = (walk.before(), walk.after());
    let old: Vec<(&str, NodeId)> =
        spot.before.all(before, FIELD).flat_map(|(_, value)| before.tree.entries(value)).collect();
    let new: Vec<(&str, NodeId)> =
        spot.after.all(after, FIELD).flat_map(|(_, value)| after.tree.entries(value)).collect();
    for (pattern, was) in &old {
        if let Some((_, is)) = new.iter().find(|(other, _)| other == pattern) {
            let path = spot.path.then(Step::OtherProperty, &format!("/{pattern}/"));
            walk.child(inner, vec![*was], vec![*is], &path);
        } else if !spot.equal {
            let edges = walk.edges(spot, Group::Properties);
            let found = Found::new(FIELD, Edit::Removed, Some(*was), None).item(*pattern).by(Group::Properties);
            walk.emit(spot, &spot.path, found, edges);
        }
    }
    for (pattern, is) in &new {
        if !spot.equal && !old.iter().any(|(other, _)| other == pattern) {
            let edges = walk.edges(spot, Group::Properties);
            let found = Found::new(FIELD, Edit::Added, None, Some(*is)).item(*pattern).by(Group::Properties);
            walk.emit(spot, &spot.path, found, edges);
        }
    }
}

/// `additionalProperties`: what holds for properties that neither side declares.
fn others(walk: &mut Walk<'_, '_>, spot: &Spot, inner: &Spot, declared: (&Properties<'_>, &Properties<'_>)) {
    const FIELD: &str = "additionalProperties";
    let (before, after) = (walk.before(), walk.after());
    let stated = |side: Side<'_>, view: &View| -> Vec<NodeId> {
        let all = view.nodes.iter().filter_map(|node| side.tree.get(*node, FIELD));
        all.filter(|value| side.tree.bool(*value) != Some(true)).collect()
    };
    let (was, is) = (stated(before, &spot.before), stated(after, &spot.after));
    if was.is_empty() && is.is_empty() {
        return;
    }
    let name = fresh_name(declared.0, declared.1);
    let path = spot.path.then(Step::Property(name), "*");
    let forbids = |side: Side<'_>, values: &[NodeId]| values.iter().any(|it| side.tree.bool(*it) == Some(false));
    let closed = (forbids(before, &was), forbids(after, &is));
    let edit = match (closed, was.is_empty(), is.is_empty()) {
        ((true, true), ..) => return,
        ((false, true), ..) => Edit::Lowered,
        ((true, false), ..) => Edit::Raised,
        (_, true, _) => Edit::Added,
        (_, _, true) => Edit::Removed,
        _ => return walk.child(inner, was, is, &path),
    };
    if spot.equal {
        return;
    }
    let mut edges = |of: Of, side: Side<'_>, view: &View, sub: &[NodeId], sup: &[NodeId]| {
        let sends = !walk.is_closed(of) || view.first(side, FIELD).is_some();
        if sends { walk.judge(of, sub, sup, None) } else { Judgement::Contained }
    };
    let old_in_new = edges(Of::Before, before, &spot.before, &was, &is);
    let new_in_old = edges(Of::After, after, &spot.after, &is, &was);
    let edges = Edges { old_in_new, new_in_old };
    let found = Found::new(FIELD, edit, spot.before.first(before, FIELD), spot.after.first(after, FIELD));
    walk.emit(spot, &path, found, edges);
}

/// A name that no side declares.
fn fresh_name(old: &Properties<'_>, new: &Properties<'_>) -> String {
    let taken = |name: &str| old.schemas.contains_key(name) || new.schemas.contains_key(name);
    let mut name = "other".to_owned();
    while taken(&name) {
        name.push('_');
    }
    name
}
