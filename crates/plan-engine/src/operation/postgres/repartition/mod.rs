//! A table comes to be partitioned, ceases to be, or is partitioned by another key.
//!
//! No statement does that in place, and the rows move. The new version works with a tree of tables of the new shape in the
//! schema that stands first in its `search_path`; the old version keeps its own. Triggers keep the two equal in both
//! directions, a backfill copies what was there before, and once the old version is gone one transaction puts the new tree
//! in the old one's place. A row that no partition of the new tree takes stays in the old one and meets a gate there.

mod refuse;
mod steps;
pub(super) mod sync;

use std::collections::BTreeSet;
use std::rc::Rc;

use schema_diff::catalogue::{Bounds, Catalogue, Object, ObjectPath, PartitionBound, QualifiedName};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use self::steps::{Grow, Swap};
use self::sync::Equal;
use super::constraint::DropConstraint;
use super::not_null::DropNotNull;
use super::place::rank::{RELEASE, RELEASE_NOT_NULL, REPLACE};
use super::place::reattach::room_between;
use crate::Refusal;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{Contract, DualWrite, Expand};

/// A table that is partitioned otherwise.
pub(super) struct Repartition {
    /// The table at the top of both trees, and what tells rows apart.
    equal: Equal,
    /// It and its partitions, as they were.
    old: Vec<QualifiedName>,
    /// It and its partitions, as they are to be.
    new: Vec<QualifiedName>,
}

/// All of a plan's.
#[derive(Default)]
pub(super) struct Repartitions(Vec<Rc<Repartition>>);

impl Repartitions {
    /// Finds them, or says what cannot be carried along.
    pub(super) fn find(context: &Context<'_>) -> Result<Self, Vec<Refusal>> {
        let tops: BTreeSet<&QualifiedName> = context.diff.changes.iter().filter_map(|it| top_of(it, context)).collect();
        let (mut found, mut refusals) = (Vec::new(), Vec::new());
        for name in tops {
            match Repartition::of(name, context) {
                Ok(it) => found.push(Rc::new(it)),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() { Ok(Self(found)) } else { Err(refusals) }
    }

    /// The operations of all.
    pub(super) fn place(&self) -> Vec<Placed> {
        let of = |it: &Rc<Repartition>| {
            [Placed::new(DualWrite, REPLACE, Grow(Rc::clone(it))), Placed::new(Contract, REPLACE, Swap(Rc::clone(it)))]
        };
        self.0.iter().flat_map(of).collect()
    }

    /// What becomes of a change of a table that is replaced: most come with the new tree.
    pub(super) fn instead(&self, change: &Change) -> Option<Vec<Placed>> {
        let relation = change.path.relation()?;
        let it = self.0.iter().find(|it| it.old.contains(relation) || it.new.contains(relation))?;
        if *relation != it.equal.name {
            return Some(Vec::new());
        }
        let table = it.equal.name.clone();
        Some(match (&change.path, &change.kind) {
            // What the new version need not keep to must not stop its rows from being written to the old tree.
            (
                ObjectPath::Constraint(..),
                ChangeKind::Dropped(Object::Constraint(old))
                | ChangeKind::Altered { aspect: Aspect::ConstraintDefinition, before: Object::Constraint(old), .. },
            ) => vec![Placed::new(Expand, RELEASE, DropConstraint { table, name: old.name.clone() })],
            (ObjectPath::Column(_, column), ChangeKind::Altered { aspect: Aspect::NotNullDropped, .. }) => {
                let why = "Loosening: the new version writes rows without a value.";
                let operation = DropNotNull { table, column: column.clone(), why };
                vec![Placed::new(Expand, RELEASE_NOT_NULL, operation)]
            }
            _ => Vec::new(),
        })
    }

    /// Tables that the new version finds through its `search_path`.
    pub(super) fn published(&self) -> Vec<QualifiedName> {
        self.0.iter().flat_map(|it| it.new.clone()).collect()
    }
}

/// The table at the top of a tree between whose tables `change` lets rows move.
fn top_of<'a>(change: &'a Change, context: &'a Context<'_>) -> Option<&'a QualifiedName> {
    let ObjectPath::Table(name) = &change.path else { return None };
    let part = |side: &'a Catalogue| side.tables.get(name).and_then(|table| table.partition_of.as_ref());
    let moves = match &change.kind {
        ChangeKind::Altered { aspect: Aspect::PartitionBy, .. } => true,
        ChangeKind::Altered { aspect: Aspect::PartitionOf, .. } => {
            let (was, is) = (part(context.before)?, part(context.after)?);
            let others = |side: &Catalogue| side.children(&is.parent).any(|(it, _)| it != name);
            let alone = !others(context.before) && !others(context.after);
            was.parent == is.parent && !alone && room_between(name, was, is, context).is_none()
        }
        // It takes rows that another one has until it goes.
        ChangeKind::Added(_) => {
            let is = part(context.after)?;
            let bounds = Bounds::of(context.before.tables.get(&is.parent)?);
            context.before.children(&is.parent).any(|(_, other)| {
                other.partition_of.as_ref().is_some_and(|it| {
                    let default = [&it.bound, &is.bound].map(|it| *it == PartitionBound::Default);
                    default == [true, true]
                        || default == [false, false] && bounds.meet(&it.bound, &is.bound) == Some(true)
                })
            })
        }
        _ => false,
    };
    moves.then(|| context.after.partition_root(name))
}

impl Repartition {
    fn of(name: &QualifiedName, context: &Context<'_>) -> Result<Self, Refusal> {
        let (old, new) = (context.before.tree(name), context.after.tree(name));
        let key = refuse::check(name, &old, &new, context)?;
        let columns = context.after.tables.get(name).into_iter().flat_map(|it| &it.columns);
        let columns = columns.filter(|it| it.generated.is_none()).map(|it| it.name.clone()).collect();
        Ok(Self { equal: Equal { name: name.clone(), columns, key }, old, new })
    }

    /// The tree of `names` on `side`, and no more, in the schema `schema`.
    fn moved(side: &Catalogue, names: &[QualifiedName], schema: &str) -> Catalogue {
        let mut tree = Catalogue::empty(side.dialect);
        let names: BTreeSet<&QualifiedName> = names.iter().collect();
        let mut whole = side.clone();
        whole.tables.retain(|name, _| names.contains(name));
        whole.definitions.retain(|id, _| id.relation.as_ref().is_some_and(|it| names.contains(it)));
        (tree.tables, tree.definitions) = (whole.tables, whole.definitions);
        for name in names {
            let to = QualifiedName::new(schema, &name.name);
            tree.rename(&ObjectPath::Table(name.clone()), &ObjectPath::Table(to));
        }
        tree
    }
}
