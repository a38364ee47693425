//! Where columns and their aspects go.

use schema_diff::catalogue::{Column, Identity, IdentityMode, ObjectPath, QualifiedName};
use schema_diff::diff::Aspect;

use super::rank::{BUILD, DEFAULTS, DROP, RELEASE, RELEASE_NOT_NULL, TIGHTEN_KEYS, TIGHTEN_NOT_NULL};
use super::{Operations, one};
use crate::Refusal;
use crate::conversion::widens;
use crate::operation::Placed;
use crate::operation::postgres::add_column::AddColumn;
use crate::operation::postgres::column_default::SetDefault;
use crate::operation::postgres::column_settings::SetColumnSettings;
use crate::operation::postgres::column_type::WidenColumn;
use crate::operation::postgres::drop_column::DropColumn;
use crate::operation::postgres::identity::SetIdentity;
use crate::operation::postgres::interim_numbers::{NoMoreNumbers, NumbersByDefault};
use crate::operation::postgres::not_null::{DropNotNull, SetNotNull};
use crate::plan::PhaseName::{Contract, Cutover, Expand};

pub(super) fn add_column(table: &QualifiedName, column: &Column) -> Vec<Placed> {
    let filled = column.default.is_some() || column.identity.is_some() || column.generated.is_some();
    let later = column.not_null && !filled;
    let first = Column { not_null: column.not_null && filled, ..column.clone() };
    let mut placed = vec![Placed::new(Expand, BUILD, AddColumn { table: table.clone(), column: first })];
    if later {
        let operation = SetNotNull { table: table.clone(), column: column.name.clone() };
        placed.push(Placed::new(Contract, TIGHTEN_NOT_NULL, operation));
    }
    placed
}

pub(super) fn drop_column(table: &QualifiedName, name: &str, column: &Column) -> Vec<Placed> {
    let filled = column.default.is_some() || column.identity.is_some() || column.generated.is_some();
    let mut placed = Vec::new();
    if column.not_null && !filled {
        let why = "The new version does not write it, and would be refused.";
        let operation = DropNotNull { table: table.clone(), column: name.to_owned(), why };
        placed.push(Placed::new(Expand, RELEASE_NOT_NULL, operation));
    }
    placed.push(Placed::new(Contract, DROP, DropColumn { table: table.clone(), column: name.to_owned() }));
    placed
}

pub(super) fn alter_column(
    path: &ObjectPath,
    table: &QualifiedName,
    aspect: Aspect,
    old: &Column,
    new: &Column,
) -> Operations {
    let (table, column) = (table.clone(), new.name.clone());
    match aspect {
        Aspect::ColumnType if widens(&old.data_type, &new.data_type) => {
            one(Placed::new(Expand, BUILD, WidenColumn { table, column, to: new.data_type.clone() }))
        }
        Aspect::NotNullAdded => one(Placed::new(Contract, TIGHTEN_NOT_NULL, SetNotNull { table, column })),
        Aspect::NotNullDropped if old.identity.is_some() => Ok(lose_identity_and_not_null(table, old, new)),
        Aspect::NotNullDropped => {
            let why = "Loosening: the new version writes rows without a value.";
            one(Placed::new(Expand, RELEASE_NOT_NULL, DropNotNull { table, column, why }))
        }
        Aspect::ColumnDefault if old.identity != new.identity => Ok(Vec::new()),
        Aspect::ColumnDefault => {
            let operation = SetDefault { table, column, default: new.default.clone() };
            one(match (&old.default, &new.default) {
                (None, _) => Placed::new(Expand, BUILD, operation),
                (_, None) => Placed::new(Contract, DEFAULTS, operation),
                _ => Placed::new(Cutover, BUILD, operation),
            })
        }
        Aspect::ColumnIdentity if old.not_null && !new.not_null => Ok(Vec::new()),
        Aspect::ColumnIdentity => Ok(alter_identity(&table, old, new)),
        Aspect::ColumnSettings => {
            one(Placed::new(Expand, BUILD, SetColumnSettings { table, column, to: new.settings.clone() }))
        }
        _ => Err(Refusal::new(
            path,
            "changes how the engine computes it, while both versions read it under one name",
            "add a column of another name with the new expression, let the new version read that, and drop the old one in the next migration",
        )),
    }
}

/// The old version needs numbers while the new one may write NULL.
fn lose_identity_and_not_null(table: QualifiedName, old: &Column, new: &Column) -> Vec<Placed> {
    let Some(identity) = old.identity.clone() else { return Vec::new() };
    let why = "Loosening: the new version writes rows without a value.";
    let released = DropNotNull { table: table.clone(), column: old.name.clone(), why };
    let first = NumbersByDefault { table: table.clone(), old: old.clone(), identity: identity.clone() };
    let last = NoMoreNumbers { table, old: old.clone(), identity, default: new.default.clone() };
    vec![
        Placed::new(Expand, RELEASE, first),
        Placed::new(Expand, RELEASE_NOT_NULL, released),
        Placed::new(Contract, DEFAULTS, last),
    ]
}

/// The new version needs numbers from `cutover` on; that a writer may not give one comes once the old version is gone.
fn alter_identity(table: &QualifiedName, old: &Column, new: &Column) -> Vec<Placed> {
    let set = |to: Column| SetIdentity { table: table.clone(), to };
    let numbers = old.not_null && (new.identity.is_some() || new.default.is_some());
    let whole = set(new.clone());
    match &new.identity {
        _ if !numbers => vec![Placed::new(Contract, TIGHTEN_KEYS, whole)],
        Some(it) if it.mode == IdentityMode::Always && old.identity.is_none() => {
            let lenient = Identity { mode: IdentityMode::ByDefault, ..it.clone() };
            let first = set(Column { identity: Some(lenient), ..new.clone() });
            vec![Placed::new(Expand, BUILD, first), Placed::new(Contract, TIGHTEN_KEYS, whole)]
        }
        Some(it) if it.mode == IdentityMode::Always => vec![Placed::new(Contract, TIGHTEN_KEYS, whole)],
        _ => vec![Placed::new(Expand, BUILD, whole)],
    }
}
