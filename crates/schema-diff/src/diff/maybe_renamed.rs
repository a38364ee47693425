//! A drop beside an addition of something alike may be a rename that nobody stated.

use super::{Change, ChangeKind};
use crate::catalogue::{Object, ObjectPath, Table};

/// Adds a [`ChangeKind::MaybeRenamed`] for each dropped column or table for which something alike is added.
pub(super) fn report(changes: &mut Vec<Change>) {
    let mut taken = vec![false; changes.len()];
    let mut found = Vec::new();
    for dropped in changes.iter() {
        let ChangeKind::Dropped(old) = &dropped.kind else { continue };
        let candidate = changes.iter().enumerate().find(|(at, added)| {
            !taken[*at] && matches!(&added.kind, ChangeKind::Added(new) if alike(&dropped.path, old, &added.path, new))
        });
        if let Some((at, added)) = candidate {
            taken[at] = true;
            found
                .push(Change { path: dropped.path.clone(), kind: ChangeKind::MaybeRenamed { to: added.path.clone() } });
        }
    }
    changes.extend(found);
}

fn alike(old_path: &ObjectPath, old: &Object, new_path: &ObjectPath, new: &Object) -> bool {
    match (old, new) {
        (Object::Column(a), Object::Column(b)) => {
            old_path.relation() == new_path.relation() && a.data_type == b.data_type
        }
        (Object::Table(a), Object::Table(b)) => share_most_columns(a, b),
        _ => false,
    }
}

/// At least two columns in common, and at least two thirds of the larger table's.
fn share_most_columns(a: &Table, b: &Table) -> bool {
    let common = a
        .columns
        .iter()
        .filter(|column| b.column(&column.name).is_some_and(|other| other.data_type == column.data_type))
        .count();
    common >= 2 && common * 3 >= a.columns.len().max(b.columns.len()) * 2
}
