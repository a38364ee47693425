//! Columns of partitioned tables and of tables that others inherit from.
//!
//! What is done to the column of the topmost table, the engine does below it too: it comes, goes and is renamed
//! everywhere. A row trigger of a partitioned table is one of its partitions; tables that inherit need their own. Indexes
//! are built by the leaf and attached.

use std::collections::BTreeSet;

use schema_diff::catalogue::{
    Catalogue, Column, ColumnSettings, Constraint, Grants, Index, IndexKey, ObjectPath, QualifiedName, Table,
};

use super::group::{Group, Pair};
use crate::Refusal;
use crate::operation::Context;
use crate::operation::postgres::tree_index::Item;
use crate::plan::Edit;
use crate::workshop::own_name;

/// Why the column of a table in a tree cannot be replaced, and what to do; none where it can.
pub(super) fn obstacle(table: &QualifiedName, old: &str, new: &str, context: &Context<'_>) -> Option<(String, String)> {
    let sides = [(context.before, old), (context.after, new)];
    let apart =
        |reason: String| Some((reason, "make that change in a migration of its own, then plan the rest".to_owned()));
    for (side, name) in sides {
        let own = side.tables.get(table)?;
        let above = |side: &Catalogue, name: &QualifiedName| {
            side.tables.get(table).is_some_and(|it| it.parents().any(|it| it == name))
        };
        if let Some(parent) = own.parents().find(|it| above(context.before, it) != above(context.after, it)) {
            return apart(format!("cannot be replaced while {table} comes to be below {parent} or ceases to be"));
        }
        if let Some(parent) = own.parents().find(|it| has(side, it, name)) {
            return Some((
                format!("changes otherwise than in {parent}, which it has the column from"),
                format!("make the same change to {parent}; the engine makes it here too"),
            ));
        }
        let below = side.tree(table);
        if let Some(keyed) = below.iter().find(|it| is_key(side, it, name)) {
            return Some((
                format!("is part of the key by which {keyed} is partitioned, which the engine does not change"),
                "add a table of the new shape under another name, let the application write both, and drop the old one"
                    .to_owned(),
            ));
        }
        for child in below.iter().skip(1) {
            if let Some(reason) = differs(side, table, child, name) {
                return apart(reason);
            }
        }
    }
    let members = |side: &Catalogue| side.tree(table).into_iter().collect::<BTreeSet<_>>();
    let (was, is) = (members(context.before), members(context.after));
    if let Some(other) = was.symmetric_difference(&is).next() {
        return apart(format!("cannot be replaced while {other} comes to be below {table} or ceases to be"));
    }
    let part = |side: &Catalogue, name: &QualifiedName| side.tables.get(name).and_then(|it| it.partition_of.clone());
    let moved = was.iter().find(|it| part(context.before, it) != part(context.after, it));
    moved.and_then(|it| apart(format!("cannot be replaced while {it} becomes a partition of other rows")))
}

fn has(side: &Catalogue, table: &QualifiedName, column: &str) -> bool {
    side.tables.get(table).is_some_and(|it| it.column(column).is_some())
}

/// Whether the column is part of the key of a partitioned table.
fn is_key(side: &Catalogue, table: &QualifiedName, column: &str) -> bool {
    let by = side.tables.get(table).and_then(|it| it.partition_by.as_ref());
    by.into_iter().flat_map(|by| &by.key).any(|element| match &element.key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(it) => it.mentions(column),
    })
}

/// Why what the engine does to the column of `parent` would not leave that of `child` as it is to be.
fn differs(side: &Catalogue, parent: &QualifiedName, child: &QualifiedName, name: &str) -> Option<String> {
    let (above, table) = (side.tables.get(parent)?.column(name)?, side.tables.get(child)?);
    let own = table.column(name)?;
    let bare = |it: &Column| Column {
        comment: None,
        grants: Grants::default(),
        identity: None,
        settings: ColumnSettings { statistics: None, ..it.settings.clone() },
        ..it.clone()
    };
    if bare(own) != bare(above) {
        return Some(format!(
            "cannot be replaced while the column of {child} differs from it in its default, nullability or settings"
        ));
    }
    if own.settings != above.settings {
        return Some(format!("cannot be replaced while {child} has a statistics target of its own for it"));
    }
    if table.partition_of.is_some() {
        return None;
    }
    let parents = table.parents().filter(|it| has(side, it, name)).count();
    if parents > 1 {
        return Some(format!("cannot be replaced while {child} inherits it from several tables"));
    }
    if !table.inherited.contains(name) {
        return Some(format!("cannot be replaced while {child} declares it too"));
    }
    // What a check of the parent's and one of the child's own make together outlasts that of the parent.
    let twice = |it: &&Constraint| {
        it.is_inherited()
            && !table.inherited.contains(&it.name)
            && super::hang::looks_at(it, name)
            && is_from_above(side, child, it)
    };
    let check = table.constraints.values().find(twice)?;
    Some(format!("cannot be replaced while {child} declares the check {} too", check.name))
}

