//! What values are allowed as such: `type`, `nullable`, `enum`, `const`, and keywords that stand alone.

use std::collections::BTreeSet;

use super::view::View;
use super::walk::{Found, Spot, Walk};
use crate::change::Edit;
use crate::comparison::Side;
use crate::contain::{Group, Judgement, Of};
use crate::document::NodeId;
use crate::schema::Edges;

/// How deep `oneOf` and `anyOf` are looked into for the types that they leave.
const DEPTH: usize = 8;

/// Keywords whose value is compared as a whole.
const PLAIN: [(&str, Group); 3] =
    [("format", Group::Format), ("pattern", Group::Pattern), ("multipleOf", Group::MultipleOf)];

pub(super) fn compare(walk: &mut Walk<'_, '_>, spot: &Spot) {
    types(walk, spot);
    constants(walk, spot);
    for (field, group) in PLAIN {
        plain(walk, spot, field, group, equal_values);
    }
    unique_items(walk, spot);
}

/// Whether two values are equal as such: where no schema is expected, `$ref` refers to nothing.
fn equal_values(walk: &mut Walk<'_, '_>, old: NodeId, new: NodeId) -> bool {
    walk.before().tree.digest(old) == walk.after().tree.digest(new)
}

/// A keyword whose value is compared as a whole, by `equal`: it came, went or changed.
pub(super) fn plain<'c, 'a>(
    walk: &mut Walk<'c, 'a>,
    spot: &Spot,
    field: &'static str,
    group: Group,
    equal: fn(&mut Walk<'c, 'a>, NodeId, NodeId) -> bool,
) {
    let old: Vec<NodeId> = spot.before.all(walk.before(), field).map(|(_, value)| value).collect();
    let new: Vec<NodeId> = spot.after.all(walk.after(), field).map(|(_, value)| value).collect();
    let lost = old.iter().copied().find(|was| !new.iter().any(|is| equal(walk, *was, *is)));
    let gained = new.iter().copied().find(|is| !old.iter().any(|was| equal(walk, *was, *is)));
    let edit = match (lost, gained) {
        (None, None) => return,
        (None, Some(_)) => Edit::Added,
        (Some(_), None) => Edit::Removed,
        (Some(_), Some(_)) => Edit::Changed,
    };
    let edges = walk.edges(spot, group);
    let mut found = Found::new(field, edit, lost, gained).by(group);
    if let (Some(was), Some(is)) = (lost, gained) {
        let (was, is, way) = innermost(walk, was, is);
        found = Found { before: Some(was), after: Some(is), item: (!way.is_empty()).then(|| way.join("/")), ..found };
    }
    walk.emit(spot, &spot.path, found, edges);
}

/// How far into two values the only difference between them is looked for.
const INNERMOST: usize = 64;

/// Where two values differ, as far as they differ in one place only, and the way there.
fn innermost(walk: &Walk<'_, '_>, mut was: NodeId, mut is: NodeId) -> (NodeId, NodeId, Vec<String>) {
    let (old, new) = (walk.before().tree, walk.after().tree);
    let mut way = Vec::new();
    while way.len() < INNERMOST {
        let one = |name: &str, pair: Option<(NodeId, NodeId)>| pair.map(|(one, other)| (name.to_owned(), one, other));
        let differ = |pair: &(NodeId, NodeId)| old.digest(pair.0) != new.digest(pair.1);
        let mut differing: Vec<Option<(String, NodeId, NodeId)>> = Vec::new();
        if old.is_array(was) && new.is_array(is) && old.items(was).len() == new.items(is).len() {
            let pairs = old.items(was).zip(new.items(is)).enumerate().filter(|(_, pair)| differ(pair));
            differing.extend(pairs.map(|(at, pair)| one(&at.to_string(), Some(pair))));
        } else if old.is_object(was) && new.is_object(is) {
            let pairs = old.entries(was).map(|(name, value)| (name, new.get(is, name).map(|other| (value, other))));
            let pairs = pairs.filter(|(_, pair)| pair.as_ref().is_none_or(differ));
            differing.extend(pairs.map(|(name, pair)| one(name, pair)));
            differing.extend(new.entries(is).filter(|(name, _)| old.get(was, name).is_none()).map(|_| None));
        }
        let [Some((name, one, other))] = differing.as_slice() else { break };
        way.push(name.clone());
        (was, is) = (*one, *other);
    }
    (was, is, way)
}

