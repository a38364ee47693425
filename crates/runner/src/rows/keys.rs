//! What of a table is a key, and in which order tables are filled.

use std::collections::{BTreeMap, BTreeSet};

use schema_diff::Dialect;
use schema_diff::catalogue::{
    Catalogue, Column, ConstraintKind, ForeignKey, IdentityMode, IndexKey, QualifiedName, SequenceOptions, Table,
};

use super::partitions;

/// Columns of primary keys, unique constraints and unique indexes.
pub(crate) fn unique_keys(table: &Table) -> Vec<Vec<String>> {
    let constraints = table.constraints.values().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => Some(key.columns.clone()),
        _ => None,
    });
    let indexes = table.indexes.values().filter(|index| index.unique).map(|index| {
        index
            .elements
            .iter()
            .flat_map(|element| match &element.key {
                IndexKey::Column(name) => vec![name.clone()],
                IndexKey::Expression(expression) => {
                    let mentioned = |column: &&Column| expression.mentions(&column.name);
                    table.columns.iter().filter(mentioned).map(|column| column.name.clone()).collect()
                }
            })
            .collect()
    });
    constraints.chain(indexes).collect()
}

/// Foreign keys of `table`.
pub(crate) fn foreign_keys(table: &Table) -> impl Iterator<Item = &ForeignKey> {
    table.constraints.values().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::ForeignKey(key) => Some(key),
        _ => None,
    })
}

/// Columns that tell the rows of `table` apart: the primary key, else a unique constraint over columns without NULL.
pub(crate) fn row_key(table: &Table) -> Option<Vec<String>> {
    if let Some(key) = table.primary_key() {
        return Some(key.columns.clone());
    }
    table.constraints.values().find_map(|constraint| match &constraint.kind {
        ConstraintKind::Unique(key) => {
            let never_null = key.columns.iter().all(|name| table.column(name).is_some_and(|column| column.not_null));
            never_null.then(|| key.columns.clone())
        }
        _ => None,
    })
}

/// Whether the engine gives `column` a value of its own, unlike any other, where the writer names none.
pub(crate) fn is_automatic(dialect: Dialect, table: &Table, column: &Column) -> bool {
    if dialect == Dialect::Sqlite {
        let alone = table.primary_key().is_some_and(|key| key.columns == [column.name.clone()]);
        return alone && column.data_type.name.eq_ignore_ascii_case("INTEGER") && !table.options.without_rowid;
    }
    column.identity.is_some() || column.default.as_ref().is_some_and(|it| it.text.contains("nextval("))
}

/// Whether a sequence behind `table` has so few numbers that the rows of a proof may use them up.
pub(crate) fn runs_out_of_numbers(catalogue: &Catalogue, table: &QualifiedName) -> bool {
    const FEW: i128 = 100_000;
    let is_short = |it: &SequenceOptions| {
        let range = i128::from(it.max_value) - i128::from(it.min_value);
        !it.cycle && range / i128::from(it.increment).abs().max(1) < FEW
    };
    let root = catalogue.partition_root(table);
    let columns = catalogue.tables.get(root).into_iter().chain(catalogue.tables.get(table)).flat_map(|it| &it.columns);
    let mut numbered = columns.filter(|it| it.identity.is_some() || it.default.is_some());
    let short = |name: &QualifiedName| catalogue.sequences.get(name).is_some_and(|it| is_short(&it.options));
    numbered.any(|column| match (&column.identity, &column.default) {
        (Some(identity), _) => is_short(&identity.sequence),
        (_, Some(default)) => catalogue.sequences.keys().any(|it| default.mentions(&it.name) && short(it)),
        _ => false,
    })
}

/// Whether a writer may name `column`.
pub(crate) fn is_writable(column: &Column) -> bool {
    column.generated.is_none() && column.identity.as_ref().is_none_or(|it| it.mode == IdentityMode::ByDefault)
}

/// All tables that hold rows, those that others refer to first; where they refer to each other in a circle, those that can begin
/// with NULL first.
pub(crate) fn parents_first(catalogue: &Catalogue) -> Vec<QualifiedName> {
    let mut order = Vec::new();
    let tables = partitions::holding_rows(catalogue);
    let mut waiting: BTreeMap<&QualifiedName, &Table> = tables.iter().collect();
    while !waiting.is_empty() {
        let ready = ready(catalogue, &waiting, |_, _| true)
            .or_else(|| self::ready(catalogue, &waiting, required))
            .or_else(|| waiting.keys().next().map(|name| BTreeSet::from([(*name).clone()])));
        for name in ready.unwrap_or_default() {
            waiting.remove(&name);
            order.push(name);
        }
    }
    order
}

/// The waiting tables none of whose foreign keys that `counts` leads to another waiting table.
fn ready(
    catalogue: &Catalogue,
    waiting: &BTreeMap<&QualifiedName, &Table>,
    counts: impl Fn(&Table, &ForeignKey) -> bool,
) -> Option<BTreeSet<QualifiedName>> {
    let free = |name: &QualifiedName, table: &Table| {
        let waits = |target: &QualifiedName| target != name && waiting.contains_key(target);
        let waits_for = |key: &ForeignKey| match catalogue.tables.get(&key.references) {
            Some(partitioned) if partitioned.partition_by.is_some() => {
                let parts = catalogue.leaves(&key.references);
                !parts.contains(name) && parts.iter().any(waits)
            }
            _ => waits(&key.references),
        };
        foreign_keys(table).all(|key| !waits_for(key) || !counts(table, key))
    };
    let found: BTreeSet<_> =
        waiting.iter().filter(|(name, table)| free(name, table)).map(|(name, _)| (*name).clone()).collect();
    (!found.is_empty()).then_some(found)
}

/// Whether every column of `key` refuses NULL.
pub(crate) fn required(table: &Table, key: &ForeignKey) -> bool {
    key.columns.iter().all(|name| table.column(name).is_none_or(|column| column.not_null))
}
