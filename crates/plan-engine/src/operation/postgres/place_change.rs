//! Which operations a change becomes, and where they go.

use schema_diff::catalogue::{
    Column, Constraint, ConstraintKind, ForeignKey, Index, IndexKey, Object, ObjectPath, QualifiedName,
    ReferentialAction, Sequence,
};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use super::add_column::AddColumn;
use super::column_default::SetDefault;
use super::column_type::{WidenColumn, widens};
use super::comment::{SetComment, comment_of};
use super::constraint::{AddConstraint, DropConstraint, ValidateConstraint};
use super::drop_column::DropColumn;
use super::enumeration::{AddLabels, RebuildEnum, only_adds};
use super::function::{AddFunction, DropFunction, ReplaceFunction};
use super::identity::SetIdentity;
use super::index::{AddIndex, DropIndex, ReplaceIndex};
use super::namespace::{Create, Drop};
use super::not_null::{DropNotNull, SetNotNull};
use super::place::{
    BUILD, COMMENT, DEFAULTS, DROP, RELEASE, RELEASE_NOT_NULL, TIGHTEN, TIGHTEN_KEYS, TIGHTEN_NOT_NULL,
};
use super::sequence::{AddSequence, AlterSequence, DropSequence};
use super::table::{AddTable, DropTable};
use super::table_options::SetTableOptions;
use super::trigger::SetTrigger;
use super::view::{AddView, ColumnsChange, DropView, ReplaceView, columns_change};
use crate::Refusal;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{Contract, Cutover, Expand};

type Operations = Result<Vec<Placed>, Refusal>;

/// Places `change`.
pub(super) fn place(change: &Change, context: &Context<'_>) -> Operations {
    let path = &change.path;
    match &change.kind {
        ChangeKind::Added(object) => added(path, object, context),
        ChangeKind::Dropped(object) => dropped(path, object, context),
        ChangeKind::Altered { aspect: Aspect::Comment, after, .. } => {
            Ok(vec![Placed::new(Expand, COMMENT, SetComment { path: path.clone(), comment: comment_of(after) })])
        }
        ChangeKind::Altered { aspect, before, after } => altered(path, *aspect, before, after, context),
        ChangeKind::MaybeRenamed { .. } => Ok(Vec::new()),
        ChangeKind::Renamed { from } => Err(Refusal::new(
            path,
            format!(
                "is a rename of {from}: both versions need it under their own name at one time, which is not planned yet"
            ),
            "add the new name and drop the old one in two migrations, with the application writing both in between",
        )),
    }
}

/// One operation; a result, since that is what every place returns.
#[expect(clippy::unnecessary_wraps, reason = "it ends functions that can refuse")]
fn one(placed: Placed) -> Operations {
    Ok(vec![placed])
}

