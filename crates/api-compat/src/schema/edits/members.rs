//! `oneOf`, `anyOf`, `allOf`: members are matched, those of a pair are walked, the others came or went.

use super::annotations::constrains;
use super::pairs::{discriminating_name, drop_equal, in_other_words, is_another_name, matched, name, reference_name};
use super::values::of_members;
use super::view::View;
use super::walk::{Ahead, Found, Spot, Walk};
use crate::change::{Edit, Element, Role};
use crate::comparison::Side;
use crate::contain::{Group, Judgement, Of};
use crate::document::{NodeId, Resolve as _};
use crate::schema::Edges;

/// Why it is no sign that nothing breaks where nothing is ever accepted.
const OVERLAP: &str = "the alternatives overlap, so that by the letter nothing matches exactly one of them";

/// Why what another alternative takes is no sign that nothing breaks.
const UNKNOWN_ELSEWHERE: &str =
    "by the letter another alternative takes it, but only as it does not know these properties";

/// Why it is no sign that nothing breaks where another alternative takes what a named one did.
const GONE_BY_NAME: &str = "by the letter another alternative takes it, but clients send it as what the name says, and that is taken no longer";

const UNIONS: [(&str, Group); 2] = [("oneOf", Group::OneOf), ("anyOf", Group::AnyOf)];

/// Where one side is the other one or `null` (`anyOf: [X, {type: null}]`): notes that `null` came or went, and gives the
/// pair of what is left.
pub(super) fn nullable(walk: &mut Walk<'_, '_>, spot: &Spot) -> Option<Ahead> {
    let (before, after) = (walk.before(), walk.after());
    let (old, new) = (or_null(before, &spot.before), or_null(after, &spot.after));
    if old.is_some() == new.is_some() {
        return None;
    }
    let null = serde_json::Value::Null;
    let mut inner = spot.ahead();
    inner.context = (spot.old_values(), spot.new_values());
    inner.null_is_told = true;
    let escapes = |contained: bool| {
        if contained { Judgement::Contained } else { Judgement::Escapes(null.clone()) }
    };
    if let Some((keyword, member)) = new {
        inner.after = vec![member];
        let known = spot.contained.1 || accepts_null(walk, Of::Before, &spot.before);
        let edges = Edges { old_in_new: Judgement::Contained, new_in_old: escapes(known) };
        if !known {
            let found = Found::new("nullable", Edit::Added, None, Some(keyword)).exact();
            walk.emit(spot, &spot.path, found, edges);
        }
    } else if let Some((keyword, member)) = old {
        inner.before = vec![member];
        let known = spot.contained.0 || accepts_null(walk, Of::After, &spot.after);
        let edges = Edges { old_in_new: escapes(known), new_in_old: Judgement::Contained };
        if !known {
            let found = Found::new("nullable", Edit::Removed, Some(keyword), None).exact();
            walk.emit(spot, &spot.path, found, edges);
        }
    }
    Some(inner)
}

/// Whether the types of a view leave `null`.
fn accepts_null(walk: &mut Walk<'_, '_>, of: Of, view: &View) -> bool {
    super::values::allowed(walk, of, view, 1).is_none_or(|types| types.contains("null"))
}

/// The union and its other member, where a view is `oneOf` or `anyOf` of `null` and something else, and nothing besides.
fn or_null(side: Side<'_>, view: &View) -> Option<(NodeId, NodeId)> {
    let says = |node: NodeId| side.tree.entries(node).map(|(key, _)| key).filter(|key| constrains(key));
    let is_null = |node: NodeId| {
        let node = bare(side, node);
        side.tree.get(node, "type").and_then(|it| side.tree.str(it)) == Some("null") && says(node).count() == 1
    };
    let mut saying = view.nodes.iter().filter(|node| says(**node).any(|key| key != "allOf" && key != "$ref"));
    let (node, None) = (*saying.next()?, saying.next()) else { return None };
    if says(node).any(|key| !matches!(key, "oneOf" | "anyOf" | "allOf" | "$ref")) {
        return None;
    }
    let list = side.tree.get(node, "oneOf").xor(side.tree.get(node, "anyOf"))?;
    let members: Vec<NodeId> = side.tree.items(list).collect();
    match members.as_slice() {
        [null, other] | [other, null] if is_null(*null) && !is_null(*other) => Some((list, *other)),
        _ => None,
    }
}

