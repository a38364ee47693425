//! Which tables hold rows together: rows may move between the partitions of one table, and between a table and its
//! partitions where it comes to be partitioned.

use std::collections::BTreeMap;

use schema_diff::catalogue::{Bounds, Catalogue, PartitionBound, QualifiedName};

use super::conservation::Comparison;
use super::snapshot::Snapshot;

/// Whether one of the partitions below `top` takes what no other does.
fn has_default(side: &Catalogue, top: &QualifiedName) -> bool {
    let is_default = |name: &QualifiedName| {
        side.tables
            .get(name)
            .and_then(|it| it.partition_of.as_ref())
            .is_some_and(|it| it.bound == PartitionBound::Default)
    };
    side.tree(top).iter().any(is_default)
}

/// Whether a partition below `top` that is there at one moment only has rows that another has at the other moment.
fn new_bounds_meet_old(top: &QualifiedName, old: &Catalogue, new: &Catalogue) -> bool {
    let only = |one: &Catalogue, other: &Catalogue| {
        one.tree(top).into_iter().any(|name| {
            let part = one.tables.get(&name).and_then(|it| it.partition_of.as_ref());
            let Some(part) = part.filter(|_| !other.tables.contains_key(&name)) else { return false };
            let Some(parent) = other.tables.get(&part.parent) else { return false };
            let bounds = Bounds::of(parent);
            let mut others = other.children(&part.parent).filter_map(|(_, it)| it.partition_of.as_ref());
            others.any(|it| it.bound != PartitionBound::Default && bounds.meet(&it.bound, &part.bound) == Some(true))
        })
    };
    only(old, new) || only(new, old)
}

/// The tables of two moments that hold rows together, by the table at the top.
#[derive(Debug, Default)]
pub(super) struct Groups<'a> {
    top: BTreeMap<&'a QualifiedName, &'a QualifiedName>,
    old: BTreeMap<&'a QualifiedName, Vec<&'a QualifiedName>>,
    new: BTreeMap<&'a QualifiedName, Vec<&'a QualifiedName>>,
}

impl<'a> Groups<'a> {
    /// Those of the schemas `old` and `new`, the later one. Forwards, a partition that comes takes rows of the default
    /// partition and one that goes takes its rows along; backwards, it is the other way round.
    pub(super) fn new(old: &'a Catalogue, new: &'a Catalogue, forwards: bool) -> Self {
        let mut groups = Self::default();
        let in_both = |name: &QualifiedName| old.tables.contains_key(name) && new.tables.contains_key(name);
        for name in old.tables.keys().chain(new.tables.keys()) {
            // A table that is part of another at one of the moments only is compared with that other one.
            let tops = [old.partition_root(name), new.partition_root(name)];
            let top = tops.into_iter().find(|top| *top != name && in_both(top));
            groups.top.insert(name, top.unwrap_or(name));
        }
        let moves = |groups: &Self, name: &QualifiedName, other: &Catalogue, takes: bool| {
            let top = groups.top.get(name).copied().unwrap_or(name);
            takes && top != name && has_default(other, top) || groups.is_repartitioned(name, old, new)
        };
        for name in old.tables.keys() {
            let top = groups.top.get(name).copied().unwrap_or(name);
            if new.tables.contains_key(name) || moves(&groups, name, new, !forwards) {
                groups.old.entry(top).or_default().push(name);
            }
        }
        for name in new.tables.keys() {
            let top = groups.top.get(name).copied().unwrap_or(name);
            if old.tables.contains_key(name) || moves(&groups, name, old, forwards) {
                groups.new.entry(top).or_default().push(name);
            }
        }
        groups
    }

    /// Whether the table at the top is partitioned otherwise, so that rows move to and from tables that come and go.
    fn is_repartitioned(&self, name: &QualifiedName, old: &Catalogue, new: &Catalogue) -> bool {
        let Some(top) = self.top.get(name) else { return false };
        let by = |side: &Catalogue| side.tables.get(*top).map(|table| table.partition_by.clone());
        by(new).is_some() && by(old) != by(new) || new_bounds_meet_old(top, old, new)
    }

    /// Whether the rows of a table that comes are those of others.
    pub(super) fn is_moved(&self, name: &QualifiedName) -> bool {
        let Some(top) = self.top.get(name) else { return false };
        *top != name && self.new.get(top).is_some_and(|it| it.contains(&name))
    }

    /// The rows of the tables that `name` stands for are the same at both moments; those of others are compared where
    /// these stand.
    pub(super) fn same_rows(
        &self,
        comparison: &mut Comparison,
        name: &QualifiedName,
        (columns, loose): (&[String], &[String]),
        (old, new): (&Snapshot, &Snapshot),
        more: bool,
    ) {
        if self.top.get(name).is_some_and(|top| *top == name) {
            let of =
                |side: &BTreeMap<&QualifiedName, Vec<&'a QualifiedName>>| side.get(name).cloned().unwrap_or_default();
            let (before, after) = (of(&self.old), of(&self.new));
            comparison.same_rows(name, (columns, loose), (&before, old), (&after, new), more);
        }
    }
}
