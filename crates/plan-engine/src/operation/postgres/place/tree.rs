//! Changes of partitioned tables, their partitions and tables that inherit: what is not planned of them.

use schema_diff::catalogue::{Catalogue, ConstraintKind, IndexKey, Object, ObjectPath, QualifiedName, Table};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use crate::Refusal;
use crate::operation::Context;
use crate::operation::postgres::partition::default_of;
use crate::row_key::row_key;

const ALONE: &str = "make this change in a migration of its own, then plan the rest";

/// Refuses what is not planned for such tables.
pub(in crate::operation::postgres) fn refuse(change: &Change, context: &Context<'_>) -> Result<(), Refusal> {
    let path = &change.path;
    let Some(name) = path.relation() else { return Ok(()) };
    if !in_tree(context.before, name) && !in_tree(context.after, name) {
        return Ok(());
    }
    let refused = |reason: &str, help: &str| Err(Refusal::new(path, reason, help));
    match &change.kind {
        // These concern the one table and go no further down.
        ChangeKind::Altered { aspect: Aspect::Comment | Aspect::Privileges | Aspect::RowSecurity, .. }
        // A check has its name below the table too; indexes and keys have their own.
        | ChangeKind::MaybeRenamed { .. }
        | ChangeKind::Renamed { from: ObjectPath::Index(..) | ObjectPath::Constraint(..) } => Ok(()),
        ChangeKind::Renamed { .. } => refused(
            "is renamed, or is part of what is renamed, in a tree of partitioned or inheriting tables: two shapes of one are not planned",
            "add the new name and drop the old one in two migrations, with the application writing both in between",
        ),
        ChangeKind::Altered { aspect: Aspect::PartitionBy, .. } => refused(
            "is partitioned otherwise than before, which no engine does in place: its rows would have to move to another table",
            "add a table of the new shape under another name, let the application write both, copy the rows, and drop the old one",
        ),
        ChangeKind::Altered { aspect: Aspect::PartitionOf, .. } => super::reattach::refuse(path, name, context),
        // Its indexes and keys come to be its parent's, or their own, with the table.
        _ if super::reattach::comes_along(change, name, context) => Ok(()),
        ChangeKind::Altered { aspect: Aspect::Inherits, .. } => Ok(()),
        ChangeKind::Dropped(Object::Table(table)) => dropped_table(path, table, context),
        _ => part(change, name, context),
    }
}

fn dropped_table(path: &ObjectPath, table: &Table, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(part) = table.partition_of.as_ref().filter(|part| context.after.tables.contains_key(&part.parent)) else {
        let stays = path.relation().and_then(|name| {
            let mut children = context.before.children(name);
            children.find(|(child, _)| context.after.tables.contains_key(child))
        });
        return match stays {
            Some((child, _)) => Err(Refusal::new(
                path,
                format!("is dropped while {child}, which has its columns and rows from it, stays"),
                "let that table be one of its own in a migration before this one",
            )),
            None => Ok(()),
        };
    };
    let root = context.before.partition_root(&part.parent);
    // A foreign key that goes too goes before.
    let stays = |name: &QualifiedName, key: &str| {
        context.after.tables.get(name).is_some_and(|table| table.constraints.contains_key(key))
    };
    let referrer = context.before.tables.iter().find(|(name, other)| {
        other.constraints.values().any(|it| match &it.kind {
            ConstraintKind::ForeignKey(key) => {
                (key.references == *root || key.references == part.parent) && stays(name, &it.name)
            }
            _ => false,
        })
    });
    if let Some((referrer, _)) = referrer {
        return Err(Refusal::new(
            path,
            format!("cannot be detached while rows of {referrer} refer to rows of it through {root}"),
            "drop that foreign key in a migration before this one, and add it again after it",
        ));
    }
    let told = row_key(context.writer.dialect(), table, table).is_some();
    match default_of(context.after, &part.parent) {
        Some(default) if !told => Err(Refusal::new(
            path,
            format!(
                "goes while the default partition {default} takes rows like its own from then on, and nothing tells the two apart on a way back"
            ),
            "give the partitioned table a primary key in a migration before this one",
        )),
        _ => Ok(()),
    }
}

