//! Items: those with a place of their own, and all others.

use super::moot;
use super::view::View;
use super::walk::{Found, Spot, Walk};
use crate::change::Edit;
use crate::comparison::Side;
use crate::contain::{Judgement, Of, Step};
use crate::document::NodeId;
use crate::schema::Edges;

/// What a view says of items.
#[derive(Default)]
struct Items {
    /// By position: `prefixItems`, or `items` as an array up to 2019-09.
    first: Vec<Vec<NodeId>>,
    /// All others: `items`, or `additionalItems` behind an array.
    rest: Vec<NodeId>,
    rest_field: Option<&'static str>,
}

pub(super) fn compare(walk: &mut Walk<'_, '_>, spot: &Spot) {
    let (before, after) = (walk.before(), walk.after());
    let (old, new) = (items(before, &spot.before), items(after, &spot.after));
    let spot = &moot::inside(walk, spot, &["array"]);
    for at in 0..old.first.len().max(new.first.len()) {
        let path = spot.path.then(Step::Item(at), &at.to_string());
        match (old.first.get(at), new.first.get(at)) {
            (Some(was), Some(is)) => walk.child(spot, was.clone(), is.clone(), &path),
            (Some(was), None) => {
                let edges = both(walk, spot, was, &new.rest);
                let found = Found::new("prefixItems", Edit::Removed, was.first().copied(), None);
                walk.emit(spot, &path, found.item(at.to_string()), edges);
            }
            (None, Some(is)) => {
                let edges = both(walk, spot, &old.rest, is);
                let found = Found::new("prefixItems", Edit::Added, None, is.first().copied());
                walk.emit(spot, &path, found.item(at.to_string()), edges);
            }
            (None, None) => {}
        }
    }
    let path = spot.path.then(Step::OtherItem, "*");
    let field = new.rest_field.or(old.rest_field).unwrap_or("items");
    let edit = match (old.rest.is_empty(), new.rest.is_empty()) {
        (true, true) => return,
        (false, false) => return walk.child(spot, old.rest, new.rest, &path),
        (true, false) => Edit::Added,
        (false, true) => Edit::Removed,
    };
    if !spot.equal {
        let edges = both(walk, spot, &old.rest, &new.rest);
        walk.emit(spot, &path, Found::new(field, edit, old.rest.first().copied(), new.rest.first().copied()), edges);
    }
}

/// Containment of what is said of one item.
fn both(walk: &mut Walk<'_, '_>, spot: &Spot, was: &[NodeId], is: &[NodeId]) -> Edges {
    let known = |contained: bool| contained.then_some(Judgement::Contained);
    Edges {
        old_in_new: known(spot.contained.0).unwrap_or_else(|| walk.judge(Of::Before, was, is, None)),
        new_in_old: known(spot.contained.1).unwrap_or_else(|| walk.judge(Of::After, is, was, None)),
    }
}

fn items(side: Side<'_>, view: &View) -> Items {
    let mut all = Items::default();
    for node in &view.nodes {
        let items = side.tree.get(*node, "items");
        let tuple = side.tree.get(*node, "prefixItems").or(items.filter(|it| side.tree.is_array(*it)));
        for (at, schema) in tuple.into_iter().flat_map(|it| side.tree.items(it)).enumerate() {
            if all.first.len() == at {
                all.first.push(Vec::new());
            }
            if let Some(schemas) = all.first.get_mut(at) {
                schemas.push(schema);
            }
        }
        let array = items.is_some_and(|it| side.tree.is_array(it));
        let field = if array { "additionalItems" } else { "items" };
        if let Some(rest) = side.tree.get(*node, field).filter(|it| side.tree.bool(*it) != Some(true)) {
            all.rest.push(rest);
            all.rest_field = Some(field);
        }
    }
    all
}
