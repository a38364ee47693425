//! Where a table goes that becomes a partition, ceases to be one or holds other rows.

use schema_diff::catalogue::{
    Bounds, Catalogue, ConstraintKind, ObjectPath, PartitionBound, PartitionOf, QualifiedName, Table,
};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use super::rank::{BUILD, DROP, RELEASE, TIGHTEN};
use crate::Refusal;
use crate::operation::postgres::reattach::Reattach;
use crate::operation::postgres::stand_in::StandIn;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{Contract, Expand};

/// In `expand` it becomes the default partition, in `contract` what it is in the end.
pub(super) fn reattach(name: &QualifiedName, old: &Table, new: &Table, context: &Context<'_>) -> Vec<Placed> {
    let (was, is) = (&old.partition_of, &new.partition_of);
    let Some(part) = is.as_ref().or(was.as_ref()) else { return Vec::new() };
    if has_siblings(name, &part.parent, context) || is_nested(&part.parent, context) {
        return beside_others(name, was.as_ref(), is.as_ref(), context);
    }
    let default = PartitionOf { parent: part.parent.clone(), bound: PartitionBound::Default };
    let to = |to: Option<PartitionOf>| Reattach { name: name.clone(), to };
    let mut placed = Vec::new();
    if was.as_ref() != Some(&default) {
        let rank = if was.is_none() { BUILD } else { RELEASE };
        placed.push(Placed::new(Expand, rank, to(Some(default.clone()))));
    }
    if is.as_ref() != Some(&default) {
        let rank = if is.is_none() { DROP } else { TIGHTEN };
        placed.push(Placed::new(Contract, rank, to(is.clone())));
    }
    placed
}

/// Whether the partitioned table has others besides `name`, on either side.
fn has_siblings(name: &QualifiedName, parent: &QualifiedName, context: &Context<'_>) -> bool {
    [context.before, context.after].iter().any(|side| side.children(parent).any(|(it, _)| it != name))
}

/// Whether the partitioned table is a partition itself, so that it takes rows of its own bound only.
fn is_nested(parent: &QualifiedName, context: &Context<'_>) -> bool {
    [context.before, context.after]
        .iter()
        .any(|side| side.tables.get(parent).is_some_and(|it| it.partition_of.is_some()))
}

/// Beside others it cannot take rows of any key. A partition whose bound changes has one in between that holds both, where
/// the others leave room; a table that comes to be one, or ceases to be, is kept equal with one in its place.
fn beside_others(
    name: &QualifiedName,
    was: Option<&PartitionOf>,
    is: Option<&PartitionOf>,
    context: &Context<'_>,
) -> Vec<Placed> {
    let (Some(was), Some(is)) = (was, is) else {
        let Some(part) = is.or(was) else { return Vec::new() };
        let stand_in = StandIn { name: name.clone(), part: part.clone(), attaches: is.is_some() };
        return stand_in.place();
    };
    let to = |bound: &PartitionBound| Reattach {
        name: name.clone(),
        to: Some(PartitionOf { parent: is.parent.clone(), bound: bound.clone() }),
    };
    let between = room_between(name, was, is, context).unwrap_or_else(|| is.bound.clone());
    let mut placed = Vec::new();
    if between != was.bound {
        placed.push(Placed::new(Expand, RELEASE, to(&between)));
    }
    if between != is.bound {
        placed.push(Placed::new(Contract, TIGHTEN, to(&is.bound)));
    }
    placed
}

/// The bound that holds the rows of both, where no other partition of either side has one of them, or takes what others do
/// not.
pub(in crate::operation::postgres) fn room_between(
    name: &QualifiedName,
    was: &PartitionOf,
    is: &PartitionOf,
    context: &Context<'_>,
) -> Option<PartitionBound> {
    let parent = context.after.tables.get(&is.parent)?;
    let bounds = Bounds::of(parent);
    let hull = bounds.hull(&was.bound, &is.bound)?;
    let sides = [context.before, context.after].into_iter();
    let mut others = sides.flat_map(|side| side.children(&is.parent)).filter(|(it, _)| *it != name);
    let apart = |(_, other): (&QualifiedName, &Table)| {
        other.partition_of.as_ref().is_none_or(|it| bounds.meet(&hull, &it.bound) == Some(false))
    };
    others.all(apart).then_some(hull)
}

