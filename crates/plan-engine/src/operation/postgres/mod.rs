//! Operations on PostgreSQL.

mod add_column;
mod attach_key;
mod bracket;
mod carried;
mod column_archive;
mod column_default;
mod column_settings;
mod column_type;
mod comment;
mod common;
mod constraint;
mod definition;
mod dependents;
mod derive;
mod domain;
mod drop_column;
mod enumeration;
mod free_name;
mod function;
mod identity;
mod index;
mod inherit;
mod interim_numbers;
mod move_extension;
mod namespace;
mod not_null;
mod partition;
mod place;
pub(super) mod privileges;
mod published_view;
mod reattach;
mod relocate;
mod rename;
mod repartition;
mod row_security;
mod rows;
mod sequence;
mod stand_in;
mod table;
mod table_options;
mod temporal;
pub(super) mod toolkit;
mod tree;
mod tree_index;
mod trigger;
mod twin;
mod unvalidate;
mod update_extension;
mod values;
mod view;

use schema_diff::catalogue::{ConstraintKind, Object, ObjectPath};
use schema_diff::diff::{Change, ChangeKind};

use super::{Context, Placement};
use crate::Refusal;
use crate::plan::{PhaseName, VersionedViews};

/// Places the operations for every change, or says everything that is refused.
pub(super) fn place(context: &Context<'_>) -> Result<Placement, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let (replacements, all_found) = match twin::Replacements::find(context) {
        Ok(replacements) => (replacements, true),
        Err(refused) => {
            refusals.extend(refused);
            (twin::Replacements::default(), false)
        }
    };
    let repartitions = match repartition::Repartitions::find(context) {
        Ok(found) => found,
        Err(refused) => {
            refusals.extend(refused);
            repartition::Repartitions::default()
        }
    };
    refusals.extend(derive::refusals(context));
    refusals.extend(relocate::refusals(context));
    // The former shape goes before its type does.
    let mut placed = replacements.place();
    placed.extend(repartitions.place());
    placed.extend(derive::place(context));
    placed.extend(relocate::place(context));
    // Under its new name a table is known once it is renamed.
    let renames = context.diff.changes.iter().any(|it| matches!(it.kind, ChangeKind::Renamed { .. }));
    for change in &context.diff.changes {
        let instead = repartitions.instead(change).or_else(|| replacements.instead(change));
        let instead = instead.or_else(|| derive::instead(change, context));
        let instead = instead.or_else(|| relocate::instead(change, context));
        if let Some(operations) = instead {
            placed.extend(operations);
            continue;
        }
        match place::place(change, context) {
            // A default that the swap sets may name a sequence by its new name.
            Ok(operations) if is_renamed_sequence(change) => {
                placed.splice(0..0, operations);
            }
            Ok(mut operations) => {
                replacements.defer(change, &mut operations);
                // A key that changes with the foreign key that relies on it goes behind that.
                if !renames
                    && alters_foreign_key(change)
                    && operations.first().is_some_and(|it| it.phase == PhaseName::Expand)
                {
                    placed.insert(0, operations.remove(0));
                }
                placed.extend(operations);
            }
            // It would be replaced if nothing else were refused.
            Err(_) if !all_found && twin::replaces(change, context) => {}
            Err(refusal) if refusals.iter().any(|it: &Refusal| it.path.is_some() && it.path == refusal.path) => {}
            Err(refusal) => refusals.push(refusal),
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let conversions = replacements.conversions(context);
    let mut versioned_views = replacements.versioned_views(context);
    let published = repartitions.published();
    if !published.is_empty() {
        let schema = context.workshop.version_schema();
        let views = versioned_views.get_or_insert(VersionedViews { schema, tables: Vec::new() });
        views.tables.extend(published);
    }
    let (derivations, relocations) = (derive::stated(context), relocate::stated(context));
    Ok(Placement { placed, conversions, derivations, relocations, versioned_views })
}

/// Whether the change is of a foreign key, which is dropped first and then added as it is to be.
fn alters_foreign_key(change: &Change) -> bool {
    matches!(&change.kind, ChangeKind::Altered { before: Object::Constraint(it), .. } if matches!(it.kind, ConstraintKind::ForeignKey(_)))
}

fn is_renamed_sequence(change: &Change) -> bool {
    matches!((&change.kind, &change.path), (ChangeKind::Renamed { .. }, ObjectPath::Sequence(_)))
}
