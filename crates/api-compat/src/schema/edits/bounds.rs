//! Bounds: of numbers, of lengths, of counts. What counts is the strictest one that applies.

use std::cmp::Ordering;

use super::view::View;
use super::walk::{Found, Spot, Walk};
use super::wire::types;
use crate::change::{Edit, Role};
use crate::comparison::Side;
use crate::contain::{Decimal, Group, Judgement};
use crate::document::{NodeId, Value};
use crate::schema::Edges;

/// A bound that is in force.
struct Bound {
    value: Decimal,
    exclusive: bool,
    node: NodeId,
}

/// Which end a keyword bounds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Lower,
    Upper,
}

/// A pair of keywords that bound the same thing; the second, where there is one, excludes the bound itself.
struct Keyword {
    field: &'static str,
    exclusive: Option<&'static str>,
    group: Group,
    end: End,
    /// A value that says nothing.
    idle: Option<Decimal>,
}

const fn lower(field: &'static str, group: Group) -> Keyword {
    Keyword { field, exclusive: None, group, end: End::Lower, idle: Some(Decimal::ZERO) }
}

const fn upper(field: &'static str, group: Group) -> Keyword {
    Keyword { field, exclusive: None, group, end: End::Upper, idle: None }
}

const KEYWORDS: [Keyword; 10] = [
    Keyword { exclusive: Some("exclusiveMinimum"), idle: None, ..lower("minimum", Group::Minimum) },
    Keyword { exclusive: Some("exclusiveMaximum"), ..upper("maximum", Group::Maximum) },
    lower("minLength", Group::MinLength),
    upper("maxLength", Group::MaxLength),
    lower("minItems", Group::MinItems),
    upper("maxItems", Group::MaxItems),
    lower("minProperties", Group::MinProperties),
    upper("maxProperties", Group::MaxProperties),
    Keyword { idle: Some(Decimal::ONE), ..lower("minContains", Group::Contains) },
    upper("maxContains", Group::Contains),
];

pub(super) fn compare(walk: &mut Walk<'_, '_>, spot: &Spot) {
    for keyword in &KEYWORDS {
        let old = in_force(walk.before(), &spot.before, keyword);
        let new = in_force(walk.after(), &spot.after, keyword);
        let edit = match (&old, &new) {
            (None, None) => continue,
            (None, Some(_)) => Edit::Added,
            (Some(_), None) => Edit::Removed,
            (Some(old), Some(new)) => match compare_bounds(old, new, keyword.end) {
                Ordering::Equal => continue,
                Ordering::Less => Edit::Raised,
                Ordering::Greater => Edit::Lowered,
            },
        };
        let edges = walk.edges(spot, keyword.group);
        let found = Found::new(keyword.field, edit, old.map(|it| it.node), new.map(|it| it.node));
        let found = found.by(keyword.group);
        if walk.place().role != Role::Neither && has_no_effect(walk, spot, keyword) {
            let edges = meant(edit, keyword.end);
            walk.state(spot, found, edges);
        } else {
            walk.emit(spot, &spot.path, found, edges);
        }
    }
}

/// Whether both sides state types that the keyword says nothing of.
fn has_no_effect(walk: &Walk<'_, '_>, spot: &Spot, keyword: &Keyword) -> bool {
    let bounds_some = |kind: &&str| match keyword.group {
        Group::MinLength | Group::MaxLength => *kind == "string",
        Group::MinItems | Group::MaxItems | Group::Contains => *kind == "array",
        Group::MinProperties | Group::MaxProperties => *kind == "object",
        _ => matches!(*kind, "integer" | "number"),
    };
    let unsent = if walk.place().role == Role::Request { "readOnly" } else { "writeOnly" };
    let is_unsent =
        |side: Side<'_>, view: &View| view.first(side, unsent).and_then(|it| side.tree.bool(it)) == Some(true);
    if is_unsent(walk.before(), &spot.before) || is_unsent(walk.after(), &spot.after) {
        return false;
    }
    let idle = |side, view| types(side, view).is_some_and(|types| !types.iter().any(bounds_some));
    idle(walk.before(), &spot.before) && idle(walk.after(), &spot.after)
}

/// What who changes such a bound means by it: by the letter the same values are accepted, but then the type, or the
/// bound, is not what the interface goes by.
fn meant(edit: Edit, end: End) -> Edges {
    const REASON: &str =
        "the bound has no effect on the type that is stated, so one of the two is not what the interface goes by";
    let narrows = match edit {
        Edit::Added => true,
        Edit::Removed => false,
        Edit::Raised => end == End::Lower,
        _ => end == End::Upper,
    };
    let (open, kept) = (Judgement::Undecided(REASON.to_owned()), Judgement::Contained);
    let (old_in_new, new_in_old) = if narrows { (open, kept) } else { (kept, open) };
    Edges { old_in_new, new_in_old }
}

/// How the old bound stands to the new one; that an end is excluded moves it inwards.
fn compare_bounds(old: &Bound, new: &Bound, end: End) -> Ordering {
    let inwards = if end == End::Lower { Ordering::Greater } else { Ordering::Less };
    old.value.cmp(&new.value).then(match (old.exclusive, new.exclusive) {
        (true, false) => inwards,
        (false, true) => inwards.reverse(),
        _ => Ordering::Equal,
    })
}

fn in_force(side: Side<'_>, view: &View, keyword: &Keyword) -> Option<Bound> {
    let stricter = |a: Bound, b: Bound| {
        let b_first = match keyword.end {
            End::Lower => b.value > a.value,
            End::Upper => b.value < a.value,
        };
        let tie_excluded = b.value == a.value && b.exclusive;
        if b_first || tie_excluded { b } else { a }
    };
    let bound = |node: NodeId, exclusive: bool| {
        let Value::Number(text) = side.tree.value(node) else { return None };
        let value = Decimal::parse(text)?;
        let says = keyword.idle.is_none_or(|idle| value != idle);
        says.then_some(Bound { value, exclusive, node })
    };
    let inclusive = view.all(side, keyword.field).filter_map(|(schema, node)| {
        // Draft 4 and OpenAPI up to 3.0: a boolean beside the bound.
        let flag = keyword.exclusive.and_then(|name| side.tree.get(schema, name));
        bound(node, flag.and_then(|flag| side.tree.bool(flag)) == Some(true))
    });
    let exclusive = keyword.exclusive.into_iter().flat_map(|name| view.all(side, name));
    let exclusive = exclusive.filter_map(|(_, node)| bound(node, true));
    inclusive.chain(exclusive).reduce(stricter)
}