fn unique_items(walk: &mut Walk<'_, '_>, spot: &Spot) {
    let unique = |side: Side<'_>, view: &View| {
        view.all(side, "uniqueItems").map(|(_, value)| value).find(|value| side.tree.bool(*value) == Some(true))
    };
    let (old, new) = (unique(walk.before(), &spot.before), unique(walk.after(), &spot.after));
    let edit = match (old, new) {
        (None, Some(_)) => Edit::Added,
        (Some(_), None) => Edit::Removed,
        _ => return,
    };
    let edges = walk.edges(spot, Group::UniqueItems);
    walk.emit(spot, &spot.path, Found::new("uniqueItems", edit, old, new).by(Group::UniqueItems), edges);
}

fn types(walk: &mut Walk<'_, '_>, spot: &Spot) {
    let (before, after) = (walk.before(), walk.after());
    let stated = |side: Side<'_>, view: &View| {
        let never = || view.nodes.iter().copied().find(|node| side.tree.bool(*node) == Some(false));
        view.first(side, "type").or_else(never)
    };
    let nodes = (stated(before, &spot.before), stated(after, &spot.after));
    // Where both accept the same, types that one side leaves to other keywords are no difference.
    if nodes == (None, None) || spot.equal && (nodes.0.is_none() || nodes.1.is_none()) {
        return;
    }
    let (old, new) = (allowed(walk, Of::Before, &spot.before, DEPTH), allowed(walk, Of::After, &spot.after, DEPTH));
    if old == new {
        return;
    }
    let edges = walk.edges(spot, Group::Type);
    let (Some(mut old), Some(mut new)) = (old.clone(), new.clone()) else {
        let edit = if old.is_none() { Edit::Added } else { Edit::Removed };
        walk.emit(spot, &spot.path, Found::new("type", edit, nodes.0, nodes.1).by(Group::Type), edges);
        return;
    };
    let null = (old.remove("null"), new.remove("null"));
    let null = if spot.null_is_told { (false, false) } else { null };
    if null.0 != null.1 && !old.is_empty() && !new.is_empty() {
        nullability(walk, spot, null.1, &edges);
    } else if null.0 {
        old.insert("null");
    } else if null.1 {
        new.insert("null");
    }
    let edit = match (old.is_subset(&new), new.is_subset(&old)) {
        (true, true) => return,
        (true, false) => Edit::Raised,
        (false, true) => Edit::Lowered,
        (false, false) => Edit::Changed,
    };
    walk.emit(spot, &spot.path, Found::new("type", edit, nodes.0, nodes.1).by(Group::Type), edges);
}

/// `null` came or went beside other types; `edges` is what the types mean together.
fn nullability(walk: &mut Walk<'_, '_>, spot: &Spot, came: bool, edges: &Edges) {
    let (before, after) = (walk.before(), walk.after());
    let place = |side: Side<'_>, view: &View| {
        ["nullable", "x-nullable", "type"].into_iter().find_map(|keyword| view.first(side, keyword))
    };
    let nodes = (place(before, &spot.before), place(after, &spot.after));
    let null = |judgement: &Judgement| match judgement {
        Judgement::Escapes(_) => Judgement::Escapes(serde_json::Value::Null),
        other => other.clone(),
    };
    let (edit, edges) = if came {
        (Edit::Added, Edges { old_in_new: Judgement::Contained, new_in_old: null(&edges.new_in_old) })
    } else {
        (Edit::Removed, Edges { old_in_new: null(&edges.old_in_new), new_in_old: Judgement::Contained })
    };
    walk.emit(spot, &spot.path, Found::new("nullable", edit, nodes.0, nodes.1).exact(), edges);
}

