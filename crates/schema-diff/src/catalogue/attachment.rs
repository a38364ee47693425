//! A table becomes a partition or a child of another, and ceases to be one.

use super::{
    Catalogue, Column, Constraint, ConstraintKind, Index, Object, PartitionBound, PartitionOf, QualifiedName, Table,
};

impl Catalogue {
    /// Makes `child` a partition of `parent`, as the engine does: what of its keys, indexes and foreign keys equals the
    /// parent's is the parent's from then on.
    pub fn attach(&mut self, child: &QualifiedName, parent: &QualifiedName, bound: PartitionBound) {
        self.inherit(child, parent, true);
        let foreign_keys = self.inherited_foreign_keys(parent);
        let Some(from) = self.tables.get(parent).cloned() else { return };
        let Some(table) = self.tables.get_mut(child) else { return };
        table.partition_of = Some(PartitionOf { parent: parent.clone(), bound });
        table.constraints.retain(|_, it| !foreign_keys.iter().any(|key| key.kind == it.kind));
        for constraint in from.constraints.values() {
            table.attach_key(constraint);
        }
        for index in from.indexes.values() {
            table.attach_index(index);
        }
    }

    /// Makes the partition `child` a table of its own: it keeps what it had from its parent, but for identities and
    /// triggers.
    pub fn detach(&mut self, child: &QualifiedName) {
        let Some(parent) = self.tables.get(child).and_then(|it| it.partition_of.as_ref()).map(|it| it.parent.clone())
        else {
            return;
        };
        let foreign_keys = self.inherited_foreign_keys(&parent);
        let Some(table) = self.tables.get_mut(child) else { return };
        table.partition_of = None;
        table.columns.iter_mut().for_each(|column| column.identity = None);
        table.constraints.values_mut().for_each(|it| it.parent = None);
        table.indexes.values_mut().for_each(|it| it.parent = None);
        for key in foreign_keys {
            table.constraints.entry(key.name.clone()).or_insert(Constraint { comment: None, ..key });
        }
    }

    /// Makes `child` inherit no longer from `parent`: it keeps all columns and checks.
    pub fn disinherit(&mut self, child: &QualifiedName, parent: &QualifiedName) {
        if let Some(table) = self.tables.get_mut(child) {
            table.inherits.retain(|it| it != parent);
            if table.inherits.is_empty() {
                table.inherited.clear();
            }
        }
    }

    /// Gives `child` the columns and checks of `parent`; `partition` says whether it has no others of its own.
    pub(crate) fn inherit(&mut self, child: &QualifiedName, parent: &QualifiedName, partition: bool) {
        let Some(from) = self.tables.get(parent).cloned() else { return };
        let Some(table) = self.tables.get_mut(child) else { return };
        for column in &from.columns {
            let Some(found) = table.column_mut(&column.name) else {
                let identity = column.identity.clone().filter(|_| partition);
                table.columns.push(Column { comment: None, identity, ..column.clone() });
                if !partition {
                    table.inherited.insert(column.name.clone());
                }
                continue;
            };
            found.not_null |= column.not_null;
            if partition {
                found.identity.clone_from(&column.identity);
            }
        }
        for constraint in from.constraints.values().filter(|it| it.is_inherited()) {
            if !table.constraints.contains_key(&constraint.name) {
                let name = constraint.name.clone();
                table.constraints.insert(name.clone(), Constraint { comment: None, ..constraint.clone() });
                if !partition {
                    table.inherited.insert(name);
                }
            }
        }
    }

    /// The foreign keys that partitions of `parent` have from it and from what it is part of.
    fn inherited_foreign_keys(&self, parent: &QualifiedName) -> Vec<Constraint> {
        let mut found = Vec::new();
        let mut at = Some(parent);
        // As many steps as there are tables suffice, whatever the input says.
        for _ in 0..=self.tables.len() {
            let Some(table) = at.and_then(|name| self.tables.get(name)) else { break };
            let is_foreign = |it: &&Constraint| matches!(it.kind, ConstraintKind::ForeignKey(_));
            found.extend(table.constraints.values().filter(is_foreign).cloned());
            at = table.partition_of.as_ref().map(|it| &it.parent);
        }
        found
    }
}

impl Constraint {
    /// Whether children of the table have the constraint under its own name: a check without `NO INHERIT`.
    pub fn is_inherited(&self) -> bool {
        matches!(&self.kind, ConstraintKind::Check(check) if !check.no_inherit)
    }
}

impl ConstraintKind {
    /// Whether an index stands behind it.
    pub fn has_index(&self) -> bool {
        matches!(self, Self::PrimaryKey(_) | Self::Unique(_) | Self::Exclusion(_))
    }
}

impl Table {
    /// Attaches the key of this partition that equals `parent`; whether there is one, attached now or before.
    pub fn attach_key(&mut self, parent: &Constraint) -> bool {
        let is_attached = |it: &Constraint| it.parent.as_ref() == Some(&parent.name);
        if !parent.kind.has_index() || self.constraints.values().any(is_attached) {
            return parent.kind.has_index();
        }
        let equal = |it: &&mut Constraint| {
            it.parent.is_none() && it.kind == parent.kind && it.deferrability == parent.deferrability
        };
        let Some(own) = self.constraints.values_mut().find(equal) else { return false };
        own.parent = Some(parent.name.clone());
        true
    }

    /// Attaches the index of this partition that equals `parent`; whether there is one, attached now or before. A key
    /// serves where it has the same columns.
    pub fn attach_index(&mut self, parent: &Index) -> bool {
        let link = Some(parent.name.clone());
        if self.indexes.values().any(|it| it.parent == link) || self.constraints.values().any(|it| it.parent == link) {
            return true;
        }
        let equal = |it: &&mut Index| it.parent.is_none() && it.is_like(parent);
        if let Some(own) = self.indexes.values_mut().find(equal) {
            own.parent = link;
            return true;
        }
        false
    }
}

impl Index {
    /// Whether the two are the same but for names, comments and storage.
    pub fn is_like(&self, other: &Self) -> bool {
        let bare = |it: &Self| Self {
            name: String::new(),
            parent: None,
            comment: None,
            storage_parameters: std::collections::BTreeMap::new(),
            valid: true,
            ..it.clone()
        };
        bare(self) == bare(other)
    }
}

impl Object {
    /// The key or index of the parent that this one of a partition is attached to.
    pub fn attached_to(&self) -> Option<&String> {
        match self {
            Self::Constraint(it) => it.parent.as_ref(),
            Self::Index(it) => it.parent.as_ref(),
            _ => None,
        }
    }
}
