//! Where indexes go.

use schema_diff::catalogue::{Index, IndexKey, QualifiedName};

use super::Operations;
use super::constraint::only_new_columns;
use super::rank::{BUILD, DROP, RELEASE, TIGHTEN_KEYS};
use super::taken::is_taken_again;
use crate::operation::postgres::index::{AddIndex, DropIndex, ReplaceIndex};
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{Contract, Expand};

pub(super) fn add_index(relation: &QualifiedName, index: &Index, context: &Context<'_>) -> Placed {
    let operation = AddIndex { relation: relation.clone(), index: index.clone() };
    let columns: Vec<String> = index
        .elements
        .iter()
        .map(|it| match &it.key {
            IndexKey::Column(name) => name.clone(),
            IndexKey::Expression(it) => it.canonical.clone(),
        })
        .collect();
    let is_view = context.after.views.contains_key(relation);
    if !index.unique || is_view || only_new_columns(relation, &columns, context) {
        Placed::new(Expand, BUILD, operation)
    } else {
        Placed::new(Contract, TIGHTEN_KEYS, operation)
    }
}

/// One that is unique, or whose name something new takes, goes early.
pub(super) fn drop_index(relation: &QualifiedName, index: &Index, context: &Context<'_>) -> Placed {
    let operation = DropIndex { relation: relation.clone(), name: index.name.clone() };
    if index.unique || is_taken_again(relation, &index.name, context) {
        Placed::new(Expand, RELEASE, operation)
    } else {
        Placed::new(Contract, DROP, operation)
    }
}

pub(super) fn alter_index(relation: &QualifiedName, old: &Index, new: &Index, context: &Context<'_>) -> Operations {
    if !old.unique && !new.unique {
        let operation = ReplaceIndex { relation: relation.clone(), index: new.clone() };
        return super::one(Placed::new(Expand, BUILD, operation));
    }
    let drop = DropIndex { relation: relation.clone(), name: old.name.clone() };
    Ok(vec![Placed::new(Expand, RELEASE, drop), add_index(relation, new, context)])
}
