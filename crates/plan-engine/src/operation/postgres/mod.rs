//! Operations on PostgreSQL.

mod add_column;
mod attach_key;
mod bracket;
mod column_archive;
mod column_default;
mod column_settings;
mod column_type;
mod comment;
mod common;
mod constraint;
mod definition;
mod dependents;
mod domain;
mod drop_column;
mod enumeration;
mod free_name;
mod function;
mod identity;
mod index;
mod interim_numbers;
mod namespace;
mod not_null;
mod partition;
mod place;
pub(super) mod privileges;
mod reattach;
mod rename;
mod row_security;
mod rows;
mod sequence;
mod table;
mod table_options;
mod temporal;
pub(super) mod toolkit;
mod tree;
mod tree_index;
mod trigger;
mod twin;
mod update_extension;
mod values;
mod view;

use schema_diff::catalogue::ObjectPath;
use schema_diff::diff::{Change, ChangeKind};

use super::{Context, Placement};
use crate::Refusal;

/// Places the operations for every change, or says everything that is refused.
pub(super) fn place(context: &Context<'_>) -> Result<Placement, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let replacements = match twin::Replacements::find(context) {
        Ok(replacements) => replacements,
        Err(refused) => {
            refusals.extend(refused);
            twin::Replacements::default()
        }
    };
    // The former shape goes before its type does.
    let mut placed = replacements.place();
    for change in &context.diff.changes {
        if let Some(operations) = replacements.instead(change) {
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
                placed.extend(operations);
            }
            Err(refusal) if refusals.iter().any(|it: &Refusal| it.path.is_some() && it.path == refusal.path) => {}
            Err(refusal) => refusals.push(refusal),
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let (conversions, versioned_views) = (replacements.conversions(context), replacements.versioned_views(context));
    Ok(Placement { placed, conversions, versioned_views })
}

fn is_renamed_sequence(change: &Change) -> bool {
    matches!((&change.kind, &change.path), (ChangeKind::Renamed { .. }, ObjectPath::Sequence(_)))
}
