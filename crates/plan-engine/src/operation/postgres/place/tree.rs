//! Changes of partitioned tables, their partitions and tables that inherit.

use schema_diff::catalogue::{Catalogue, QualifiedName};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use crate::Refusal;
use crate::operation::Context;

/// Refuses what is not planned for such tables.
pub(super) fn refuse(change: &Change, context: &Context<'_>) -> Result<(), Refusal> {
    let path = &change.path;
    let Some(name) = path.relation() else { return Ok(()) };
    if matches!(change.kind, ChangeKind::Altered { aspect: Aspect::Comment, .. } | ChangeKind::MaybeRenamed { .. }) {
        return Ok(());
    }
    if in_tree(context.before, name) || in_tree(context.after, name) {
        return Err(Refusal::new(
            path,
            "is part of a tree of partitioned or inheriting tables, and this change of one is not planned yet",
            "make this change in a migration of its own, then plan the rest",
        ));
    }
    Ok(())
}

fn in_tree(side: &Catalogue, name: &QualifiedName) -> bool {
    side.tables.get(name).is_some_and(|table| table.partition_by.is_some() || table.parents().next().is_some())
        || side.children(name).next().is_some()
}
