//! Bounds: of numbers, of lengths, of counts. What counts is the strictest one that applies.

use std::cmp::Ordering;

use super::view::View;
use super::walk::{Found, Spot, Walk};
use crate::change::Edit;
use crate::comparison::Side;
use crate::contain::{Decimal, Group};
use crate::document::{NodeId, Value};

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
        walk.emit(spot, &spot.path, found.by(keyword.group), edges);
    }
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