/// Columns, constraints, indexes and triggers of such a table.
fn part(change: &Change, name: &QualifiedName, context: &Context<'_>) -> Result<(), Refusal> {
    let path = &change.path;
    let inherits = |side: &Catalogue| side.children(name).any(|(_, it)| it.inherits.contains(name));
    let inherited_from = inherits(context.before) || inherits(context.after);
    let refused = |reason: String, help: &str| Err(Refusal::new(path, reason, help));
    match (path, &change.kind) {
        (ObjectPath::Column(_, column), ChangeKind::Altered { aspect, before, after }) => {
            if is_key(context, name, column) && matches!(aspect, Aspect::ColumnType | Aspect::ColumnCollation) {
                return refused(
                    format!("is part of the key by which {name} is partitioned, which the engine does not change"),
                    "add a table of the new shape under another name, let the application write both, and drop the old one",
                );
            }
            if let Some(child) = differing_child(context, name, column, *aspect, before, after) {
                return refused(
                    format!("changes while {child} has its own way: the engine changes that too, and nothing would bring it back"),
                    "give the table and its children the same default and nullability in a migration before this one",
                );
            }
            Ok(())
        }
        (ObjectPath::Column(_, column), ChangeKind::Dropped(_)) if is_key(context, name, column) => refused(
            format!("is part of the key by which {name} is partitioned"),
            "add a table of the new shape under another name, let the application write both, and drop the old one",
        ),
        (ObjectPath::Constraint(..), ChangeKind::Added(Object::Constraint(it)) | ChangeKind::Dropped(Object::Constraint(it)))
            if inherited_from && !it.is_inherited() =>
        {
            refused("holds for the table's own rows only, while others inherit from it".to_owned(), ALONE)
        }
        (ObjectPath::Constraint(..), ChangeKind::Altered { before: Object::Constraint(it), .. })
            if inherited_from && !it.is_inherited() =>
        {
            refused("holds for the table's own rows only, while others inherit from it".to_owned(), ALONE)
        }
        (ObjectPath::Index(..), ChangeKind::Added(Object::Index(it)) | ChangeKind::Dropped(Object::Index(it)))
            if inherited_from && it.unique =>
        {
            refused("holds for the table's own rows only, while others inherit from it".to_owned(), ALONE)
        }
        (_, ChangeKind::Altered { aspect: Aspect::Attachment, .. }) => refused(
            "is attached to another index of the partitioned table than before".to_owned(),
            "build the index of the partitioned table anew, under another name",
        ),
        (_, ChangeKind::Added(Object::Constraint(it))) if it.parent.is_some() && is_leaf(context, name) => Ok(()),
        (_, ChangeKind::Added(it)) if it.attached_to().is_some() => refused(
            "is attached to an index of the partitioned table that is there before: an index that is attached cannot be detached on the way back".to_owned(),
            "attach it with ALTER INDEX … ATTACH PARTITION in a migration of its own",
        ),
        (_, ChangeKind::Dropped(it)) if it.attached_to().is_some() => refused(
            "is attached to an index of the partitioned table that stays".to_owned(),
            "build the index of the partitioned table anew, under another name",
        ),
        (ObjectPath::Constraint(..), ChangeKind::Added(Object::Constraint(it)))
            if partitioned(context, name) && (matches!(it.kind, ConstraintKind::Exclusion(_)) || is_temporal(&it.kind)) =>
        {
            refused("is an exclusion, or a key over periods, of a partitioned table, which is not planned".to_owned(), ALONE)
        }
        _ => Ok(()),
    }
}

fn is_temporal(kind: &ConstraintKind) -> bool {
    matches!(kind, ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) if key.without_overlaps)
}

fn in_tree(side: &Catalogue, name: &QualifiedName) -> bool {
    side.tables.get(name).is_some_and(|table| table.partition_by.is_some() || table.parents().next().is_some())
        || side.children(name).next().is_some()
}

/// Whether the table has nothing below it on either side.
fn is_leaf(context: &Context<'_>, name: &QualifiedName) -> bool {
    !partitioned(context, name)
        && [context.before, context.after].iter().all(|side| side.children(name).next().is_none())
}

fn partitioned(context: &Context<'_>, name: &QualifiedName) -> bool {
    [context.before, context.after].iter().any(|side| side.tables.get(name).is_some_and(|it| it.partition_by.is_some()))
}

/// Whether the column is part of the key of the table or of a partition below it.
fn is_key(context: &Context<'_>, name: &QualifiedName, column: &str) -> bool {
    context.before.tree(name).iter().filter_map(|name| context.before.tables.get(name)).any(|table| {
        table.partition_by.iter().flat_map(|by| &by.key).any(|element| match &element.key {
            IndexKey::Column(name) => name == column,
            IndexKey::Expression(it) => it.mentions(column),
        })
    })
}

/// A child whose column was otherwise than its parent's where that changes.
fn differing_child(
    context: &Context<'_>,
    name: &QualifiedName,
    column: &str,
    aspect: Aspect,
    before: &Object,
    after: &Object,
) -> Option<QualifiedName> {
    let (Object::Column(old), Object::Column(_)) = (before, after) else { return None };
    context.before.tree(name).into_iter().skip(1).find(|child| {
        let own = context.before.tables.get(child).and_then(|table| table.column(column));
        own.is_some_and(|own| match aspect {
            Aspect::NotNullAdded | Aspect::NotNullDropped => own.not_null != old.not_null,
            Aspect::ColumnDefault => own.default != old.default,
            _ => false,
        })
    })
}

/// Whether the table is part of a tree of partitioned or inheriting tables, where columns cannot be made of others: the
/// other tables would need them too.
pub(in crate::operation::postgres) fn has_no_twin(context: &Context<'_>, name: &QualifiedName) -> bool {
    in_tree(context.before, name) || in_tree(context.after, name)
}
