//! Which operations a change becomes, and where they go.

mod child;
mod column;
mod constraint;
mod definition;
mod domain;
mod index;
pub(super) mod rank;
pub(super) mod reattach;
mod sequence;
mod taken;
pub(super) mod tree;

use schema_diff::catalogue::{Grants, Object, ObjectPath, QualifiedName, ReplicaIdentity, Table, View};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use self::column::{add_column, alter_column, drop_column};
use self::constraint::{add_or_attach, alter_constraint, drop_constraint, takes_a_partitions_key};
use self::definition::{add_definition, alter_definition, drop_definition};
use self::domain::alter_domain;
use self::index::{add_index, alter_index, drop_index};
use self::rank::{BUILD, COMMENT, DROP, GUARD, LAST, RELEASE, REPLACE, TIGHTEN};
use self::sequence::{comes_with_its_column, goes_with_its_column};
use self::taken::taken_again;
use super::comment::{SetComment, comment_of};
use super::enumeration::{AddLabels, RebuildEnum, only_adds, with_added};
use super::function::{AddFunction, DropFunction, ReplaceFunction};
use super::inherit::SetInherits;
use super::move_extension::MoveExtension;
use super::namespace::{Create, Drop};
use super::privileges::{SetDefaultPrivileges, SetPrivileges};
use super::published_view::{self, PublishView};
use super::rename::{DropAlias, RenamePart, RenameRelation};
use super::row_security::{SetRowSecurity, tightens};
use super::sequence::{AddSequence, AlterSequence, DropSequence};
use super::table::{AddTable, DropTable};
use super::table_options::SetTableOptions;
use super::trigger::SetTrigger;
use super::update_extension::UpdateExtension;
use super::view::{AddView, ColumnsChange, DropView, ReplaceView, columns_change};
use crate::Refusal;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{Contract, Expand};

type Operations = Result<Vec<Placed>, Refusal>;

/// Places `change`.
pub(super) fn place(change: &Change, context: &Context<'_>) -> Operations {
    tree::refuse(change, context)?;
    takes_a_partitions_key(change, context).map_or(Ok(()), Err)?;
    let mut placed = place_one(change, context)?;
    placed.extend(child::stricter(change, context));
    Ok(placed)
}

fn place_one(change: &Change, context: &Context<'_>) -> Operations {
    let path = &change.path;
    if path.relation().is_some_and(|name| reattach::comes_along(change, name, context)) {
        return Ok(Vec::new());
    }
    match &change.kind {
        ChangeKind::Added(Object::DefaultPrivileges(_))
        | ChangeKind::Dropped(Object::DefaultPrivileges(_))
        | ChangeKind::Altered { aspect: Aspect::Privileges, .. } => Ok(privileges(change)),
        ChangeKind::Added(object) => added(path, object, context),
        ChangeKind::Dropped(object) => dropped(path, object, context),
        ChangeKind::Altered { aspect: Aspect::Comment, after, .. } => {
            Ok(vec![Placed::new(Expand, COMMENT, SetComment { path: path.clone(), comment: comment_of(after) })])
        }
        ChangeKind::Altered { aspect, before, after } => altered(path, *aspect, before, after, context),
        ChangeKind::MaybeRenamed { .. } => Ok(Vec::new()),
        ChangeKind::Renamed { from } => renamed(from, path),
    }
}