fn added(path: &ObjectPath, object: &Object, context: &Context<'_>) -> Operations {
    taken_again(path, object, context)?;
    match (path, object) {
        (ObjectPath::Table(name), Object::Table(table)) => {
            one(Placed::new(Expand, BUILD, AddTable { name: name.clone(), table: table.clone() }))
        }
        (ObjectPath::Column(table, _), Object::Column(column)) => Ok(add_column(table, column)),
        (ObjectPath::Constraint(table, _), Object::Constraint(constraint)) => {
            one(add_constraint(table, constraint, context))
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
        (ObjectPath::Index(relation, name), Object::Index(index)) => {
            let operation = DropIndex { relation: relation.clone(), name: name.clone() };
            let early = index.unique || is_taken_again(relation, name, context);
            one(if early { Placed::new(Expand, RELEASE, operation) } else { Placed::new(Contract, DROP, operation) })
        }
        (ObjectPath::View(name), _) => one(Placed::new(Contract, DROP, DropView { name: name.clone() })),
        (ObjectPath::Function(signature), _) => {
            one(Placed::new(Contract, DROP, DropFunction { signature: signature.clone() }))
        }
        (ObjectPath::Trigger(relation, name), _) => {
            one(Placed::new(Contract, DROP, SetTrigger { relation: relation.clone(), name: name.clone(), to: None }))
        }
        (ObjectPath::Sequence(name), Object::Sequence(sequence)) => {
            if goes_with_its_column(sequence, context) {
                return Ok(Vec::new());
            }
            one(Placed::new(Contract, DROP, DropSequence { name: name.clone() }))
        }
        _ => one(Placed::new(Contract, DROP, Drop { path: path.clone() })),
    }
}

fn add_column(table: &QualifiedName, column: &Column) -> Vec<Placed> {
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

fn drop_column(table: &QualifiedName, name: &str, column: &Column) -> Vec<Placed> {
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

/// A constraint over columns that are new, accept NULL and have no default cannot be failed by the old version.
fn only_new_columns(table: &QualifiedName, columns: &[String], context: &Context<'_>) -> bool {
    let Some(after) = context.after.tables.get(table) else { return false };
    let Some(before) = context.before.tables.get(table) else { return true };
    !columns.is_empty()
        && columns.iter().all(|name| {
            let harmless = |it: &Column| !it.not_null && it.default.is_none() && it.generated.is_none();
            before.column(name).is_none() && after.column(name).is_some_and(harmless)
        })
}

fn add_constraint(table: &QualifiedName, constraint: &Constraint, context: &Context<'_>) -> Placed {
    let operation = AddConstraint { table: table.clone(), constraint: constraint.clone() };
    let is_new_table = !context.before.tables.contains_key(table);
    let early = is_new_table || only_new_columns(table, constraint.kind.columns(), context);
    match &constraint.kind {
        ConstraintKind::ForeignKey(key) if early && !waits_for_its_key(key, context) => {
            Placed::new(Expand, BUILD, operation)
        }
        ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) if early => Placed::new(Expand, BUILD, operation),
        ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) => Placed::new(Contract, TIGHTEN_KEYS, operation),
        _ => Placed::new(Contract, TIGHTEN, operation),
    }
}

/// Whether the key that a foreign key references comes to an existing table, and so only in `contract`.
fn waits_for_its_key(key: &ForeignKey, context: &Context<'_>) -> bool {
    let Some(before) = context.before.tables.get(&key.references) else { return false };
    let covers = |columns: &[String]| {
        columns.len() == key.referenced_columns.len() && columns.iter().all(|it| key.referenced_columns.contains(it))
    };
    let changed =
        |name: &String| context.changes(&ObjectPath::Constraint(key.references.clone(), name.clone())).next().is_some();
    let by_constraint = before.constraints.iter().any(|(name, it)| match &it.kind {
        ConstraintKind::PrimaryKey(own) | ConstraintKind::Unique(own) => covers(&own.columns) && !changed(name),
        _ => false,
    });
    let by_index = before.indexes.values().any(|index| {
        let columns: Vec<String> = index
            .elements
            .iter()
            .filter_map(|it| match &it.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Expression(_) => None,
            })
            .collect();
        index.unique && covers(&columns)
    });
    !by_constraint && !by_index
}

/// A constraint goes in `expand`, except a foreign key of something that goes as a whole and that does not stand in the
/// way of the new version's deletes.
fn drop_constraint(table: &QualifiedName, name: &str, constraint: &Constraint, context: &Context<'_>) -> Placed {
    let operation = DropConstraint { table: table.clone(), name: name.to_owned() };
    let ConstraintKind::ForeignKey(key) = &constraint.kind else { return Placed::new(Expand, RELEASE, operation) };
    let goes =
        context.after.tables.get(table).is_none_or(|it| key.columns.iter().any(|name| it.column(name).is_none()));
    let blocks = matches!(key.on_delete, ReferentialAction::NoAction | ReferentialAction::Restrict);
    let key_goes = context.diff.changes.iter().any(|change| match &change.path {
        ObjectPath::Constraint(other, _) | ObjectPath::Index(other, _) => {
            *other == key.references && !matches!(change.kind, ChangeKind::Added(_))
        }
        _ => false,
    });
    if goes && !blocks && !key_goes {
        Placed::new(Contract, DROP, operation)
    } else {
        Placed::new(Expand, RELEASE, operation)
    }
}