/// The types that a view leaves; none where it says nothing of types. `number` holds `integer`.
pub(super) fn allowed<'a>(walk: &mut Walk<'_, 'a>, of: Of, view: &View, depth: usize) -> Option<BTreeSet<&'a str>> {
    let side = walk.side(of);
    let mut sets: Vec<BTreeSet<&'a str>> = view.nodes.iter().filter_map(|node| direct(side, *node)).collect();
    for keyword in ["oneOf", "anyOf"] {
        for (_, list) in view.all(side, keyword) {
            let members = side.tree.items(list).map(|member| {
                let depth = depth.checked_sub(1)?;
                let member = walk.open(of, vec![member]);
                allowed(walk, of, &member, depth)
            });
            let union: Option<Vec<BTreeSet<&str>>> = members.collect();
            sets.extend(union.map(|sets| sets.into_iter().flatten().collect()));
        }
    }
    sets.into_iter().reduce(|a, b| a.intersection(&b).copied().collect())
}

/// The types that one schema states itself.
fn direct(side: Side<'_>, node: NodeId) -> Option<BTreeSet<&str>> {
    if side.tree.bool(node) == Some(false) {
        return Some(BTreeSet::new());
    }
    let stated = side.tree.get(node, "type")?;
    let mut types: BTreeSet<&str> = match side.tree.str(stated) {
        Some(one) => BTreeSet::from([one]),
        None => side.tree.items(stated).filter_map(|item| side.tree.str(item)).collect(),
    };
    if types.contains("number") {
        types.insert("integer");
    }
    let nullable = ["nullable", "x-nullable"].iter().filter_map(|keyword| side.tree.get(node, keyword));
    if nullable.into_iter().any(|value| side.tree.bool(value) == Some(true)) {
        types.insert("null");
    }
    Some(types)
}

/// Whether a view lists the values that it leaves.
pub(super) fn is_listed(side: Side<'_>, view: &View) -> bool {
    ["const", "enum"].iter().any(|keyword| view.first(side, keyword).is_some())
}

/// The constants that a view leaves.
struct Constants {
    values: Vec<NodeId>,
    /// The value of the keyword that says so.
    node: NodeId,
    field: &'static str,
    groups: Vec<Group>,
}

fn constants(walk: &mut Walk<'_, '_>, spot: &Spot) {
    let (before, after) = (walk.before(), walk.after());
    let (old, new) = (enumerated(before, &spot.before), enumerated(after, &spot.after));
    let (found, groups) = match (&old, &new) {
        (None, None) => return,
        (Some(old), Some(new)) => return each_constant(walk, spot, old, new),
        _ if spot.equal => return,
        (None, Some(new)) => (Found::new(new.field, Edit::Added, None, Some(new.node)), &new.groups),
        (Some(old), None) => (Found::new(old.field, Edit::Removed, Some(old.node), None), &old.groups),
    };
    let edges = of_groups(walk, spot, groups);
    let found = match groups.as_slice() {
        [group] => found.by(*group),
        _ => found,
    };
    walk.emit(spot, &spot.path, found, edges);
}