/// Whether the table has the constraint from a table above it.
pub(super) fn is_from_above(side: &Catalogue, table: &QualifiedName, constraint: &Constraint) -> bool {
    let parents = side.tables.get(table).into_iter().flat_map(Table::parents);
    let mut above = parents.filter_map(|it| side.tables.get(it));
    constraint.parent.is_some()
        || constraint.is_inherited()
            && above.any(|it| it.constraints.get(&constraint.name).is_some_and(|it| it.kind == constraint.kind))
}

/// The tables below those of `pairs`, with the table that they are below.
pub(super) fn below(pairs: &[Pair], context: &Context<'_>) -> Vec<(QualifiedName, QualifiedName)> {
    let mut found = Vec::new();
    for pair in pairs {
        for child in context.before.tree(&pair.table).into_iter().skip(1) {
            let entry = (pair.table.clone(), child);
            if !found.contains(&entry) {
                found.push(entry);
            }
        }
    }
    found
}

impl Group {
    /// A table of the group and all below it, which have its columns.
    pub(super) fn tree<'a>(&'a self, table: &'a QualifiedName) -> impl Iterator<Item = &'a QualifiedName> {
        let below = self.below.iter().filter(move |(root, _)| root == table).map(|(_, it)| it);
        std::iter::once(table).chain(below)
    }

    /// The tables of the group and all below them.
    pub(super) fn all_tables(&self) -> Vec<&QualifiedName> {
        self.tables().into_iter().flat_map(|it| self.tree(it)).collect()
    }

    /// The tables of a tree that need row triggers of their own: partitions have those of the table above them.
    pub(super) fn with_triggers<'a>(
        &'a self,
        table: &'a QualifiedName,
        context: &'a Context<'_>,
    ) -> impl Iterator<Item = &'a QualifiedName> {
        let is_part = |it: &QualifiedName| context.before.tables.get(it).is_some_and(|it| it.partition_of.is_some());
        self.tree(table).filter(move |it| *it == table || !is_part(it))
    }
}

/// Adds what becomes of the tables below, where that is more than what their parents bring about: indexes and keys that
/// are attached have names of their own.
pub(in crate::operation::postgres) fn complete(
    edits: &mut Vec<Edit>,
    from: &Catalogue,
    to: &Catalogue,
    below: &[&QualifiedName],
) {
    let mut reached = from.clone();
    for edit in edits.iter() {
        edit.apply(&mut reached);
    }
    for name in below {
        let (Some(is), Some(should)) = (reached.tables.get(name), to.tables.get(name)) else { continue };
        let paths: BTreeSet<ObjectPath> = [is, should].into_iter().flat_map(|it| parts(name, it)).collect();
        for path in paths {
            let (is, should) = (reached.get(&path), to.get(&path));
            if is != should {
                let edit = Edit { path, object: should };
                edit.apply(&mut reached);
                edits.push(edit);
            }
        }
    }
}

/// The columns, constraints and indexes of a table.
fn parts(name: &QualifiedName, table: &Table) -> Vec<ObjectPath> {
    let columns = table.columns.iter().map(|it| ObjectPath::Column(name.clone(), it.name.clone()));
    let constraints = table.constraints.keys().map(|it| ObjectPath::Constraint(name.clone(), it.clone()));
    let indexes = table.indexes.keys().map(|it| ObjectPath::Index(name.clone(), it.clone()));
    columns.chain(constraints).chain(indexes).collect()
}

/// An index of ours for another, until it takes over.
pub(super) fn hidden_name(index: &str) -> String {
    own_name(&[index])
}

/// The index or key of `root` under the name that `rename` gives it, and a catalogue that has those below it so.
pub(super) fn renamed(
    catalogue: &Catalogue,
    root: &QualifiedName,
    item: &Item,
    rename: fn(&str) -> String,
) -> (Catalogue, Item) {
    let mut names = Catalogue::empty(catalogue.dialect);
    for name in catalogue.tree(root) {
        let Some(mut table) = catalogue.tables.get(&name).cloned() else { continue };
        let again = |it: Option<String>| it.map(|it| rename(&it));
        let index = |(_, it): (String, Index)| {
            let it = Index { name: rename(&it.name), parent: again(it.parent.clone()), comment: None, ..it };
            (it.name.clone(), it)
        };
        table.indexes = std::mem::take(&mut table.indexes).into_iter().map(index).collect();
        let key = |(_, it): (String, Constraint)| {
            let it = Constraint { name: rename(&it.name), parent: again(it.parent.clone()), comment: None, ..it };
            (it.name.clone(), it)
        };
        table.constraints = std::mem::take(&mut table.constraints).into_iter().map(key).collect();
        names.tables.insert(name, table);
    }
    let item = match item {
        Item::Index(it) => Item::Index(Index { name: rename(&it.name), comment: None, ..it.clone() }),
        Item::Key(it) => Item::Key(Constraint { name: rename(&it.name), comment: None, ..it.clone() }),
    };
    (names, item)
}

/// A refusal of what stands in the way of replacing a column in a tree.
pub(super) fn refuse(table: &QualifiedName, old: &str, new: &str, context: &Context<'_>) -> Result<(), Refusal> {
    let path = ObjectPath::Column(table.clone(), new.to_owned());
    match obstacle(table, old, new, context) {
        Some((reason, help)) => Err(Refusal::new(&path, reason, help)),
        None => Ok(()),
    }
}
