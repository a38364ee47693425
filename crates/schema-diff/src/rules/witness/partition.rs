//! Rows that no partition takes any more (PostgreSQL).

use findings::Witness;

use super::condition::Values;
use super::{insert, literal};
use crate::catalogue::{Bounds, IndexKey, PartitionBound, PartitionBy, PartitionOf, QualifiedName, Table};
use crate::rules::context::Context;

/// The old application's `INSERT` of a row that `partition` held, where no other one takes it.
pub(crate) fn insert_into_gone_partition(context: &Context<'_>, partition: &PartitionOf) -> Option<Witness> {
    let parent = &partition.parent;
    let table = context.before.catalogue.tables.get(parent)?;
    let first = match &partition.bound {
        PartitionBound::In(values) => values.get(..1)?,
        PartitionBound::Range { from, .. } => from,
        PartitionBound::Hash { .. } | PartitionBound::Default => return None,
    };
    let finite = |it: &String| it != "MINVALUE" && it != "MAXVALUE" && it != "NULL";
    // What held its own rows beside this one holds none of this one's.
    let held = |(name, bound): (&QualifiedName, &PartitionBound)| {
        *bound != PartitionBound::Default
            && partitions(&context.before.catalogue.tables, parent).any(|it| it == (name, bound))
    };
    let after = &context.after.catalogue.tables;
    if !first.iter().all(finite) || !partitions(after, parent).all(held) {
        return None;
    }
    let given: Values = columns(table.partition_by.as_ref()?)?.into_iter().zip(first.iter().cloned()).collect();
    insert(context, parent, &given, error(parent))
}

/// The old application's `INSERT` of a row that the partition held by its `old` bound and none holds any more.
pub(crate) fn insert_outside_new_bound(context: &Context<'_>, old: &PartitionOf, new: &PartitionOf) -> Option<Witness> {
    let parent = &old.parent;
    let table = context.before.catalogue.tables.get(parent)?;
    let columns = columns(table.partition_by.as_ref()?)?;
    let bounds = Bounds::of(table);
    let candidates: Vec<Vec<String>> = match (&old.bound, &new.bound) {
        (PartitionBound::In(values), _) => values.iter().map(|it| vec![it.clone()]).collect(),
        (PartitionBound::Range { from, .. }, PartitionBound::Range { to, .. }) => vec![from.clone(), to.clone()],
        (PartitionBound::Range { from, .. }, _) => vec![from.clone()],
        _ => return None,
    };
    let finite = |values: &Vec<String>| values.iter().all(|it| it != "MINVALUE" && it != "MAXVALUE" && it != "NULL");
    let after = &context.after.catalogue.tables;
    let is_gone = |values: &Vec<String>| {
        bounds.holds(&old.bound, values) == Some(true)
            && partitions(after, parent).all(|(_, bound)| bounds.holds(bound, values) == Some(false))
    };
    let values = candidates.into_iter().filter(finite).find(is_gone)?;
    let given: Values = columns.into_iter().zip(values).collect();
    insert(context, parent, &given, error(parent))
}

/// The old application's `INSERT` into a table that is partitioned on the new side, and has no partitions there.
pub(crate) fn insert_without_partitions(context: &Context<'_>, name: &QualifiedName, after: &Table) -> Option<Witness> {
    if partitions(&context.after.catalogue.tables, name).next().is_some() {
        return None;
    }
    let before = context.before.catalogue.tables.get(name)?;
    let value = |column: String| {
        let value = literal::literal(&context.before.catalogue, &before.column(&column)?.data_type, 1)?;
        Some((column, value))
    };
    let given = columns(after.partition_by.as_ref()?)?.into_iter().map(value).collect::<Option<Values>>()?;
    insert(context, name, &given, error(name))
}

fn partitions<'a>(
    tables: impl IntoIterator<Item = (&'a QualifiedName, &'a Table)>,
    parent: &'a QualifiedName,
) -> impl Iterator<Item = (&'a QualifiedName, &'a PartitionBound)> {
    let of = move |(name, table): (&'a QualifiedName, &'a Table)| {
        table.partition_of.as_ref().filter(|it| it.parent == *parent).map(|it| (name, &it.bound))
    };
    tables.into_iter().filter_map(of)
}

/// The columns that tell the rows apart; none where an expression does.
fn columns(by: &PartitionBy) -> Option<Vec<String>> {
    let column = |key: &IndexKey| match key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    };
    by.key.iter().map(|it| column(&it.key)).collect()
}

fn error(table: &QualifiedName) -> String {
    format!("no partition of relation \"{}\" found for row", table.name)
}