fn renamed(from: &ObjectPath, to: &ObjectPath) -> Operations {
    let (from, to) = (from.clone(), to.clone());
    match &from {
        ObjectPath::Table(name) | ObjectPath::View(name) => {
            // The old name shows columns of the old shape, so it goes before they do.
            let alias = to.relation().map(|to| DropAlias { name: name.clone(), to: to.clone() });
            let alias = alias.map(|it| Placed::new(Contract, rank::OLD_NAMES, it));
            Ok(std::iter::once(Placed::new(Expand, RELEASE, RenameRelation { from, to })).chain(alias).collect())
        }
        ObjectPath::Sequence(_) => one(Placed::new(Contract, REPLACE, RenamePart { from, to })),
        ObjectPath::Constraint(..) | ObjectPath::Index(..) | ObjectPath::Trigger(..) => {
            one(Placed::new(Contract, TIGHTEN, RenamePart { from, to }))
        }
        _ => Err(Refusal::new(
            &to,
            format!("is a rename of {from}: both versions need it under their own name at one time"),
            "add the new name and drop the old one in two migrations, with the application using both in between",
        )),
    }
}

/// What is granted comes in `expand`, what is revoked in `contract`.
fn privileges(change: &Change) -> Vec<Placed> {
    if let ObjectPath::DefaultPrivileges(of) = &change.path {
        let to = match &change.kind {
            ChangeKind::Added(Object::DefaultPrivileges(it))
            | ChangeKind::Altered { after: Object::DefaultPrivileges(it), .. } => it.clone(),
            _ => Grants::default(),
        };
        return vec![Placed::new(Expand, COMMENT, SetDefaultPrivileges { of: of.clone(), to })];
    }
    let ChangeKind::Altered { after, .. } = &change.kind else { return Vec::new() };
    let set = |only_adds| SetPrivileges { path: change.path.clone(), to: after.clone(), only_adds };
    vec![Placed::new(Expand, COMMENT, set(true)), Placed::new(Contract, TIGHTEN, set(false))]
}

/// One operation; a result, since that is what every place returns.
#[expect(clippy::unnecessary_wraps, reason = "it ends functions that can refuse")]
fn one(placed: Placed) -> Operations {
    Ok(vec![placed])
}

fn added(path: &ObjectPath, object: &Object, context: &Context<'_>) -> Operations {
    let mut placed = taken_again(path, object, context)?;
    placed.extend(comes(path, object, context)?);
    Ok(placed)
}

fn comes(path: &ObjectPath, object: &Object, context: &Context<'_>) -> Operations {
    match (path, object) {
        (ObjectPath::Table(name), Object::Table(table)) => {
            one(Placed::new(Expand, BUILD, AddTable { name: name.clone(), table: table.clone() }))
        }
        (ObjectPath::Column(table, _), Object::Column(column)) => Ok(add_column(table, column)),
        (ObjectPath::Constraint(table, _), Object::Constraint(constraint)) => {
            Ok(add_or_attach(table, constraint, context))
        }
        (ObjectPath::Index(relation, _), Object::Index(index)) => one(add_index(relation, index, context)),
        (ObjectPath::View(name), Object::View(view)) => {
            one(Placed::new(Expand, BUILD, AddView { name: name.clone(), view: view.clone() }))
        }
        (ObjectPath::Function(signature), Object::Function(function)) => {
            one(Placed::new(Expand, BUILD, AddFunction { signature: signature.clone(), function: function.clone() }))
        }
        (ObjectPath::Trigger(relation, name), Object::Trigger(trigger)) => {
            let to = Some(trigger.clone());
            one(Placed::new(Expand, BUILD, SetTrigger { relation: relation.clone(), name: name.clone(), to }))
        }
        (ObjectPath::Definition(id), Object::Definition(definition)) => one(add_definition(id, definition, context)),
        (ObjectPath::Sequence(name), Object::Sequence(sequence)) => {
            if comes_with_its_column(sequence, context) {
                return Ok(Vec::new());
            }
            one(Placed::new(Expand, BUILD, AddSequence { name: name.clone(), sequence: sequence.clone() }))
        }
        _ => one(Placed::new(Expand, BUILD, Create { path: path.clone(), object: object.clone() })),
    }
}

