//! What tables have from their parents: a partition all its columns, a child of `INHERITS` some; both the checks.
//!
//! The catalogue holds every table as it is, with what it has from its parents: queries, keys and row makers need not
//! look further. What differs between a parent and its child (a default, `NOT NULL`) is the child's own and stays when
//! the parent changes.

use super::{Catalogue, Column, Constraint, Object, ObjectPath, QualifiedName, Table};

impl Table {
    /// The tables that this one is a partition of or inherits from.
    pub fn parents(&self) -> impl Iterator<Item = &QualifiedName> {
        self.partition_of.iter().map(|it| &it.parent).chain(&self.inherits)
    }

    /// Follows a parent to another name.
    pub(crate) fn rename_parent(&mut self, old: &QualifiedName, new: &QualifiedName) {
        self.each_parent(&mut |it| {
            if it == old {
                new.clone_into(it);
            }
        });
    }

    /// Changes the names of the parents.
    pub(crate) fn each_parent(&mut self, change: &mut dyn FnMut(&mut QualifiedName)) {
        self.partition_of.iter_mut().map(|it| &mut it.parent).chain(&mut self.inherits).for_each(change);
    }

    /// Whether the table is a child of `parent`.
    pub fn is_child_of(&self, parent: &QualifiedName) -> bool {
        self.parents().any(|it| it == parent)
    }
}

impl Catalogue {
    /// The partitions of a table and the tables that inherit from it, not those of these.
    pub fn children<'a>(&'a self, parent: &'a QualifiedName) -> impl Iterator<Item = (&'a QualifiedName, &'a Table)> {
        self.tables.iter().filter(move |(_, table)| table.is_child_of(parent))
    }

    /// The table and all below it, parents first. Ends where hostile input makes a table its own ancestor.
    pub fn tree(&self, root: &QualifiedName) -> Vec<QualifiedName> {
        let mut found = vec![root.clone()];
        let mut at = 0;
        while let Some(parent) = found.get(at).cloned() {
            at += 1;
            let below: Vec<_> =
                self.children(&parent).map(|(name, _)| name.clone()).filter(|it| !found.contains(it)).collect();
            found.extend(below);
        }
        found
    }

    /// Those of the [`tree`](Self::tree) that hold rows: all that are not partitioned.
    pub fn leaves(&self, root: &QualifiedName) -> Vec<QualifiedName> {
        let holds_rows = |name: &QualifiedName| self.tables.get(name).is_some_and(|table| table.partition_by.is_none());
        self.tree(root).into_iter().filter(holds_rows).collect()
    }

    /// The topmost table of the tree of partitions that `name` is part of; itself for any other table.
    pub fn partition_root<'a>(&'a self, name: &'a QualifiedName) -> &'a QualifiedName {
        let mut root = name;
        // As many steps as there are tables suffice, whatever the input says.
        for _ in 0..self.tables.len() {
            match self.tables.get(root).and_then(|table| table.partition_of.as_ref()) {
                Some(part) if self.tables.contains_key(&part.parent) => root = &part.parent,
                _ => break,
            }
        }
        root
    }

    /// Follows in the children what has become of `was` at `path`.
    pub(crate) fn follow(&mut self, path: &ObjectPath, was: Option<&Object>) {
        let (ObjectPath::Column(parent, _) | ObjectPath::Constraint(parent, _) | ObjectPath::Index(parent, _)) = path
        else {
            return;
        };
        if let (ObjectPath::Constraint(_, name) | ObjectPath::Index(_, name), Some(_), None) =
            (path, was, self.get(path))
        {
            self.take_attached(parent, name);
        }
        let below = self.tree(parent);
        if below.len() == 1 {
            return;
        }
        let mut changed: Vec<(QualifiedName, Option<Object>)> = vec![(parent.clone(), was.cloned())];
        for name in below.iter().skip(1) {
            let from = changed.iter().find(|(it, _)| self.tables.get(name).is_some_and(|table| table.is_child_of(it)));
            let Some((parent, was)) = from.cloned() else { continue };
            let own = at(name, path);
            let before = self.get(&own);
            let is = self.get(&at(&parent, path));
            let Some(child) = self.tables.get_mut(name) else { continue };
            if follow_one(child, &own, was.as_ref(), is) {
                changed.push((name.clone(), before));
            }
        }
    }
}

