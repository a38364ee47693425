//! Operations on SQLite.
//!
//! Every table has three shapes: before, expanded (in which both versions work) and after. `expand` leads to the second,
//! `contract` to the third; a step that SQLite's `ALTER` cannot do rebuilds the table.

mod add_columns;
mod affinity;
mod archive;
mod demand;
mod dependents;
mod describe;
mod facts;
mod fill;
mod fill_nulls;
mod index;
mod order;
mod passage;
mod rebuild;
mod refuse;
mod set_aside;
mod shape;
mod table_steps;
#[cfg(test)]
mod tests;
mod trigger;
mod view;
mod whole_tables;

use std::collections::{BTreeMap, BTreeSet};

use schema_diff::catalogue::{QualifiedName, View};

use self::fill_nulls::FillNulls;
use self::order::{TableChange, by_foreign_keys};
use self::shape::{Shapes, shapes};
use self::trigger::ChangeTrigger;
use self::view::{ChangeView, expanded, same_definition};
use super::{Context, Placed};
use crate::Refusal;
use crate::plan::PhaseName;

/// Ranks in a phase: names are freed, tables change, then what looks at them.
mod rank {
    pub(super) const FREE_NAMES: u8 = 10;
    pub(super) const VIEWS_GO: u8 = 20;
    pub(super) const TABLES: u8 = 30;
    pub(super) const INDEXES: u8 = 40;
    pub(super) const VIEWS: u8 = 50;
    pub(super) const TRIGGERS: u8 = 60;
}

/// Places the operations for every change.
pub(super) fn place(context: &Context<'_>) -> Result<Vec<Placed>, Vec<Refusal>> {
    let mut refusals = refuse::changes(context);
    let tables = changed_tables(context);
    refusals.extend(tables.iter().filter_map(|(name, it)| refuse::shapes(name, it)));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut placed = Vec::new();
    let change = |name: &QualifiedName, from, to| TableChange { name: name.clone(), from, to };
    let expand = tables.iter().map(|(name, it)| {
        let to = Some(it.expanded.clone());
        change(name, it.before.clone(), to)
    });
    for group in by_foreign_keys(expand.collect()) {
        table_steps::place(PhaseName::Expand, group, context, &mut placed);
    }
    for (name, it) in &tables {
        let fills = it.after.iter().flat_map(|after| FillNulls::all(name, &it.expanded, after, context));
        placed.extend(fills.map(|it| Placed::new(PhaseName::Backfill, rank::TABLES, it)));
    }
    let contract = tables.iter().map(|(name, it)| change(name, Some(it.expanded.clone()), it.after.clone()));
    for group in by_foreign_keys(contract.collect()) {
        table_steps::place(PhaseName::Contract, group, context, &mut placed);
    }
    views(context, &mut placed);
    Ok(placed)
}

/// The shapes of the tables that change, come or go.
fn changed_tables(context: &Context<'_>) -> BTreeMap<QualifiedName, Shapes> {
    let relations: BTreeSet<_> = context.diff.changes.iter().filter_map(|it| it.path.relation()).collect();
    relations
        .into_iter()
        .filter_map(|name| shapes(name, context.before, context.after).map(|it| (name.clone(), it)))
        .collect()
}

fn views(context: &Context<'_>, placed: &mut Vec<Placed>) {
    let mut seen = BTreeSet::new();
    for change in &context.diff.changes {
        let Some(name) = change.path.relation().filter(|it| seen.insert((*it).clone())) else { continue };
        let (old, new) = (context.before.views.get(name), context.after.views.get(name));
        let between = match (old, new) {
            (Some(old), Some(new)) => expanded(old, new),
            (one, other) => one.or(other).cloned(),
        };
        let Some(between) = between else { continue };
        view(PhaseName::Expand, name, old, Some(&between), placed);
        view(PhaseName::Contract, name, Some(&between), new, placed);
    }
}

/// Places what leads from one form of a view to another in one phase.
fn view(phase: PhaseName, name: &QualifiedName, from: Option<&View>, to: Option<&View>, placed: &mut Vec<Placed>) {
    match (from, to) {
        (Some(from), Some(to)) if same_definition(from, to) => {
            let names: BTreeSet<&String> = from.triggers.keys().chain(to.triggers.keys()).collect();
            for trigger in names {
                let (from, to) = (from.triggers.get(trigger), to.triggers.get(trigger));
                if from != to {
                    let step = ChangeTrigger {
                        relation: name.clone(),
                        name: trigger.clone(),
                        from: from.cloned(),
                        to: to.cloned(),
                    };
                    placed.push(Placed::new(phase, rank::TRIGGERS, step));
                }
            }
        }
        (None, None) => {}
        _ => {
            let step = ChangeView { name: name.clone(), from: from.cloned(), to: to.cloned() };
            let early = phase == PhaseName::Contract;
            placed.push(Placed::new(phase, if early { rank::VIEWS_GO } else { rank::VIEWS }, step));
        }
    }
}