/// Whether the change of an index or key of `name` is only that it comes to be its parent's, or its own again.
pub(super) fn comes_along(change: &Change, name: &QualifiedName, context: &Context<'_>) -> bool {
    let part = |side: &Catalogue| side.tables.get(name).and_then(|table| table.partition_of.clone());
    let is_there = |side: &Catalogue| side.tables.contains_key(name);
    if !is_there(context.before) || !is_there(context.after) || part(context.before) == part(context.after) {
        return false;
    }
    match &change.kind {
        ChangeKind::Altered { aspect: Aspect::Attachment, .. } => true,
        ChangeKind::Added(it) => it.attached_to().is_some(),
        _ => false,
    }
}

/// Refuses what cannot go through a default partition.
pub(super) fn refuse(path: &ObjectPath, name: &QualifiedName, context: &Context<'_>) -> Result<(), Refusal> {
    let refused = |reason: String, help: &str| Err(Refusal::new(path, reason, help));
    let part = |side: &Catalogue| side.tables.get(name).and_then(|table| table.partition_of.clone());
    let (was, is) = (part(context.before), part(context.after));
    let Some(parent) = is.as_ref().or(was.as_ref()).map(|it| it.parent.clone()) else { return Ok(()) };
    if was.as_ref().is_some_and(|it| it.parent != parent) {
        return refused(
            "moves from one partitioned table to another: while both versions run, its rows would have to be in both"
                .to_owned(),
            "detach it in one migration and attach it in the next",
        );
    }
    let place = |side: &Catalogue| {
        let table = side.tables.get(&parent).filter(|it| it.partition_by.is_some());
        table.map(|it| (it.partition_of.clone(), it.partition_by.clone()))
    };
    if place(context.before).is_none() || place(context.before) != place(context.after) {
        return refused(
            format!("changes its place in {parent}, which comes, goes or changes its own place"),
            "attach or detach it in a migration of its own",
        );
    }
    let above = std::iter::successors(place(context.after).and_then(|it| it.0), |part| {
        context.after.tables.get(&part.parent).and_then(|it| it.partition_of.clone())
    });
    let mut bounds = above.take(context.after.tables.len()).map(|it| it.bound);
    if bounds.any(|it| matches!(it, PartitionBound::Default | PartitionBound::Hash { .. })) {
        return refused(
            format!(
                "changes its place in {parent}, which lies in a default or hash partition: no condition tells which rows belong"
            ),
            "add a new partition, and copy the rows into it",
        );
    }
    for side in [context.before, context.after] {
        let refers = |(other, table): (&QualifiedName, &Table)| {
            let top = side.partition_root(&parent);
            table.constraints.values().any(|it| match &it.kind {
                ConstraintKind::ForeignKey(key) => {
                    *other == parent || key.references == parent || other == top || key.references == *top
                }
                _ => false,
            })
        };
        if side.tables.iter().any(refers) {
            return refused(
                format!("changes its place in {parent}, which has a foreign key or is referred to by one"),
                "drop that foreign key in a migration before this one, and add it again after it",
            );
        }
    }
    match (was, is) {
        (Some(_), Some(_)) | (None, None) => Ok(()),
        (was, is) if has_siblings(name, &parent, context) || is_nested(&parent, context) => {
            let Some(part) = is.as_ref().or(was.as_ref()) else { return Ok(()) };
            let it = StandIn { name: name.clone(), part: part.clone(), attaches: is.is_some() };
            it.refuse(path, context)
        }
        _ => Ok(()),
    }
}