/// The schema itself, where `node` is nothing but a reference to it or an `allOf` of it alone.
fn bare(side: Side<'_>, mut node: NodeId) -> NodeId {
    for _ in 0..16 {
        let mut entries = side.tree.entries(node);
        let (Some((key, value)), None) = (entries.next(), entries.next()) else { return node };
        let mut members = side.tree.items(value);
        let next = match key {
            "$ref" => side.tree.str(value).and_then(|reference| side.tree.resolve(node, reference)),
            "allOf" => members.next().filter(|_| members.next().is_none()),
            _ => None,
        };
        let Some(next) = next else { return node };
        node = next;
    }
    node
}

pub(super) fn compare(walk: &mut Walk<'_, '_>, spot: &Spot) {
    for (field, group) in UNIONS {
        union(walk, spot, field, group);
    }
    all_of(walk, spot);
}

fn union(walk: &mut Walk<'_, '_>, spot: &Spot, field: &'static str, group: Group) {
    let (before, after) = (walk.before(), walk.after());
    let lists = |side: Side<'_>, view: &View| -> Vec<NodeId> {
        let all = view.nodes.iter().filter_map(|node| side.tree.get(*node, field));
        all.filter(|list| of_members(side, *list).is_none()).collect()
    };
    let (mut old, mut new) = (lists(before, &spot.before), lists(after, &spot.after));
    drop_equal(walk, &mut old, &mut new);
    for (was, is) in old.iter().zip(&new) {
        each_member(walk, spot, (field, group), *was, *is);
    }
    if spot.equal {
        return;
    }
    let paired = old.len().min(new.len());
    for was in old.iter().skip(paired) {
        let new_in_old = walk.edges(spot, group).new_in_old;
        let edges = Edges { old_in_new: Judgement::Contained, new_in_old };
        walk.emit(spot, &spot.path, Found::new(field, Edit::Removed, Some(*was), None).by(group), edges);
    }
    for is in new.iter().skip(paired) {
        let old_in_new = walk.edges(spot, group).old_in_new;
        let edges = Edges { old_in_new, new_in_old: Judgement::Contained };
        walk.emit(spot, &spot.path, Found::new(field, Edit::Added, None, Some(*is)).by(group), edges);
    }
}