fn dropped(path: &ObjectPath, object: &Object, context: &Context<'_>) -> Operations {
    match (path, object) {
        (ObjectPath::Table(name), _) => one(Placed::new(Contract, DROP, DropTable { name: name.clone() })),
        (ObjectPath::Column(table, name), Object::Column(column)) => Ok(drop_column(table, name, column)),
        (ObjectPath::Constraint(table, name), Object::Constraint(constraint)) => {
            one(drop_constraint(table, name, constraint, context))
        }
        (ObjectPath::Index(relation, _), Object::Index(index)) => one(drop_index(relation, index, context)),
        (ObjectPath::View(name), _) => one(Placed::new(Contract, DROP, DropView { name: name.clone() })),
        (ObjectPath::Function(signature), _) => {
            one(Placed::new(Contract, DROP, DropFunction { signature: signature.clone() }))
        }
        (ObjectPath::Trigger(relation, name), _) => {
            one(Placed::new(Contract, DROP, SetTrigger { relation: relation.clone(), name: name.clone(), to: None }))
        }
        (ObjectPath::Definition(id), Object::Definition(definition)) => one(drop_definition(id, definition)),
        (ObjectPath::Sequence(name), Object::Sequence(sequence)) => {
            if goes_with_its_column(sequence, context) {
                return Ok(Vec::new());
            }
            one(Placed::new(Contract, DROP, DropSequence { name: name.clone() }))
        }
        _ => one(Placed::new(Contract, DROP, Drop { path: path.clone() })),
    }
}

/// A view that loses columns and gains others is there in both shapes until the old version is gone.
fn alter_view(name: &QualifiedName, old: &View, new: &View, context: &Context<'_>) -> Operations {
    let replace = |published| ReplaceView { name: name.clone(), view: new.clone(), published };
    match columns_change(old, new) {
        ColumnsChange::KeepsAll => one(Placed::new(Expand, BUILD, replace(false))),
        ColumnsChange::OnlyLoses => one(Placed::new(Contract, DROP, replace(false))),
        ColumnsChange::Both => {
            published_view::refuse(name, new, context)?;
            let publish = PublishView { name: name.clone() };
            Ok(vec![Placed::new(Expand, COMMENT, publish), Placed::new(Contract, DROP, replace(true))])
        }
    }
}

/// Whether a publication of either side would let `UPDATE` and `DELETE` of the table fail where it is as `new` says.
fn refuses_changes(name: &QualifiedName, new: &Table, context: &Context<'_>) -> bool {
    [context.before, context.after].into_iter().any(|side| {
        let mut with = side.clone();
        if let Some(table) = with.tables.get_mut(name) {
            table.options = new.options.clone();
        }
        with.refuses_changes(name)
    })
}

