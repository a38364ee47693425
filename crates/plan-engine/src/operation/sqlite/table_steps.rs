//! The steps that lead a table from one shape to another within a phase.

use schema_diff::catalogue::{Index, QualifiedName, Table, Trigger};

use super::add_columns::{AddColumns, suffices};
use super::index::ChangeIndex;
use super::order::TableChange;
use super::rank;
use super::rebuild::RebuildTable;
use super::trigger::ChangeTrigger;
use super::whole_tables::{AddTables, DropTables};
use crate::operation::{Context, Operation, Placed};
use crate::plan::PhaseName;

/// Places the steps of one group of tables, in their order.
pub(super) fn place(phase: PhaseName, group: Vec<TableChange>, context: &Context<'_>, placed: &mut Vec<Placed>) {
    let (mut come, mut go) = (Vec::new(), Vec::new());
    let mut steps = Vec::new();
    for change in group {
        match (change.from, change.to) {
            (Some(from), Some(to)) => steps.push((change.name, from, to)),
            (None, Some(to)) => come.push((change.name, to)),
            (Some(from), None) => go.push((change.name, from)),
            (None, None) => {}
        }
    }
    if !come.is_empty() {
        placed.push(Placed::new(phase, rank::TABLES, AddTables(come)));
    }
    for (name, from, to) in steps {
        table(phase, &name, from, &to, context, placed);
    }
    if !go.is_empty() {
        placed.push(Placed::new(phase, rank::TABLES, DropTables(go)));
    }
}

/// Places the steps of one table that is there before and after them.
fn table(
    phase: PhaseName,
    name: &QualifiedName,
    from: Table,
    to: &Table,
    context: &Context<'_>,
    placed: &mut Vec<Placed>,
) {
    let place = if phase == PhaseName::Expand { "expand" } else { "contract" };
    let mut walk = Walk { phase, name, place, now: from, placed };
    let in_place = same_form(&walk.now, to) || suffices(&walk.now, to, context.writer);
    let goes = |key: &String, kept: bool| !kept && (in_place || is_elsewhere(name, key, context));
    let indexes: Vec<_> = walk.now.indexes.keys().cloned().collect();
    for key in indexes.into_iter().filter(|key| goes(key, to.indexes.contains_key(key))) {
        walk.index(rank::FREE_NAMES, &key, None);
    }
    let triggers: Vec<_> = walk.now.triggers.keys().cloned().collect();
    for key in triggers.into_iter().filter(|key| goes(key, to.triggers.contains_key(key))) {
        walk.trigger(rank::FREE_NAMES, &key, None);
    }
    if !in_place {
        let step = RebuildTable { table: name.clone(), from: walk.now, to: to.clone(), place };
        placed.push(Placed::new(phase, rank::TABLES, step));
        return;
    }
    if !same_form(&walk.now, to) {
        let next = Table {
            columns: to.columns.clone(),
            constraints: to.constraints.clone(),
            options: to.options.clone(),
            ..walk.now.clone()
        };
        let step = |from, to| AddColumns { table: name.clone(), from, to };
        walk.step(rank::TABLES, next, step);
    }
    for (key, index) in &to.indexes {
        walk.index(rank::INDEXES, key, Some(index));
    }
    for (key, trigger) in &to.triggers {
        walk.trigger(rank::TRIGGERS, key, Some(trigger));
    }
}

/// Goes step by step from one shape of a table to another.
struct Walk<'a> {
    phase: PhaseName,
    name: &'a QualifiedName,
    place: &'static str,
    now: Table,
    placed: &'a mut Vec<Placed>,
}

impl Walk<'_> {
    fn step<O: Operation + 'static>(&mut self, rank: u8, next: Table, operation: impl FnOnce(Table, Table) -> O) {
        let last = std::mem::replace(&mut self.now, next.clone());
        self.placed.push(Placed::new(self.phase, rank, operation(last, next)));
    }

    fn index(&mut self, rank: u8, key: &str, to: Option<&Index>) {
        if self.now.indexes.get(key) == to {
            return;
        }
        let mut next = self.now.clone();
        match to {
            Some(index) => drop(next.indexes.insert(key.to_owned(), index.clone())),
            None => drop(next.indexes.remove(key)),
        }
        let (table, place) = (self.name.clone(), self.place);
        self.step(rank, next, |from, to| ChangeIndex { table, name: key.to_owned(), from, to, place });
    }

    fn trigger(&mut self, rank: u8, key: &str, to: Option<&Trigger>) {
        if self.now.triggers.get(key) == to {
            return;
        }
        let mut next = self.now.clone();
        match to {
            Some(trigger) => drop(next.triggers.insert(key.to_owned(), trigger.clone())),
            None => drop(next.triggers.remove(key)),
        }
        let relation = self.name.clone();
        self.step(rank, next, |from, to| ChangeTrigger {
            relation,
            name: key.to_owned(),
            from: from.triggers.get(key).cloned(),
            to: to.triggers.get(key).cloned(),
        });
    }
}

/// Equal but for indexes, triggers and the order of columns, which is no difference.
fn same_form(one: &Table, other: &Table) -> bool {
    one.options == other.options
        && one.constraints == other.constraints
        && one.columns.len() == other.columns.len()
        && one.columns.iter().all(|it| other.column(&it.name) == Some(it))
}

/// Whether `key` names an index or trigger of another table afterwards.
fn is_elsewhere(name: &QualifiedName, key: &str, context: &Context<'_>) -> bool {
    let others = context.after.tables.iter().filter(|(other, _)| *other != name);
    others.into_iter().any(|(_, table)| table.indexes.contains_key(key) || table.triggers.contains_key(key))
}
