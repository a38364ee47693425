//! Where a table goes that becomes a partition, ceases to be one or holds other rows.

use schema_diff::catalogue::{
    Catalogue, ConstraintKind, ObjectPath, PartitionBound, PartitionOf, QualifiedName, Table,
};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use super::rank::{BUILD, DROP, RELEASE, TIGHTEN};
use crate::Refusal;
use crate::operation::postgres::reattach::Reattach;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{Contract, Expand};

/// In `expand` it becomes the default partition, in `contract` what it is in the end.
pub(super) fn reattach(name: &QualifiedName, old: &Table, new: &Table) -> Vec<Placed> {
    let (was, is) = (&old.partition_of, &new.partition_of);
    let Some(part) = is.as_ref().or(was.as_ref()) else { return Vec::new() };
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
    let is_plain = |side: &Catalogue| {
        side.tables.get(&parent).is_some_and(|it| it.partition_by.is_some() && it.partition_of.is_none())
    };
    if !is_plain(context.before) || !is_plain(context.after) {
        return refused(
            format!("changes its place in {parent}, which comes, goes or is a partition itself"),
            "attach or detach it in a migration of its own",
        );
    }
    for side in [context.before, context.after] {
        if let Some((sibling, _)) = side.children(&parent).find(|(it, _)| *it != name) {
            return refused(
                format!(
                    "changes its place beside {sibling}: until the old version is gone it has to take rows of any key, and those of {sibling} it could not"
                ),
                "let no version write such rows to the table itself, and attach or detach it by hand with the check of its bound validated before",
            );
        }
        let refers = |(other, table): (&QualifiedName, &Table)| {
            table.constraints.values().any(|it| match &it.kind {
                ConstraintKind::ForeignKey(key) => *other == parent || key.references == parent,
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
    Ok(())
}
