//! What hangs on the columns of a group: found in the catalogue, taken down, and put up again on the other shape.

use std::collections::BTreeSet;

use schema_diff::catalogue::{
    Catalogue, Constraint, ConstraintKind, DefinitionKind, Index, IndexKey, Object, ObjectPath, QualifiedName, Table,
    View,
};

use super::group::{Group, Shape};
use super::tree::is_from_above;
use crate::operation::Context;
use crate::operation::postgres::bracket::readers;

/// What hangs on the columns of a group.
#[derive(Default)]
pub(super) struct Hanging {
    /// Indexes that no constraint owns.
    pub(super) indexes: Vec<(QualifiedName, Index)>,
    /// Primary and unique keys.
    pub(super) keys: Vec<(QualifiedName, Constraint)>,
    /// Exclusion constraints, which cannot be built beforehand.
    pub(super) exclusions: Vec<(QualifiedName, Constraint)>,
    /// Checks and foreign keys, those of other tables included: they come back `NOT VALID`.
    pub(super) unproven: Vec<(QualifiedName, Constraint)>,
    /// Triggers, policies, rules and statistics that name a column.
    pub(super) named: Vec<(ObjectPath, Object)>,
    /// Views that read a table, those that read others first.
    pub(super) views: Vec<(QualifiedName, View)>,
}

/// What hangs on the columns that are live in `now`.
pub(super) fn hanging(now: &Catalogue, group: &Group, live: Shape) -> Hanging {
    let mut hanging = Hanging::default();
    for name in group.tables() {
        let columns: Vec<String> = group.of(name).map(|pair| pair.name(live, live)).collect();
        for name in group.tree(name) {
            let Some(table) = now.tables.get(name) else { continue };
            hanging.of_table(now, name, table, &columns);
            hanging.references(now, name, &columns);
            hanging.definitions(now, name, &columns);
        }
    }
    hanging.views = views(now, group, live);
    hanging
}

impl Hanging {
    fn of_table(&mut self, now: &Catalogue, name: &QualifiedName, table: &Table, columns: &[String]) {
        let own = |constraint: &Constraint| (name.clone(), constraint.clone());
        for constraint in table.constraints.values() {
            // What it has from a table above it comes and goes there.
            if is_from_above(now, name, constraint) || !columns.iter().any(|column| looks_at(constraint, column)) {
                continue;
            }
            match &constraint.kind {
                // Built with the swap, as exclusions are: no index of the engine's can be made into such a key.
                ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) if key.without_overlaps => {
                    self.exclusions.push(own(constraint));
                }
                ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) => self.keys.push(own(constraint)),
                ConstraintKind::Exclusion(_) => self.exclusions.push(own(constraint)),
                // A foreign key between two tables of the group may be known from the table that it leads to.
                ConstraintKind::Check(_) | ConstraintKind::ForeignKey(_) => {
                    if !self.unproven.contains(&own(constraint)) {
                        self.unproven.push(own(constraint));
                    }
                }
            }
        }
        let own = table.indexes.values().filter(|it| it.parent.is_none());
        let indexes = own.filter(|index| columns.iter().any(|column| is_on(index, column)));
        self.indexes.extend(indexes.map(|index| (name.clone(), index.clone())));
        for (trigger_name, trigger) in &table.triggers {
            if columns.iter().any(|column| trigger.definition.mentions(column)) {
                let path = ObjectPath::Trigger(name.clone(), trigger_name.clone());
                self.named.push((path, Object::Trigger(trigger.clone())));
            }
        }
    }

    /// Policies, rules and statistics that name a column of the table, be they another table's.
    fn definitions(&mut self, now: &Catalogue, name: &QualifiedName, columns: &[String]) {
        for (id, definition) in &now.definitions {
            let of_table = id.relation.as_ref() == Some(name) || definition.mentions(&name.name);
            let path = ObjectPath::Definition(id.clone());
            let known = self.named.iter().any(|(other, _)| *other == path);
            if !known && is_carried(id.kind) && of_table && columns.iter().any(|it| definition.mentions(it)) {
                self.named.push((path, Object::Definition(definition.clone())));
            }
        }
    }

    /// Foreign keys that lead to the columns.
    fn references(&mut self, now: &Catalogue, name: &QualifiedName, columns: &[String]) {
        for (other, table) in &now.tables {
            for constraint in table.constraints.values() {
                let ConstraintKind::ForeignKey(key) = &constraint.kind else { continue };
                let leads = key.references == *name && key.referenced_columns.iter().any(|it| columns.contains(it));
                let entry = (other.clone(), constraint.clone());
                if leads && !self.unproven.contains(&entry) {
                    self.unproven.push(entry);
                }
            }
        }
    }

    /// Tables other than the group's that a foreign key joins to it.
    pub(super) fn other_tables(&self, group: &Group) -> BTreeSet<QualifiedName> {
        let own = group.all_tables();
        let foreign = |(name, constraint): &(QualifiedName, Constraint)| match &constraint.kind {
            ConstraintKind::ForeignKey(key) => vec![name.clone(), key.references.clone()],
            _ => Vec::new(),
        };
        self.unproven.iter().flat_map(foreign).filter(|it| !own.contains(&it)).collect()
    }

    /// Statements that take the views down.
    pub(super) fn take_down_views(&self, context: &Context<'_>) -> Vec<String> {
        let drop = |(name, view): &(QualifiedName, View)| {
            context.writer.drop_object(&ObjectPath::View(name.clone()), &Object::View(view.clone()))
        };
        self.views.iter().map(drop).collect()
    }

    /// Statements that take all else down.
    pub(super) fn take_down(&self, context: &Context<'_>) -> Vec<String> {
        let writer = context.writer;
        let mut statements: Vec<String> = Vec::new();
        statements.extend(self.named.iter().map(|(path, _)| writer.drop(path)));
        for (name, constraint) in self.unproven.iter().chain(&self.exclusions).chain(&self.keys) {
            statements.push(writer.drop(&ObjectPath::Constraint(name.clone(), constraint.name.clone())));
        }
        for (name, index) in &self.indexes {
            statements.push(writer.drop(&ObjectPath::Index(name.clone(), index.name.clone())));
        }
        statements
    }
}