fn each_constant(walk: &mut Walk<'_, '_>, spot: &Spot, old: &Constants, new: &Constants) {
    let (before, after) = (walk.before(), walk.after());
    let old_digests: BTreeSet<u64> = old.values.iter().map(|value| before.tree.digest(*value)).collect();
    let new_digests: BTreeSet<u64> = new.values.iter().map(|value| after.tree.digest(*value)).collect();
    if old_digests == new_digests {
        return;
    }
    let groups: Vec<Group> = old.groups.iter().chain(&new.groups).copied().collect();
    let edges = of_groups(walk, spot, &groups);
    if let ([was], [is]) = (old.values.as_slice(), new.values.as_slice()) {
        let found = Found::new("const", Edit::Changed, Some(*was), Some(*is));
        return walk.emit(spot, &spot.path, found, edges);
    }
    let with = |judgement: &Judgement, value: serde_json::Value| match judgement {
        Judgement::Escapes(_) => Judgement::Escapes(value),
        other => other.clone(),
    };
    for value in old.values.iter().filter(|value| !new_digests.contains(&before.tree.digest(**value))) {
        let json = before.tree.to_json(*value);
        let found = Found::new("enum", Edit::Removed, Some(*value), Some(new.node)).item(json.to_string()).exact();
        let edges = Edges { old_in_new: with(&edges.old_in_new, json), new_in_old: Judgement::Contained };
        walk.emit(spot, &spot.path, found, edges);
    }
    for value in new.values.iter().filter(|value| !old_digests.contains(&after.tree.digest(**value))) {
        let json = after.tree.to_json(*value);
        let found = Found::new("enum", Edit::Added, Some(old.node), Some(*value)).item(json.to_string()).exact();
        let edges = Edges { old_in_new: Judgement::Contained, new_in_old: with(&edges.new_in_old, json) };
        walk.emit(spot, &spot.path, found, edges);
    }
}

/// What several groups mean, the first that says anything but "contained".
fn of_groups(walk: &mut Walk<'_, '_>, spot: &Spot, groups: &[Group]) -> Edges {
    let mut result = Edges { old_in_new: Judgement::Contained, new_in_old: Judgement::Contained };
    for group in groups.iter().copied().collect::<BTreeSet<Group>>() {
        let edges = walk.edges(spot, group);
        if result.old_in_new == Judgement::Contained {
            result.old_in_new = edges.old_in_new;
        }
        if result.new_in_old == Judgement::Contained {
            result.new_in_old = edges.new_in_old;
        }
    }
    result
}

fn enumerated(side: Side<'_>, view: &View) -> Option<Constants> {
    let mut all: Option<Constants> = None;
    for node in &view.nodes {
        for (field, keyword, group) in [
            ("enum", "enum", Group::Values),
            ("const", "const", Group::Values),
            ("enum", "oneOf", Group::OneOf),
            ("enum", "anyOf", Group::AnyOf),
        ] {
            let Some(value) = side.tree.get(*node, keyword) else { continue };
            let values = match keyword {
                "const" => vec![value],
                "enum" => side.tree.items(value).collect(),
                _ => match of_members(side, value) {
                    Some(values) => values,
                    None => continue,
                },
            };
            all = Some(match all {
                None => Constants { values, node: value, field, groups: vec![group] },
                Some(mut known) => {
                    let digests: BTreeSet<u64> = values.iter().map(|value| side.tree.digest(*value)).collect();
                    known.values.retain(|value| digests.contains(&side.tree.digest(*value)));
                    known.groups.push(group);
                    known
                }
            });
        }
    }
    all
}

/// The constants of a `oneOf` or `anyOf` whose members are nothing else: an annotated enumeration.
pub(super) fn of_members(side: Side<'_>, list: NodeId) -> Option<Vec<NodeId>> {
    let constant = |member: NodeId| {
        let plain = |key: &str| {
            matches!(key, "const" | "enum" | "type" | "title" | "description" | "deprecated" | "$comment")
                || key.starts_with("x-")
        };
        if !side.tree.entries(member).all(|(key, _)| plain(key)) {
            return None;
        }
        if let Some(value) = side.tree.get(member, "const") {
            return Some(value);
        }
        let list = side.tree.get(member, "enum")?;
        let mut values = side.tree.items(list);
        let first = values.next().filter(|_| values.next().is_none())?;
        Some(first)
    };
    let members = side.tree.items(list).map(constant).collect::<Option<Vec<NodeId>>>()?;
    (!members.is_empty()).then_some(members)
}
