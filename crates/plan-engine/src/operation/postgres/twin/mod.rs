//! Columns that change their type, their collation or their name while two versions of the application run.
//!
//! [`Form`](group::Form) says how: both shapes are there at one time, kept equal by triggers, until one is left.

mod build;
mod computed;
mod discover;
mod group;
pub(super) mod hang;
mod keep;
mod misfits;
pub(super) mod next;
pub(super) mod publish;
mod replicated;
mod stated;
mod steps;
pub(super) mod swap;
pub(super) mod sync;
mod text;
pub(super) mod tree;

use std::rc::Rc;

use schema_diff::catalogue::{Column, Object, ObjectPath, QualifiedName};
use schema_diff::diff::{Aspect, Change, ChangeKind};

pub(super) use self::discover::replaces;
use self::group::{Form, Group, Pair};
use super::not_null::DropNotNull;
use super::place::rank::{BUILD, DROP, RELEASE_NOT_NULL, REPLACE, TIGHTEN};
use super::published_view;
use crate::Refusal;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{self, Backfill, Contract, DualWrite, Expand, Validate};
use crate::plan::{ColumnConversion, VersionedViews};

/// All that is replaced in a plan.
#[derive(Default)]
pub(super) struct Replacements(Vec<Rc<Group>>);

impl Replacements {
    /// Finds them among the changes.
    pub(super) fn find(context: &Context<'_>) -> Result<Self, Vec<Refusal>> {
        Ok(Self(discover::groups(context)?.into_iter().map(Rc::new).collect()))
    }

    fn pair(&self, path: &ObjectPath) -> Option<(&Group, &Pair)> {
        let ObjectPath::Column(table, name) = path else { return None };
        self.0.iter().find_map(|group| {
            let pair = group.pairs.iter().find(|it| it.table == *table && it.new.name == *name)?;
            Some((&**group, pair))
        })
    }