fn each_member(walk: &mut Walk<'_, '_>, spot: &Spot, keyword: (&'static str, Group), was: NodeId, is: NodeId) {
    let (before, after) = (walk.before(), walk.after());
    let (field, group) = keyword;
    let mut old: Vec<NodeId> = before.tree.items(was).collect();
    let mut new: Vec<NodeId> = after.tree.items(is).collect();
    let unions = (old.clone(), new.clone());
    drop_equal(walk, &mut old, &mut new);
    let mut pairs = in_other_words(walk, &mut old, &mut new);
    pairs.extend(matched(before, after, &mut old, &mut new));
    let context = (spot.old_values(), spot.new_values());
    for (old, new) in pairs {
        discriminated(walk, spot, old, new);
        let mut member = Ahead { before: vec![old], after: vec![new], context: context.clone(), ..spot.ahead() };
        // Another member may take what this one leaves.
        let all = branch_edges(walk, spot, group, Some(old), Some(new));
        member.contained.0 |= all.old_in_new == Judgement::Contained;
        member.contained.1 |= all.new_in_old == Judgement::Contained;
        let others = (unions.0.iter().filter(|it| **it != old), unions.1.iter().filter(|it| **it != new));
        let others = (others.0.copied().collect::<Vec<_>>(), others.1.copied().collect::<Vec<_>>());
        let told = spot.equal || spot.kept_back;
        let doubts = (
            (!told && member.contained.0)
                .then(|| doubt(walk, spot, field, (Of::Before, old), new, &others.1))
                .flatten(),
            (!told && member.contained.1).then(|| doubt(walk, spot, field, (Of::After, new), old, &others.0)).flatten(),
        );
        if doubts.0.is_some() || doubts.1.is_some() {
            member.context = (Vec::new(), Vec::new());
            member.contained = (member.contained.0 && doubts.0.is_none(), member.contained.1 && doubts.1.is_none());
            member.doubt = doubts.0.or(doubts.1);
        }
        walk.push(member, &spot.path);
    }
    // Where both unions take the same, as many on either side are the same in other words.
    let another = old.iter().any(|was| new.iter().any(|is| is_another_name(walk, *was, *is)));
    let alike = if (spot.equal || spot.void == (true, true)) && !another { old.len().min(new.len()) } else { 0 };
    for old in old.into_iter().skip(alike) {
        let found = Found::new(field, Edit::Removed, Some(old), Some(is)).item(name(before, old));
        let edges = branch_edges(walk, spot, group, Some(old), None);
        member_edit(walk, spot, found, (Of::Before, old, &unions.1), edges);
    }
    for new in new.into_iter().skip(alike) {
        let found = Found::new(field, Edit::Added, Some(was), Some(new)).item(name(after, new));
        let edges = branch_edges(walk, spot, group, None, Some(new));
        member_edit(walk, spot, found, (Of::After, new, &unions.0), edges);
    }
}

/// A member of another name: where a discriminator maps no values, the names of the members are what stands in messages
/// (OpenAPI 3.1, 4.8.25 Discriminator Object: "the name of the schema").
fn discriminated(walk: &mut Walk<'_, '_>, spot: &Spot, old: NodeId, new: NodeId) {
    const REASON: &str = "the discriminator tells the alternatives by their names, and this one has another name";
    let (before, after) = (walk.before(), walk.after());
    let names = (discriminating_name(before, old), discriminating_name(after, new));
    let (Some((was, old)), Some((is, new))) = names else { return };
    if was == is || spot.kept_back || walk.role() == Role::Neither {
        return;
    }
    let (open, kept) = (|| Judgement::Undecided(REASON.to_owned()), || Judgement::Contained);
    let edits = [
        (Edit::Removed, was, (Some(old), None), Edges { old_in_new: open(), new_in_old: kept() }),
        (Edit::Added, is, (None, Some(new)), Edges { old_in_new: kept(), new_in_old: open() }),
    ];
    for (edit, name, (was, is), edges) in edits {
        let found = Found::new("mapping", edit, was, is).item(format!("the value `{name}`"));
        walk.state(spot, Found { element: Element::Discriminator, ..found }, edges);
    }
}

/// Why a pair of members is looked at although the unions take the same.
fn doubt(
    walk: &mut Walk<'_, '_>,
    spot: &Spot,
    field: &str,
    member: (Of, NodeId),
    counterpart: NodeId,
    others: &[NodeId],
) -> Option<&'static str> {
    let (of, node) = member;
    if is_unknown_to(walk, member, counterpart, others) {
        return Some(UNKNOWN_ELSEWHERE);
    }
    let mut values = if of == Of::Before { spot.old_values() } else { spot.new_values() };
    values.push(node);
    let overlap = field == "oneOf" && walk.is_closed(of) && walk.is_empty(of, &values) && !walk.is_empty(of, &[node]);
    overlap.then_some(OVERLAP)
}

/// Whether what a member of one side sends is refused by its counterpart, and known to no other member: who takes it then
/// takes it for an object with properties that nobody described.
fn is_unknown_to(walk: &mut Walk<'_, '_>, member: (Of, NodeId), counterpart: NodeId, others: &[NodeId]) -> bool {
    let (of, node) = member;
    if !walk.is_closed(of) {
        return false;
    }
    let Judgement::Escapes(value) = walk.judge(of, &[node], &[counterpart], None) else { return false };
    let Some(sent) = value.as_object().filter(|members| !members.is_empty()) else { return false };
    let sent: Vec<&str> = sent.keys().map(String::as_str).collect();
    !others.iter().any(|other| {
        let known = declared(walk, of.other(), *other);
        sent.iter().all(|name| known.contains(name))
    })
}

/// Whether a member of one side declares a property that no member of the other side does, which take it all the same.
fn declares_more(walk: &mut Walk<'_, '_>, member: (Of, NodeId), others: &[NodeId]) -> bool {
    let (of, node) = member;
    if !walk.is_closed(of) {
        return false;
    }
    let own = declared(walk, of, node);
    let known: Vec<_> = others.iter().flat_map(|other| declared(walk, of.other(), *other)).collect();
    !known.is_empty() && own.iter().any(|name| !known.contains(name))
}

/// The properties that a schema names.
fn declared<'a>(walk: &mut Walk<'_, 'a>, of: Of, schema: NodeId) -> Vec<&'a str> {
    let side = walk.side(of);
    let view = walk.open(of, vec![schema]);
    let objects = view.nodes.into_iter().filter_map(|it| side.tree.get(it, "properties"));
    objects.flat_map(|it| side.tree.entries(it)).map(|(name, _)| name).collect()
}

