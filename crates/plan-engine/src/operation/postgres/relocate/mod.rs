//! Columns that move to another table while two versions of the application run.
//!
//! Where the table that they come to is new, its rows are made of those that have a value to move; one that is there
//! already gets the columns, and rows where they miss. Triggers on both tables keep the columns equal. They need no guard against each other: each writes only what differs, and so they end.
//!
//! | phase | step |
//! |---|---|
//! | expand | the table, or the columns, come; what it demands of the moved columns waits until `contract` |
//! | dual_write | what one version writes to one table is written to the other |
//! | backfill | rows that were there get their row in the other table |
//! | contract | a gate finds the columns equal; those that go are archived and dropped; constraints come |

mod existing;
mod follow;
mod steps;
mod sync;
mod tables;

use std::rc::Rc;

use schema_diff::catalogue::{Constraint, ConstraintKind, Object, ObjectPath, Table};
use schema_diff::diff::{Change, ChangeKind};

use self::tables::Tables;
use super::constraint::AddConstraint;
use super::index::AddIndex;
use super::not_null::{DropNotNull, SetNotNull};
use super::place::rank::{BUILD, DROP, RELEASE_NOT_NULL, REPLACE, SETTLE};
use super::place::tree::has_no_twin;
use super::table::AddTable;
use super::twin::hang::{is_on, looks_at};
use crate::Refusal;
use crate::operation::{Context, Placed};
use crate::plan::MovedColumns;
use crate::plan::PhaseName::{Backfill, Contract, DualWrite, Expand};
use crate::relocation::Relocation;

/// The moves for which there is no way.
pub(super) fn refusals(context: &Context<'_>) -> Vec<Refusal> {
    context.relocations.iter().filter_map(|it| refusal(it, context)).collect()
}

fn refusal(it: &Relocation, context: &Context<'_>) -> Option<Refusal> {
    if let Some(name) = [&it.from, &it.to].into_iter().find(|name| has_no_twin(context, name)) {
        return Some(Refusal::new(
            &ObjectPath::Table(name.clone()),
            "has columns that move, and is part of a tree of partitioned or inheriting tables",
            "let the application write both tables, and drop the columns in a later migration",
        ));
    }
    let after = context.after.tables.get(&it.to)?;
    let in_primary_key = |name: &String| after.primary_key().is_some_and(|key| key.columns.contains(name));
    for moved in &it.columns {
        let path = ObjectPath::Column(it.from.clone(), moved.from.name.clone());
        if moved.from.default.is_some() {
            return Some(Refusal::new(
                &path,
                "moves and has a default: a row that the new version writes would get it too, and with it a row in the other table that nobody wrote",
                "drop the default in a migration before this one, and let the application write the value",
            ));
        }
        if in_primary_key(&moved.to.name) {
            let help = "leave its --move out, or give the table another primary key";
            return Some(Refusal::new(&path, format!("moves into the primary key of {}", it.to), help));
        }
    }
    if existing::is_there(it, context) {
        return existing::refusal(it, context);
    }
    let demanded = after.columns.iter().find(|column| {
        let filled = column.default.is_some() || column.identity.is_some() || column.generated.is_some();
        let known = it.comes(&it.to, &column.name) || it.keys.iter().any(|(own, _)| *own == column.name);
        column.not_null && !filled && !known
    })?;
    Some(Refusal::new(
        &ObjectPath::Column(it.to.clone(), demanded.name.clone()),
        "refuses NULL and has no default, so that no row can be made for one that the old version writes",
        "give it a default, or let it accept NULL until the next migration",
    ))
}