    /// What stands in the place of a change that concerns a replaced column; none where it is placed as ever.
    pub(super) fn instead(&self, change: &Change) -> Option<Vec<Placed>> {
        let (group, pair) = self.pair(&change.path)?;
        match &change.kind {
            ChangeKind::Renamed { .. } => Some(Vec::new()),
            ChangeKind::Altered { aspect, .. } => match aspect {
                Aspect::ColumnType | Aspect::ColumnCollation | Aspect::ColumnSettings | Aspect::ColumnGenerated => {
                    Some(Vec::new())
                }
                Aspect::ColumnDefault if pair.needs_default(group.form) => None,
                Aspect::ColumnDefault if !pair.keeps_default(group.form) => Some(Vec::new()),
                Aspect::ColumnIdentity if !pair.keeps_identity() => Some(Vec::new()),
                Aspect::NotNullDropped if !pair.same_name() => {
                    let why = "Loosening: the new version writes rows without a value.";
                    let operation = DropNotNull { table: pair.table.clone(), column: pair.old.name.clone(), why };
                    Some(vec![Placed::new(Expand, RELEASE_NOT_NULL, operation)])
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Moves what needs the new shape behind the step that puts it in place.
    pub(super) fn defer(&self, change: &Change, placed: &mut [Placed]) {
        let Some(phase) = self.0.iter().filter_map(|group| since(change, group)).max() else {
            return;
        };
        let releases = |it: &Placed| it.phase == Expand && it.rank <= RELEASE_NOT_NULL;
        for it in placed.iter_mut().filter(|it| it.phase < phase && !releases(it)) {
            it.phase = phase;
            it.rank = it.rank.max(BUILD);
        }
    }

    /// The operations of all.
    pub(super) fn place(&self) -> Vec<Placed> {
        self.0.iter().flat_map(place).collect()
    }

    /// What a plan states of the columns that are replaced.
    pub(super) fn conversions(&self, context: &Context<'_>) -> Vec<ColumnConversion> {
        let of = |group: &Rc<Group>| {
            let stated = group.pairs.iter().map(|pair| pair.stated(group.form, context));
            stated.collect::<Vec<_>>()
        };
        self.0.iter().flat_map(of).collect()
    }

    /// The views that the new version works with until `contract`.
    pub(super) fn versioned_views(&self, context: &Context<'_>) -> Option<VersionedViews> {
        let mut tables: Vec<QualifiedName> = self.0.iter().flat_map(|group| publish::tables(group)).cloned().collect();
        tables.extend(published_view::names(context).cloned());
        (!tables.is_empty()).then(|| VersionedViews { schema: context.workshop.version_schema(), tables })
    }
}

/// The phase in which what `change` needs of the group is there; none where it needs nothing of it.
fn since(change: &Change, group: &Group) -> Option<PhaseName> {
    let computed = match &change.kind {
        ChangeKind::Added(Object::Column(Column { generated: Some(it), .. })) => {
            group.of(change.path.relation()?).any(|pair| it.expression.mentions(&pair.new.name))
        }
        _ => false,
    };
    match group.form {
        _ if needs(change, group) => Some(swap_phase(group)),
        Form::TwinColumn if computed => Some(DualWrite),
        _ => computed.then(|| swap_phase(group)),
    }
}

fn swap_phase(group: &Group) -> PhaseName {
    if group.form == Form::SwapEarly { Validate } else { Contract }
}

fn place(group: &Rc<Group>) -> Vec<Placed> {
    let fit = || Placed::new(Contract, REPLACE, steps::Fit(Rc::clone(group)));
    let grow = |phase| Placed::new(phase, REPLACE, steps::Grow(Rc::clone(group)));
    let fill = |phase| Placed::new(phase, REPLACE, steps::Backfill(Rc::clone(group)));
    let exchange = |phase| Placed::new(phase, REPLACE, steps::Exchange(Rc::clone(group)));
    // A generated column goes before what it is computed from.
    let rank = if group.computes() { TIGHTEN } else { DROP };
    let shed = Placed::new(Contract, rank, steps::Shed(Rc::clone(group)));
    match group.form {
        Form::SwapEarly => vec![grow(DualWrite), fill(Backfill), exchange(Validate), shed],
        Form::SwapLate => vec![fit(), grow(Contract), fill(Contract), exchange(Contract), shed],
        Form::TwinColumn | Form::VersionedViews => vec![
            grow(DualWrite),
            fill(Backfill),
            Placed::new(Backfill, REPLACE, steps::BuildIndexes(Rc::clone(group))),
            Placed::new(Validate, REPLACE, publish::Publish(Rc::clone(group))),
            fit(),
            exchange(Contract),
            shed,
        ],
    }
}

/// Whether what comes or is altered by `change` may need the new shape of a column of `group`.
fn needs(change: &Change, group: &Group) -> bool {
    let (ChangeKind::Added(object) | ChangeKind::Altered { after: object, .. }) = &change.kind else { return false };
    if let ChangeKind::Altered { before: Object::View(old), after: Object::View(new), .. } = &change.kind
        && old.query == new.query
    {
        // Its columns' types follow the new shape.
        return true;
    }
    group.pairs.iter().any(|pair| {
        let name = &pair.new.name;
        let own = change.path.relation().is_some_and(|it| group.tree(&pair.table).any(|table| table == it));
        match object {
            Object::Index(index) => own && hang::is_on(index, name),
            Object::Constraint(it) => own && hang::looks_at(it, name) || hang::leads_to(it, &pair.table, name),
            Object::Trigger(trigger) => own && trigger.definition.mentions(name),
            Object::Definition(definition) => {
                group.tree(&pair.table).any(|it| definition.mentions(&it.name)) && definition.mentions(name)
            }
            Object::View(view) => {
                group.tree(&pair.table).any(|it| view.query.mentions(&it.name))
                    && (view.query.mentions(name) || view.query.canonical.contains('*'))
            }
            Object::Column(column) => own && column.name == *name && !pair.needs_default(group.form),
            _ => false,
        }
    })
}
