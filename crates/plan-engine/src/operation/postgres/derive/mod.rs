//! Columns that become others while two versions of the application run: split, merge, n columns that become m.
//!
//! Those that come are added, and those that go are archived and dropped, as any column. In between a trigger keeps the
//! two shapes equal both ways, by the expressions that the user stated:
//!
//! | phase | step |
//! |---|---|
//! | expand | those that go accept NULL; the others come, and each shape follows the other |
//! | backfill | rows that nobody writes get the new shape |
//! | contract | a gate finds the shapes equal; constraints come; the columns that go are archived and dropped |
//!
//! Two shapes count as equal where either is what the expressions make of the other: a value that the other shape cannot
//! hold stands in its own, and in the archive once that is gone.

mod shapes;
pub(super) mod steps;
mod sync;

use std::rc::Rc;

use schema_diff::catalogue::ObjectPath;
use schema_diff::diff::{Change, ChangeKind};

use self::shapes::Shapes;
use super::not_null::{DropNotNull, SetNotNull};
use super::place::rank::{BUILD, DROP, RELEASE_NOT_NULL, REPLACE, TIGHTEN_NOT_NULL};
use super::place::tree::has_no_twin;
use crate::Refusal;
use crate::derivation::Derivation;
use crate::operation::{Context, Placed};
use crate::plan::DerivedColumns;
use crate::plan::PhaseName::{Backfill, Contract, Expand};

/// The derivations for which there is no way.
pub(super) fn refusals(context: &Context<'_>) -> Vec<Refusal> {
    context.derivations.iter().filter_map(|it| refusal(it, context)).collect()
}

fn refusal(derivation: &Derivation, context: &Context<'_>) -> Option<Refusal> {
    let first = derivation.going.first().or_else(|| derivation.coming.first())?;
    let path = ObjectPath::Column(derivation.table.clone(), first.column.name.clone());
    if has_no_twin(context, &derivation.table) {
        return Some(Refusal::new(
            &path,
            "is to become other columns in a tree of partitioned or inheriting tables: its other tables would need triggers of their own, which is not planned yet",
            "add the new columns, let the application write both, and drop the old ones in a later migration",
        ));
    }
    if shapes::key(&derivation.table, context).is_none() {
        return Some(Refusal::new(
            &path,
            "is to become other columns in a table without a key that stays: nothing would tell which values belong to which row on the way back",
            "give the table a primary key in a migration before this one",
        ));
    }
    let numbered = derivation.coming.iter().find(|it| {
        let owner = Some((derivation.table.clone(), it.column.name.clone()));
        context.after.sequences.values().any(|sequence| sequence.owned_by == owner)
    })?;
    Some(Refusal::new(
        &ObjectPath::Column(derivation.table.clone(), numbered.column.name.clone()),
        "gets its values from a sequence and from --derive",
        "leave its --derive out, or its default",
    ))
}

/// What stands in the place of a change that concerns a derived column; none where it is placed as ever.
pub(super) fn instead(change: &Change, context: &Context<'_>) -> Option<Vec<Placed>> {
    let ObjectPath::Column(table, name) = &change.path else { return None };
    let derivation = context.derivations.iter().find(|it| it.has(table, name))?;
    match &change.kind {
        ChangeKind::Added(_) => {
            let column = &derivation.coming.iter().find(|it| it.column.name == *name)?.column;
            let mut placed = Vec::new();
            // All come in one step, with all that they need there.
            if last(derivation, context, |it| matches!(it, ChangeKind::Added(_))) == Some(name) {
                placed.push(Placed::new(Expand, BUILD, steps::AddDerived(Rc::new(derivation.clone()))));
            }
            if column.not_null {
                let operation = SetNotNull { table: table.clone(), column: name.clone() };
                placed.push(Placed::new(Contract, TIGHTEN_NOT_NULL, operation));
            }
            Some(placed)
        }
        ChangeKind::Dropped(_) => {
            let column = &derivation.going.iter().find(|it| it.column.name == *name)?.column;
            let mut placed = Vec::new();
            if column.not_null {
                let why = "What the new version writes may leave it empty.";
                let operation = DropNotNull { table: table.clone(), column: name.clone(), why };
                placed.push(Placed::new(Expand, RELEASE_NOT_NULL, operation));
            }
            // All go in one step, behind whatever else reads any of them.
            if last(derivation, context, |it| matches!(it, ChangeKind::Dropped(_))) == Some(name) {
                placed.push(Placed::new(Contract, DROP, steps::DropFormer(Rc::new(derivation.clone()))));
            }
            Some(placed)
        }
        _ => None,
    }
}

/// The column of a derivation whose change comes last among those of a kind.
fn last<'a>(
    derivation: &Derivation,
    context: &'a Context<'_>,
    is_one: impl Fn(&ChangeKind) -> bool,
) -> Option<&'a String> {
    let its = |change: &'a Change| match &change.path {
        ObjectPath::Column(table, name) if derivation.has(table, name) && is_one(&change.kind) => Some(name),
        _ => None,
    };
    context.diff.changes.iter().filter_map(its).next_back()
}

/// The operations that keep the shapes equal.
pub(super) fn place(context: &Context<'_>) -> Vec<Placed> {
    let of = |derivation: &Derivation| {
        let derivation = Rc::new(derivation.clone());
        [
            Placed::new(Backfill, REPLACE, steps::BackfillDerived(Rc::clone(&derivation))),
            Placed::new(Contract, REPLACE, steps::CheckAlike(derivation)),
        ]
    };
    context.derivations.iter().flat_map(of).collect()
}

/// What a plan states of the columns that become others.
pub(super) fn stated(context: &Context<'_>) -> Vec<DerivedColumns> {
    context.derivations.iter().map(|it| Shapes::new(it, context).stated()).collect()
}