fn add_index(relation: &QualifiedName, index: &Index, context: &Context<'_>) -> Placed {
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

fn owner_column(sequence: &Sequence) -> Option<(&QualifiedName, &String)> {
    sequence.owned_by.as_ref().map(|(table, column)| (table, column))
}

fn comes_with_its_column(sequence: &Sequence, context: &Context<'_>) -> bool {
    owner_column(sequence).is_some_and(|(table, column)| {
        context.before.tables.get(table).is_none_or(|table| table.column(column).is_none())
    })
}

fn goes_with_its_column(sequence: &Sequence, context: &Context<'_>) -> bool {
    owner_column(sequence).is_some_and(|(table, column)| {
        context.after.tables.get(table).is_none_or(|table| table.column(column).is_none())
    })
}

/// Whether something that comes takes the name of the index.
fn is_taken_again(relation: &QualifiedName, name: &str, context: &Context<'_>) -> bool {
    context.diff.changes.iter().any(|change| {
        let same_schema = change.path.relation().is_some_and(|other| other.schema == relation.schema);
        let relation_like = matches!(
            change.path,
            ObjectPath::Index(..) | ObjectPath::Constraint(..) | ObjectPath::Table(_) | ObjectPath::View(_)
        );
        matches!(change.kind, ChangeKind::Added(_)) && relation_like && same_schema && change.path.name() == name
    })
}

/// Names among those of relations that an object takes by its indexes and keys.
fn names_of(path: &ObjectPath, object: &Object) -> Vec<QualifiedName> {
    let Some(relation) = path.relation() else { return Vec::new() };
    let with_index = |it: &&Constraint| !matches!(it.kind, ConstraintKind::ForeignKey(_) | ConstraintKind::Check(_));
    let names: Vec<&String> = match object {
        Object::Table(table) => {
            table.indexes.keys().chain(table.constraints.values().filter(with_index).map(|it| &it.name)).collect()
        }
        Object::Index(index) => vec![&index.name],
        Object::Constraint(constraint) if with_index(&constraint) => vec![&constraint.name],
        _ => Vec::new(),
    };
    names.into_iter().map(|name| QualifiedName::new(&relation.schema, name)).collect()
}

/// A table, view or sequence that takes the name of one of another kind that goes.
fn taken_again(path: &ObjectPath, new: &Object, context: &Context<'_>) -> Result<(), Refusal> {
    let full = |path: &ObjectPath| match path {
        ObjectPath::Table(name) | ObjectPath::View(name) | ObjectPath::Sequence(name) | ObjectPath::Enum(name) => {
            Some(name.clone())
        }
        _ => None,
    };
    let taken = names_of(path, new);
    for change in &context.diff.changes {
        let ChangeKind::Dropped(old @ Object::Table(_)) = &change.kind else { continue };
        if let Some(name) = names_of(&change.path, old).into_iter().find(|it| taken.contains(it)) {
            return Err(Refusal::new(
                path,
                format!("takes the name {name}, which is in use by {} until the old version is gone", change.path),
                "give it another name; or, if the table is renamed, rename it in a migration of its own",
            ));
        }
    }
    let Some(name) = full(path) else { return Ok(()) };
    let rival = context.diff.changes.iter().find(|it| {
        matches!(it.kind, ChangeKind::Dropped(_)) && it.path != *path && full(&it.path) == Some(name.clone())
    });
    match rival {
        None => Ok(()),
        Some(rival) => Err(Refusal::new(
            path,
            format!(
                "takes the name of {}, which the old version still reads: two shapes under one name are not planned yet",
                rival.path
            ),
            "give it another name",
        )),
    }
}

fn altered(path: &ObjectPath, aspect: Aspect, before: &Object, after: &Object, context: &Context<'_>) -> Operations {
    match (path, before, after) {
        (ObjectPath::Column(table, _), Object::Column(old), Object::Column(new)) => {
            alter_column(path, table, aspect, old, new)
        }
        (ObjectPath::Constraint(table, _), Object::Constraint(old), Object::Constraint(new)) => {
            Ok(alter_constraint(table, old, new, aspect, context))
        }
        (ObjectPath::Index(relation, name), Object::Index(old), Object::Index(new)) => {
            if !old.unique && !new.unique {
                let operation = ReplaceIndex { relation: relation.clone(), index: new.clone() };
                return one(Placed::new(Expand, BUILD, operation));
            }
            let drop = DropIndex { relation: relation.clone(), name: name.clone() };
            Ok(vec![Placed::new(Expand, RELEASE, drop), add_index(relation, new, context)])
        }
        (ObjectPath::Enum(name), Object::Enum(old), Object::Enum(new)) => {
            let (name, labels) = (name.clone(), new.labels.clone());
            if only_adds(&old.labels, &new.labels) {
                return one(Placed::new(Expand, RELEASE, AddLabels { name, labels }));
            }
            if new.labels.iter().any(|label| !old.labels.contains(label)) {
                return Err(Refusal::new(
                    path,
                    "gains labels and loses or moves others at one time, which is not planned yet",
                    "add the labels in one migration and take the others away in the next",
                ));
            }
            one(Placed::new(Contract, TIGHTEN, RebuildEnum { name, labels }))
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
        (ObjectPath::View(name), Object::View(old), Object::View(new)) => {
            let operation = ReplaceView { name: name.clone(), view: new.clone() };
            match columns_change(old, new) {
                ColumnsChange::KeepsAll => one(Placed::new(Expand, BUILD, operation)),
                ColumnsChange::OnlyLoses => one(Placed::new(Contract, DROP, operation)),
                ColumnsChange::Both => Err(Refusal::new(
                    path,
                    "loses columns that the old version reads and gains others that the new one reads: two shapes under one name are not planned yet",
                    "add the columns in one migration and take the others away in the next",
                )),
            }
        }
        (ObjectPath::Function(signature), _, Object::Function(new)) => {
            one(Placed::new(Expand, BUILD, ReplaceFunction { signature: signature.clone(), function: new.clone() }))
        }
        (ObjectPath::Trigger(relation, name), _, Object::Trigger(new)) => {
            let to = Some(new.clone());
            one(Placed::new(Expand, BUILD, SetTrigger { relation: relation.clone(), name: name.clone(), to }))
        }
        (ObjectPath::Table(name), _, Object::Table(new)) => {
            one(Placed::new(Expand, BUILD, SetTableOptions { table: name.clone(), to: new.options.clone() }))
        }
        _ => Err(Refusal::new(
            path,
            format!("this change ({aspect:?}) has no safe form yet"),
            "make it in a migration of its own, then plan the rest",
        )),
    }
}

fn alter_constraint(
    table: &QualifiedName,
    old: &Constraint,
    new: &Constraint,
    aspect: Aspect,
    context: &Context<'_>,
) -> Vec<Placed> {
    if aspect == Aspect::ConstraintValidation && new.validated {
        let operation = ValidateConstraint { table: table.clone(), constraint: new.clone() };
        return vec![Placed::new(Contract, TIGHTEN, operation)];
    }
    let drop = DropConstraint { table: table.clone(), name: old.name.clone() };
    vec![Placed::new(Expand, RELEASE, drop), add_constraint(table, new, context)]
}

fn alter_column(path: &ObjectPath, table: &QualifiedName, aspect: Aspect, old: &Column, new: &Column) -> Operations {
    let (table, column) = (table.clone(), new.name.clone());
    match aspect {
        Aspect::ColumnType if widens(&old.data_type, &new.data_type) => {
            one(Placed::new(Expand, BUILD, WidenColumn { table, column, to: new.data_type.clone() }))
        }
        Aspect::ColumnType => Err(Refusal::new(
            path,
            format!(
                "changes its type from {} to {}, which rewrites it: two shapes of one column at a time are not planned yet",
                old.data_type, new.data_type
            ),
            "add a column of the new type, let the application write both, and drop the old one in a later migration",
        )),
        Aspect::NotNullAdded => one(Placed::new(Contract, TIGHTEN_NOT_NULL, SetNotNull { table, column })),
        Aspect::NotNullDropped if old.identity.is_some() => Err(Refusal::new(
            path,
            "loses its identity and accepts NULL at one time: the old version needs numbers while the new one may write NULL",
            "drop the identity in one migration and NOT NULL in the next",
        )),
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
        Aspect::ColumnIdentity => {
            let early = old.not_null
                && (new.identity.is_some() || new.default.is_some())
                && new.identity.as_ref().is_none_or(|it| it.mode == schema_diff::catalogue::IdentityMode::ByDefault);
            let operation = SetIdentity { table, to: new.clone() };
            one(if early {
                Placed::new(Expand, BUILD, operation)
            } else {
                Placed::new(Contract, TIGHTEN_KEYS, operation)
            })
        }
        _ => Err(Refusal::new(
            path,
            "changes how it is computed or collated: two shapes of one column at a time are not planned yet",
            "add a column with the new definition and drop the old one in a later migration",
        )),
    }
}