/// What stands in the place of a change that concerns a move; none where it is placed as ever.
pub(super) fn instead(change: &Change, context: &Context<'_>) -> Option<Vec<Placed>> {
    let there =
        context.relocations.iter().find(|it| change.path.relation() == Some(&it.to) && existing::is_there(it, context));
    if let Some(placed) = there.and_then(|it| existing::instead(change, it)) {
        return Some(placed);
    }
    match (&change.path, &change.kind) {
        (ObjectPath::Table(name), ChangeKind::Added(Object::Table(table))) => {
            let relocation = context.relocations.iter().find(|it| it.to == *name)?;
            Some(table_comes(relocation, table))
        }
        (ObjectPath::Constraint(name, _), ChangeKind::Added(Object::Constraint(constraint))) => {
            context.relocations.iter().find(|it| it.to == *name && !existing::is_there(it, context))?;
            matches!(constraint.kind, ConstraintKind::ForeignKey(_)).then(|| {
                let operation = AddConstraint { table: name.clone(), constraint: constraint.clone() };
                vec![Placed::new(Contract, SETTLE, operation)]
            })
        }
        (ObjectPath::Column(table, name), ChangeKind::Dropped(Object::Column(column))) => {
            let relocation = context.relocations.iter().find(|it| it.goes(table, name))?;
            let mut placed = Vec::new();
            if column.not_null {
                let why = "The new version writes it to another table.";
                let operation = DropNotNull { table: table.clone(), column: name.clone(), why };
                placed.push(Placed::new(Expand, RELEASE_NOT_NULL, operation));
            }
            // All go in one step, behind whatever else reads any of them.
            let going = |it: &'_ &Change| match (&it.path, &it.kind) {
                (ObjectPath::Column(table, name), ChangeKind::Dropped(_)) => relocation.goes(table, name),
                _ => false,
            };
            if context.diff.changes.iter().rfind(going).is_some_and(|it| it.path == change.path) {
                placed.push(Placed::new(Contract, DROP, steps::DropMoved(Rc::new(relocation.clone()))));
            }
            Some(placed)
        }
        _ => None,
    }
}

/// The table comes without what it demands of the moved columns: the old version knows nothing of that.
fn table_comes(relocation: &Relocation, table: &Table) -> Vec<Placed> {
    let name = &relocation.to;
    let mut first = table.clone();
    let mut placed = Vec::new();
    for moved in &relocation.columns {
        if let Some(column) = first.column_mut(&moved.to.name).filter(|it| it.not_null) {
            column.not_null = false;
            let operation = SetNotNull { table: name.clone(), column: moved.to.name.clone() };
            placed.push(Placed::new(Contract, SETTLE, operation));
        }
    }
    let looks = |it: &Constraint| relocation.columns.iter().any(|moved| looks_at(it, &moved.to.name));
    first.constraints.retain(|_, it| !looks(it));
    let keys_first = |it: &&Constraint| !matches!(it.kind, ConstraintKind::Unique(_));
    let mut looking: Vec<&Constraint> = table.constraints.values().filter(|it| looks(it)).collect();
    looking.sort_by_key(keys_first);
    for constraint in looking {
        let operation = AddConstraint { table: name.clone(), constraint: constraint.clone() };
        placed.push(Placed::new(Contract, SETTLE, operation));
    }
    let unique = |it: &schema_diff::catalogue::Index| {
        it.unique && relocation.columns.iter().any(|moved| is_on(it, &moved.to.name))
    };
    first.indexes.retain(|_, it| !unique(it));
    for index in table.indexes.values().filter(|it| unique(it)) {
        let operation = AddIndex { relation: name.clone(), index: index.clone() };
        placed.push(Placed::new(Contract, SETTLE, operation));
    }
    placed.push(Placed::new(Expand, BUILD, AddTable { name: name.clone(), table: first }));
    placed
}

/// The operations that keep the columns equal.
pub(super) fn place(context: &Context<'_>) -> Vec<Placed> {
    let of = |relocation: &Relocation| {
        let relocation = Rc::new(relocation.clone());
        [
            Placed::new(DualWrite, REPLACE, steps::KeepMoved(Rc::clone(&relocation))),
            Placed::new(Backfill, REPLACE, steps::BackfillMoved(Rc::clone(&relocation))),
            Placed::new(Contract, REPLACE, steps::CheckMoved(relocation)),
        ]
    };
    context.relocations.iter().flat_map(of).collect()
}

/// What a plan states of the columns that move.
pub(super) fn stated(context: &Context<'_>) -> Vec<MovedColumns> {
    context.relocations.iter().map(|it| Tables::new(it, context).stated()).collect()
}