/// A member came or went. One of which nothing was ever accepted, as the others take the same, is meant all the same:
/// nobody can tell by the specification.
fn member_edit(walk: &mut Walk<'_, '_>, spot: &Spot, found: Found, member: (Of, NodeId, &[NodeId]), edges: Edges) {
    let (of, node, others) = member;
    let mut values = if of == Of::Before { spot.old_values() } else { spot.new_values() };
    values.push(node);
    let own = if of == Of::Before { &edges.old_in_new } else { &edges.new_in_old };
    let told = spot.equal || spot.kept_back;
    let is_named = reference_name(walk.side(of), node).is_some();
    let reason = if found.field == "oneOf" && !walk.is_empty(of, &[node]) && walk.is_empty(of, &values) {
        OVERLAP
    } else if !told && *own == Judgement::Contained && declares_more(walk, (of, node), others) {
        UNKNOWN_ELSEWHERE
    } else if of == Of::Before && is_named && walk.role() == Role::Request && !spot.kept_back {
        if *own != Judgement::Contained {
            return walk.emit(spot, &spot.path, found, edges);
        }
        GONE_BY_NAME
    } else {
        return walk.emit(spot, &spot.path, found, edges);
    };
    let overlap = Judgement::Undecided(reason.to_owned());
    let edges = match of {
        Of::Before => Edges { old_in_new: overlap, new_in_old: Judgement::Contained },
        Of::After => Edges { old_in_new: Judgement::Contained, new_in_old: overlap },
    };
    walk.state(spot, found, edges);
}

/// Whether what one member takes is taken by the other side's union.
fn branch_edges(walk: &mut Walk<'_, '_>, spot: &Spot, group: Group, old: Option<NodeId>, new: Option<NodeId>) -> Edges {
    let mut result = Edges { old_in_new: Judgement::Contained, new_in_old: Judgement::Contained };
    if let Some(old) = old.filter(|_| !spot.contained.0) {
        let mut sub = spot.old_values();
        sub.push(old);
        result.old_in_new = walk.judge(Of::Before, &sub, &spot.after.nodes, Some(group));
    }
    if let Some(new) = new.filter(|_| !spot.contained.1) {
        let mut sub = spot.new_values();
        sub.push(new);
        result.new_in_old = walk.judge(Of::After, &sub, &spot.before.nodes, Some(group));
    }
    result
}

/// Members of `allOf` are part of the view; here is said which named one came or went, beside what its keywords mean.
fn all_of(walk: &mut Walk<'_, '_>, spot: &Spot) {
    let (before, after) = (walk.before(), walk.after());
    let (mut old, mut new) = (conjuncts(walk, Of::Before, &spot.before), conjuncts(walk, Of::After, &spot.after));
    let on_both = !old.is_empty() && !new.is_empty();
    drop_equal(walk, &mut old, &mut new);
    matched(before, after, &mut old, &mut new);
    // As many on either side may be the same in other words; what is on one side alone may be that of the schema itself.
    let alike = if spot.equal { old.len().min(new.len()) } else { 0 };
    let tells = |judgement: &Judgement| on_both || matches!(judgement, Judgement::Escapes(_));
    for was in old.into_iter().skip(alike) {
        let new_in_old = walk.judge(Of::After, &spot.new_values(), &[was], None);
        if tells(&new_in_old) {
            let edges = Edges { old_in_new: Judgement::Contained, new_in_old };
            let found = Found::new("allOf", Edit::Removed, Some(was), None).item(name(before, was));
            walk.emit(spot, &spot.path, found, edges);
        }
    }
    for is in new.into_iter().skip(alike) {
        let old_in_new = walk.judge(Of::Before, &spot.old_values(), &[is], None);
        if tells(&old_in_new) {
            let edges = Edges { old_in_new, new_in_old: Judgement::Contained };
            let found = Found::new("allOf", Edit::Added, None, Some(is)).item(name(after, is));
            walk.emit(spot, &spot.path, found, edges);
        }
    }
}

/// Members of all `allOf` of a view; of one that has an `allOf` itself the members count.
fn conjuncts(walk: &mut Walk<'_, '_>, of: Of, view: &View) -> Vec<NodeId> {
    let side = walk.side(of);
    let lists = view.nodes.iter().filter_map(|node| side.tree.get(*node, "allOf"));
    let mut members: Vec<NodeId> = lists.flat_map(|list| side.tree.items(list)).collect();
    members.retain(|member| {
        let schema = walk.follow(of, *member);
        side.tree.get(schema, "allOf").is_none()
    });
    members
}