fn altered(path: &ObjectPath, aspect: Aspect, before: &Object, after: &Object, context: &Context<'_>) -> Operations {
    match (path, before, after) {
        (ObjectPath::Column(table, _), Object::Column(old), Object::Column(new)) => {
            alter_column(path, table, aspect, old, new)
        }
        (ObjectPath::Constraint(table, _), Object::Constraint(old), Object::Constraint(new)) => {
            Ok(alter_constraint(table, old, new, aspect, context))
        }
        (ObjectPath::Index(relation, _), Object::Index(old), Object::Index(new)) => {
            alter_index(relation, old, new, context)
        }
        (ObjectPath::Enum(name), Object::Enum(old), Object::Enum(new)) => {
            let (name, labels) = (name.clone(), new.labels.clone());
            if only_adds(&old.labels, &new.labels) {
                return one(Placed::new(Expand, RELEASE, AddLabels { name, labels }));
            }
            let all = with_added(&old.labels, &new.labels);
            let mut placed = Vec::new();
            if all != old.labels {
                placed.push(Placed::new(Expand, RELEASE, AddLabels { name: name.clone(), labels: all }));
            }
            placed.push(Placed::new(Contract, TIGHTEN, RebuildEnum { name, labels }));
            Ok(placed)
        }
        (ObjectPath::Extension(name), Object::Extension(old), Object::Extension(new)) => {
            let version = new.version.clone().filter(|it| old.version.as_ref() != Some(it));
            let update = version.map(|version| UpdateExtension { name: name.clone(), version });
            let schema = new.schema.clone().filter(|it| old.schema.as_ref() != Some(it));
            let go = schema.map(|to| MoveExtension { name: name.clone(), to });
            let placed = update.map(|it| Placed::new(Expand, BUILD, it)).into_iter();
            Ok(placed.chain(go.map(|it| Placed::new(Contract, TIGHTEN, it))).collect())
        }
        (ObjectPath::Sequence(name), _, Object::Sequence(new)) => {
            let sibling = context
                .changes(path)
                .filter(|it| matches!(it.kind, ChangeKind::Altered { aspect: Aspect::SequenceOptions, .. }))
                .count();
            if aspect == Aspect::SequenceOwner && sibling > 0 {
                return Ok(Vec::new());
            }
            one(Placed::new(Expand, BUILD, AlterSequence { name: name.clone(), to: new.clone() }))
        }
        (ObjectPath::View(name), Object::View(old), Object::View(new)) => alter_view(name, old, new, context),
        (ObjectPath::Function(signature), _, Object::Function(new)) => {
            one(Placed::new(Expand, BUILD, ReplaceFunction { signature: signature.clone(), function: new.clone() }))
        }
        (ObjectPath::Trigger(relation, name), _, Object::Trigger(new)) => {
            let to = Some(new.clone());
            one(Placed::new(Expand, BUILD, SetTrigger { relation: relation.clone(), name: name.clone(), to }))
        }
        (ObjectPath::Domain(name), Object::Domain(old), Object::Domain(new)) => alter_domain(name, aspect, old, new),
        (ObjectPath::Definition(id), Object::Definition(old), Object::Definition(new)) => {
            one(alter_definition(id, old, new, context))
        }
        (ObjectPath::Table(table), Object::Table(old), Object::Table(new)) if aspect == Aspect::RowSecurity => {
            let operation = SetRowSecurity { table: table.clone(), to: new.row_security };
            one(if tightens(old.row_security, new.row_security) {
                Placed::new(Contract, GUARD, operation)
            } else {
                Placed::new(Expand, RELEASE, operation)
            })
        }
        (ObjectPath::Table(name), Object::Table(old), Object::Table(new)) if aspect == Aspect::PartitionOf => {
            Ok(reattach::reattach(name, old, new, context))
        }
        (ObjectPath::Table(name), _, Object::Table(new)) if aspect == Aspect::Inherits => {
            let operation = SetInherits { name: name.clone(), parents: new.inherits.clone() };
            one(Placed::new(Contract, TIGHTEN, operation))
        }
        (ObjectPath::Table(name), _, Object::Table(new)) => {
            let is_new = |index: &String| {
                context
                    .before
                    .tables
                    .get(name)
                    .is_none_or(|it| !it.indexes.contains_key(index) && !it.constraints.contains_key(index))
            };
            // An index that goes early must not be needed any more; one that comes must be there.
            let waits = match &new.options.replica_identity {
                ReplicaIdentity::Index(index) => is_new(index),
                _ => false,
            };
            let operation = SetTableOptions { table: name.clone(), to: new.options.clone() };
            // A publication that relies on the replica identity as it was goes or changes first.
            if refuses_changes(name, new, context) {
                return one(Placed::new(Contract, LAST, operation));
            }
            one(if waits || new.options.cluster_on.as_ref().is_some_and(is_new) {
                Placed::new(Contract, TIGHTEN, operation)
            } else {
                Placed::new(Expand, RELEASE, operation)
            })
        }
        _ => Err(Refusal::new(
            path,
            format!("no statement leads from the old form to the new one ({aspect:?})"),
            "add an object of the new form under another name, and drop the old one in the next migration",
        )),
    }
}