/// Whether what is held as its statement can be taken down and put up again in one transaction, nobody the wiser.
pub(super) fn is_carried(kind: DefinitionKind) -> bool {
    matches!(kind, DefinitionKind::Policy | DefinitionKind::Rule | DefinitionKind::Statistics)
}

/// Whether a constraint looks at a column of its own table.
pub(in crate::operation::postgres) fn looks_at(constraint: &Constraint, column: &str) -> bool {
    match &constraint.kind {
        ConstraintKind::Check(check) => check.expression.mentions(column),
        ConstraintKind::Exclusion(exclusion) => {
            exclusion.elements.iter().any(|it| it.expression.mentions(column))
                || exclusion.predicate.as_ref().is_some_and(|it| it.mentions(column))
        }
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
            key.columns.iter().chain(&key.include).any(|it| it == column)
        }
        ConstraintKind::ForeignKey(key) => key.columns.iter().chain(&key.on_delete_columns).any(|it| it == column),
    }
}

/// Whether a constraint is a foreign key to a column.
pub(super) fn leads_to(constraint: &Constraint, table: &QualifiedName, column: &str) -> bool {
    match &constraint.kind {
        ConstraintKind::ForeignKey(key) => {
            key.references == *table && key.referenced_columns.iter().any(|it| it == column)
        }
        _ => false,
    }
}

/// Whether an index looks at a column.
pub(in crate::operation::postgres) fn is_on(index: &Index, column: &str) -> bool {
    let by_element = index.elements.iter().any(|element| match &element.key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(it) => it.mentions(column),
    });
    by_element
        || index.include.iter().any(|it| it == column)
        || index.predicate.as_ref().is_some_and(|it| it.mentions(column))
}

/// Views that read a column of the group, with all that read these, those that read others first.
pub(super) fn views(now: &Catalogue, group: &Group, live: Shape) -> Vec<(QualifiedName, View)> {
    let mut found: Vec<(QualifiedName, View)> = Vec::new();
    for name in group.tables() {
        let columns: Vec<String> = group.of(name).map(|pair| pair.name(live, live)).collect();
        let all: Vec<_> = group.tree(name).flat_map(|it| readers(now, it)).collect();
        let reads = |view: &View| {
            view.query.canonical.contains('*') || columns.iter().any(|column| view.query.mentions(column))
        };
        if !all.iter().any(|(_, view)| reads(view)) {
            continue;
        }
        for (view_name, view) in all {
            if !found.iter().any(|(it, _)| it == view_name) {
                found.push((view_name.clone(), view.clone()));
            }
        }
    }
    order(found)
}

/// Those that read others first, however the tables were taken.
fn order(mut views: Vec<(QualifiedName, View)>) -> Vec<(QualifiedName, View)> {
    let mut ordered: Vec<(QualifiedName, View)> = Vec::new();
    while !views.is_empty() {
        let free = views
            .iter()
            .position(|(name, _)| !views.iter().any(|(other, view)| other != name && view.query.mentions(&name.name)));
        ordered.push(views.remove(free.unwrap_or(0)));
    }
    ordered
}
