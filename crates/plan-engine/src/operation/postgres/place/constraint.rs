//! Where constraints go.

use schema_diff::catalogue::{
    Column, Constraint, ConstraintKind, ForeignKey, IndexKey, Object, ObjectPath, QualifiedName, ReferentialAction,
    Table,
};
use schema_diff::diff::{Aspect, Change, ChangeKind};

use super::rank::{BUILD, DROP, RELEASE, TIGHTEN, TIGHTEN_KEYS};
use crate::Refusal;
use crate::operation::postgres::attach_key::AttachKey;
use crate::operation::postgres::constraint::{AddConstraint, DropConstraint, ValidateConstraint};
use crate::operation::postgres::unvalidate::UnvalidateConstraint;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{Contract, Expand};

/// A constraint over columns that are new, accept NULL and have no default cannot be failed by the old version, unless
/// they follow what it writes.
pub(super) fn only_new_columns(table: &QualifiedName, columns: &[String], context: &Context<'_>) -> bool {
    let Some(after) = context.after.tables.get(table) else { return false };
    let Some(before) = context.before.tables.get(table) else { return true };
    !columns.is_empty()
        && columns.iter().all(|name| {
            let harmless = |it: &Column| !it.not_null && it.default.is_none() && it.generated.is_none();
            let follows = context.derivations.iter().any(|it| it.has(table, name));
            !follows && before.column(name).is_none() && after.column(name).is_some_and(harmless)
        })
}

pub(super) fn add_constraint(table: &QualifiedName, constraint: &Constraint, context: &Context<'_>) -> Placed {
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

/// A new partition with a key of its own over the columns of its parent's: which of the two the engine attaches depends on
/// the order of the statements.
fn repeats_the_parents_key(path: &ObjectPath, partition: &Table, context: &Context<'_>) -> Option<Refusal> {
    let parent = context.after.tables.get(&partition.partition_of.as_ref()?.parent)?;
    let columns = |it: &Constraint| match &it.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => Some(key.columns.clone()),
        _ => None,
    };
    let theirs: Vec<_> = parent.constraints.values().filter_map(columns).collect();
    let own = partition.constraints.values().filter(|it| it.parent.is_none());
    let repeated = own.filter(|it| columns(it).is_some_and(|it| theirs.contains(&it))).map(|it| &it.name).next()?;
    Some(Refusal::new(
        path,
        format!("has a key {repeated} of its own over the same columns as a key of its parent"),
        "leave the key to the parent, or add it in a migration after this one",
    ))
}

/// A key that comes to a partitioned table while a partition has one of its own over the same columns: the engine would
/// take that one into its own instead of making another.
pub(super) fn takes_a_partitions_key(change: &Change, context: &Context<'_>) -> Option<Refusal> {
    if let (ObjectPath::Table(_), ChangeKind::Added(Object::Table(partition))) = (&change.path, &change.kind) {
        return repeats_the_parents_key(&change.path, partition, context);
    }
    let ObjectPath::Constraint(table, _) = &change.path else { return None };
    let (ChangeKind::Added(Object::Constraint(constraint))
    | ChangeKind::Altered { after: Object::Constraint(constraint), .. }) = &change.kind
    else {
        return None;
    };
    let (ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key)) = &constraint.kind else { return None };
    context.before.tables.get(table)?.partition_by.as_ref()?;
    let own = |name: &QualifiedName| {
        let keys = context.before.tables.get(name).into_iter().flat_map(|it| it.constraints.values());
        let later = |key: &Constraint| context.after.tables.get(name)?.constraints.get(&key.name)?.parent.clone();
        let taken = |key: &Constraint| later(key).as_ref() == Some(&constraint.name);
        let mut same = keys.filter(|it| it.parent.is_none() && !taken(it)).filter(|it| match &it.kind {
            ConstraintKind::PrimaryKey(other) | ConstraintKind::Unique(other) => other.columns == key.columns,
            _ => false,
        });
        same.next().map(|it| it.name.clone())
    };
    let partitions = context.before.tree(table).into_iter().filter(|it| it != table);
    let (partition, taken) = partitions.into_iter().find_map(|it| own(&it).map(|key| (it, key)))?;
    Some(Refusal::new(
        &ObjectPath::Constraint(table.clone(), constraint.name.clone()),
        format!(
            "comes to a partitioned table whose partition {partition} has the key {taken} over the same columns: the engine would take that one into it"
        ),
        "drop the partition's own key in a migration before this one",
    ))
}

/// A key of a partition that is attached to its parent's is made as its own first.
pub(super) fn add_or_attach(table: &QualifiedName, constraint: &Constraint, context: &Context<'_>) -> Vec<Placed> {
    let own = Constraint { parent: None, ..constraint.clone() };
    let mut placed = vec![add_constraint(table, &own, context)];
    if constraint.parent.is_some() {
        let attach = AttachKey { table: table.clone(), key: constraint.clone() };
        placed.push(Placed::new(Contract, TIGHTEN, attach));
    }
    placed
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
pub(super) fn drop_constraint(
    table: &QualifiedName,
    name: &str,
    constraint: &Constraint,
    context: &Context<'_>,
) -> Placed {
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

pub(super) fn alter_constraint(
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
    if aspect == Aspect::ConstraintValidation {
        let operation = UnvalidateConstraint { table: table.clone(), constraint: new.clone() };
        return vec![Placed::new(Expand, RELEASE, operation)];
    }
    let drop = DropConstraint { table: table.clone(), name: old.name.clone() };
    vec![Placed::new(Expand, RELEASE, drop), add_constraint(table, new, context)]
}
