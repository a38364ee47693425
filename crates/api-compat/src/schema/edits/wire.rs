//! Values that travel as text: parameters and headers with a `schema` are written by a style (OpenAPI 3.1, 4.8.12.2
//! "Fixed Fields for use with schema", and RFC 6570), so that a number and the string of its digits are the same message.

use super::path::Way;
use super::view::View;
use super::walk::{Spot, Walk};
use crate::change::Wire;
use crate::comparison::Side;
use crate::contain::{Judgement, Of};
use crate::document::NodeId;

/// Keywords that a text may fail though its type is `string`.
const LIMITS: [&str; 14] = [
    "enum",
    "const",
    "pattern",
    "minLength",
    "maxLength",
    "format",
    "not",
    "anyOf",
    "oneOf",
    "if",
    "contentEncoding",
    "contentMediaType",
    "$dynamicRef",
    "$recursiveRef",
];

/// Whether every text that one side writes at `spot` is one that the other side reads, where JSON's types say no.
pub(super) fn is_read(walk: &mut Walk<'_, '_>, of: Of, spot: &Spot) -> bool {
    let Wire::Text { repeated } = walk.wire() else { return false };
    let other = if of == Of::Before { Of::After } else { Of::Before };
    let (sub, sup) = if of == Of::Before { (&spot.before, &spot.after) } else { (&spot.after, &spot.before) };
    let (writes, reads) = (walk.side(of), walk.side(other));
    if !types(writes, sub).is_some_and(|types| types.iter().all(|it| is_single(it))) || spot.way == Way::Inside {
        return false;
    }
    if is_any_text(reads, sup) {
        return true;
    }
    // `?a=1` is an array of one where arrays are written as `?a=1&a=2`.
    repeated && spot.way == Way::Root && reads_one(walk, of, other, sub, sup)
}

fn is_single(kind: &str) -> bool {
    matches!(kind, "string" | "integer" | "number" | "boolean")
}

/// The types that all schemas of a view accept, where any of them says so; `null` has no text.
pub(super) fn types<'a>(side: Side<'a>, view: &View) -> Option<Vec<&'a str>> {
    let mut all: Option<Vec<&str>> = None;
    for node in &view.nodes {
        let Some(value) = side.tree.get(*node, "type") else { continue };
        let mut these: Vec<&str> = side.tree.str(value).into_iter().collect();
        these.extend(side.tree.items(value).filter_map(|item| side.tree.str(item)));
        these.retain(|it| *it != "null" && all.as_ref().is_none_or(|all| all.contains(it)));
        all = Some(these);
    }
    all.filter(|all| !all.is_empty())
}

fn is_any_text(side: Side<'_>, view: &View) -> bool {
    let free = |node: &NodeId| LIMITS.iter().all(|keyword| side.tree.get(*node, keyword).is_none());
    types(side, view).is_some_and(|types| types.contains(&"string")) && view.nodes.iter().all(free)
}

/// Whether the view is of arrays that may have one item, and reads one of `sub` as such.
fn reads_one(walk: &mut Walk<'_, '_>, of: Of, other: Of, sub: &View, sup: &View) -> bool {
    let side = walk.side(other);
    if types(side, sup) != Some(vec!["array"]) {
        return false;
    }
    let has = |keyword: &str| sup.first(side, keyword).is_some();
    if ["enum", "const", "contains", "not", "anyOf", "oneOf", "if", "prefixItems"].iter().any(|it| has(it)) {
        return false;
    }
    let bound = |keyword: &str| sup.first(side, keyword).map(|it| side.tree.to_json(it).as_u64().unwrap_or(u64::MAX));
    if bound("minItems").is_some_and(|least| least > 1) || bound("maxItems") == Some(0) {
        return false;
    }
    let items: Vec<NodeId> = sup.all(side, "items").map(|(_, items)| items).collect();
    let items = walk.open(other, items);
    is_any_text(side, &items) || walk.judge(of, &sub.origin, &items.origin, None) == Judgement::Contained
}