impl Catalogue {
    /// Takes away what is attached to `name` of `parent`, in all partitions.
    pub(crate) fn take_attached(&mut self, parent: &QualifiedName, name: &str) {
        let mut gone = vec![(parent.clone(), name.to_owned())];
        let mut at = 0;
        while let Some((parent, name)) = gone.get(at).cloned() {
            at += 1;
            let partitions = self.tables.iter_mut().filter(|(_, table)| table.is_child_of(&parent));
            for (child, table) in partitions {
                let is_attached = |parent: &Option<String>| parent.as_ref() == Some(&name);
                let keys = table.constraints.extract_if(.., |_, it| is_attached(&it.parent)).map(|(name, _)| name);
                let indexes = table.indexes.extract_if(.., |_, it| is_attached(&it.parent)).map(|(name, _)| name);
                gone.extend(keys.chain(indexes).map(|name| (child.clone(), name)));
            }
        }
    }
}

/// `path` in another table.
fn at(table: &QualifiedName, path: &ObjectPath) -> ObjectPath {
    match path {
        ObjectPath::Column(_, name) => ObjectPath::Column(table.clone(), name.clone()),
        ObjectPath::Constraint(_, name) => ObjectPath::Constraint(table.clone(), name.clone()),
        ObjectPath::Index(_, name) => ObjectPath::Index(table.clone(), name.clone()),
        other => other.clone(),
    }
}

/// Does in `child` what turned `was` into `is` in its parent; whether that made a difference.
fn follow_one(child: &mut Table, path: &ObjectPath, was: Option<&Object>, is: Option<Object>) -> bool {
    let partition = child.partition_of.is_some();
    match (path, was, is) {
        (ObjectPath::Column(..), was, Some(Object::Column(is))) => {
            let was = if let Some(Object::Column(was)) = was { Some(was) } else { None };
            follow_column(child, was, &is);
            true
        }
        (ObjectPath::Column(_, name), Some(_), None) => {
            if child.partition_of.is_some() || child.inherited.remove(name) {
                child.columns.retain(|column| column.name != *name);
            }
            true
        }
        (ObjectPath::Constraint(..), _, Some(Object::Constraint(is))) if is.is_inherited() => {
            let comment = child.constraints.get(&is.name).and_then(|it| it.comment.clone());
            if !partition && !child.constraints.contains_key(&is.name) {
                child.inherited.insert(is.name.clone());
            }
            child.constraints.insert(is.name.clone(), Constraint { comment, ..is });
            true
        }
        (ObjectPath::Constraint(_, name), Some(Object::Constraint(was)), None) if was.is_inherited() => {
            if child.partition_of.is_some() || child.inherited.remove(name) {
                child.constraints.remove(name);
            }
            true
        }
        _ => false,
    }
}

/// The column follows its parent's wherever it was as that was.
fn follow_column(child: &mut Table, was: Option<&Column>, is: &Column) {
    let partition = child.partition_of.is_some();
    let Some(column) = child.column_mut(&is.name) else {
        let identity = is.identity.clone().filter(|_| partition);
        child.columns.push(Column { comment: None, identity, ..is.clone() });
        if !partition {
            child.inherited.insert(is.name.clone());
        }
        return;
    };
    column.data_type.clone_from(&is.data_type);
    column.collation.clone_from(&is.collation);
    let Some(was) = was else {
        column.not_null |= is.not_null;
        return;
    };
    if column.not_null == was.not_null || is.not_null {
        column.not_null = is.not_null;
    }
    if column.default == was.default {
        column.default.clone_from(&is.default);
    }
    if column.generated == was.generated {
        column.generated.clone_from(&is.generated);
    }
    if partition {
        column.identity.clone_from(&is.identity);
    }
}
