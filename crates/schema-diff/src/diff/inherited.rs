//! Leaves out of the changes what a table's children have from it: it comes, goes and changes with its parent's.

use super::{Aspect, Change, ChangeKind};
use crate::catalogue::{Catalogue, Column, Object, ObjectPath, QualifiedName, Table};

/// Leaves only the changes that no change of a parent brings about.
pub(super) fn leave_out(before: &Catalogue, after: &Catalogue, changes: &mut Vec<Change>) {
    let explained: Vec<bool> = changes.iter().map(|change| is_explained(before, after, change)).collect();
    let mut explained = explained.into_iter();
    changes.retain(|_| !explained.next().unwrap_or(false));
}

fn is_explained(before: &Catalogue, after: &Catalogue, change: &Change) -> bool {
    let Some(name) = change.path.relation() else { return false };
    let (Some(old), Some(new)) = (before.tables.get(name), after.tables.get(name)) else { return false };
    old.parents().filter(|parent| new.is_child_of(parent)).any(|parent| {
        let path = |own: &str| part(&change.path, parent, own);
        let changes = |own: &str| {
            let path = path(own);
            before.get(&path) != after.get(&path)
        };
        match (&change.path, &change.kind) {
            (ObjectPath::Index(..) | ObjectPath::Constraint(..), kind) if attached(kind).is_some() => {
                attached(kind).is_some_and(|own| any_kind(before, after, parent, own))
            }
            (ObjectPath::Column(_, own), kind) => column(before, after, (name, parent), own, kind),
            (ObjectPath::Constraint(_, own), ChangeKind::Added(Object::Constraint(it))) => {
                it.is_inherited() && changes(own) && after.get(&path(own)).is_some()
            }
            (ObjectPath::Constraint(_, own), ChangeKind::Dropped(Object::Constraint(it))) => {
                it.is_inherited() && changes(own) && before.get(&path(own)).is_some() && goes_along(old, own)
            }
            (ObjectPath::Constraint(_, own), ChangeKind::Altered { aspect, before: Object::Constraint(it), .. }) => {
                *aspect != Aspect::Comment && it.is_inherited() && changes(own) && after.get(&path(own)).is_some()
            }
            _ => false,
        }
    })
}

/// Whether the table loses what it has from a parent of that name with its parent.
fn goes_along(table: &Table, own: &str) -> bool {
    table.partition_of.is_some() || table.inherited.contains(own)
}

/// What of the parent the key or index is attached to; on the old side, where it goes.
fn attached(kind: &ChangeKind) -> Option<&String> {
    match kind {
        ChangeKind::Added(it) | ChangeKind::Dropped(it) => it.attached_to(),
        ChangeKind::Altered { aspect: Aspect::Comment, .. } => None,
        ChangeKind::Altered { before, after, .. } => after.attached_to().or(before.attached_to()),
        _ => None,
    }
}

/// Whether the key or index called `own` of `parent` comes, goes or changes, be it one or the other.
fn any_kind(before: &Catalogue, after: &Catalogue, parent: &QualifiedName, own: &str) -> bool {
    let paths =
        [ObjectPath::Index(parent.clone(), own.to_owned()), ObjectPath::Constraint(parent.clone(), own.to_owned())];
    paths.iter().any(|path| before.get(path) != after.get(path))
}

fn part(path: &ObjectPath, parent: &QualifiedName, own: &str) -> ObjectPath {
    match path {
        ObjectPath::Column(..) => ObjectPath::Column(parent.clone(), own.to_owned()),
        ObjectPath::Index(..) => ObjectPath::Index(parent.clone(), own.to_owned()),
        _ => ObjectPath::Constraint(parent.clone(), own.to_owned()),
    }
}

fn column(
    before: &Catalogue,
    after: &Catalogue,
    (name, parent): (&QualifiedName, &QualifiedName),
    own: &str,
    kind: &ChangeKind,
) -> bool {
    let side = |side: &Catalogue| side.tables.get(parent).and_then(|it| it.column(own)).cloned();
    let goes = before.tables.get(name).is_some_and(|it| goes_along(it, own));
    match (kind, side(before), side(after)) {
        (ChangeKind::Added(_), None, Some(_)) => true,
        (ChangeKind::Dropped(_), Some(_), None) => goes,
        (
            ChangeKind::Altered { aspect, before: Object::Column(old), after: Object::Column(new) },
            Some(was),
            Some(is),
        ) => same(*aspect, old, &was) && same(*aspect, new, &is),
        _ => false,
    }
}

/// Whether two columns are alike in one aspect.
fn same(aspect: Aspect, one: &Column, other: &Column) -> bool {
    match aspect {
        Aspect::ColumnType => one.data_type == other.data_type,
        Aspect::ColumnCollation => one.collation == other.collation,
        Aspect::NotNullAdded | Aspect::NotNullDropped => one.not_null == other.not_null,
        Aspect::ColumnDefault => one.default == other.default,
        Aspect::ColumnIdentity => one.identity == other.identity,
        Aspect::ColumnGenerated => one.generated == other.generated,
        _ => false,
    }
}
