//! Whether every row is there after the way back, and again after going forwards once more.

use std::collections::{BTreeMap, BTreeSet};

use plan_engine::plan::{DerivedColumn, DerivedColumns, MovedColumns, Plan};
use schema_diff::catalogue::{Catalogue, QualifiedName, Table};

use super::groups::Groups;
use super::moved::{is_made, moves, that_still_belong};
use super::rows::{TableRows, pick};
use super::snapshot::Snapshot;
use crate::concurrent::Place;
use crate::rows::keys;
use crate::sql::Value;

/// What steps have taken out, as it was just before.
#[derive(Debug, Default)]
pub(crate) struct History {
    tables: BTreeMap<QualifiedName, Snapshot>,
    columns: BTreeMap<(QualifiedName, String), TableRows>,
}

/// Tables that lose a column, or go, between two catalogues.
pub(crate) fn tables_that_lose(before: &Catalogue, after: &Catalogue) -> Vec<QualifiedName> {
    let loses = |(name, table): &(&QualifiedName, &Table)| match after.tables.get(*name) {
        None => true,
        Some(after) => table.columns.iter().any(|it| after.column(&it.name).is_none()),
    };
    before.tables.iter().filter(loses).map(|(name, _)| name.clone()).collect()
}

impl History {
    /// Everything but the rows at `places`.
    pub(crate) fn without(&self, places: &BTreeSet<Place>) -> Self {
        let without = |(key, rows): (&(QualifiedName, String), &TableRows)| {
            (key.clone(), rows.without(places.iter().filter(|it| it.table == key.0)))
        };
        Self {
            tables: self.tables.iter().map(|(name, snapshot)| (name.clone(), snapshot.without(places))).collect(),
            columns: self.columns.iter().map(without).collect(),
        }
    }

    /// Remembers what goes between `before` and `after`, of which `snapshot` was taken in time.
    pub(crate) fn remember(&mut self, before: &Catalogue, after: &Catalogue, snapshot: &Snapshot) {
        for name in tables_that_lose(before, after) {
            let Some(table) = after.tables.get(&name) else {
                self.tables.insert(name, snapshot.clone());
                continue;
            };
            let (Some(old), Some(rows)) = (before.tables.get(&name), snapshot.live(&name)) else { continue };
            for column in old.columns.iter().filter(|it| table.column(&it.name).is_none()) {
                self.columns.insert((name.clone(), column.name.clone()), rows.clone());
            }
        }
    }
}

/// Compares rows, and says how many.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    /// Columns that are made of others: each of these is as it was where those are.
    derivations: Vec<DerivedColumns>,
    /// Columns that move to another table: they are compared with those of that table, not with what they were.
    relocations: Vec<MovedColumns>,
    /// What is not as it was.
    pub(crate) differences: Vec<String>,
    /// Rows compared.
    pub(crate) rows: usize,
}

impl Comparison {
    fn of(plan: &Plan) -> Self {
        let (derivations, relocations) = (plan.derivations.clone(), plan.relocations.clone());
        Self { derivations, relocations, ..Self::default() }
    }

    /// After a step of the way forwards from the schema `before` to `after`, while nobody wrote: every row of the tables
    /// that stay is there, with the values of the columns whose types stay. What `first` does not have, the schema before
    /// all steps, may still be filled.
    pub(crate) fn of_step(
        plan: &Plan,
        first: &Catalogue,
        (before, after): (&Catalogue, &Catalogue),
        (old, new): (&Snapshot, &Snapshot),
    ) -> Self {
        let mut comparison = Self::of(plan);
        let groups = Groups::new(before, after, true);
        for (name, table) in &before.tables {
            let Some(now) = after.tables.get(name) else { continue };
            let (mut columns, changed) = shared_columns(table, now);
            let first = first.tables.get(name);
            let is_old = |column: &String| first.is_none_or(|table| table.column(column).is_some());
            let is_made = is_made(&plan.relocations, name);
            let follows = |column: &String| is_made && moves(&plan.relocations, name, column);
            columns.retain(|it| !changed.contains(it) && is_old(it) && !follows(it));
            groups.same_rows(&mut comparison, name, (&columns, &[]), (old, new), is_made);
        }
        comparison
    }

    /// After steps of the way back to the schema `before` from a moment when it was `current` and the rows `old`: every
    /// row is there, and what had been taken out on the way forwards is there as it last was.
    pub(crate) fn way_back(
        before: &Catalogue,
        current: &Catalogue,
        history: &History,
        (old, new): (&Snapshot, &Snapshot),
        plan: &Plan,
    ) -> Self {
        let mut comparison = Self::of(plan);
        let groups = Groups::new(current, before, false);
        for (name, table) in &before.tables {
            let Some(now) = current.tables.get(name) else {
                if groups.is_moved(name) {
                    continue;
                }
                comparison.dropped_table(name, table, history, new);
                continue;
            };
            let (columns, loose) = shared_columns(table, now);
            groups.same_rows(&mut comparison, name, (&columns, &loose), (old, new), false);
            let gone = table.columns.iter().filter(|it| now.column(&it.name).is_none() && it.generated.is_none());
            for column in gone.filter(|it| !moves(&plan.relocations, name, &it.name)) {
                if let Some(last) = history.columns.get(&(name.clone(), column.name.clone())) {
                    let last = comparison.unless_made_anew((name, &column.name), table, last, new);
                    comparison.values_kept(name, table, &column.name, &last, new, &columns);
                }
            }
        }
        comparison
    }

    /// After going forwards again to `current`: the rows that were there in between are there, and what the way back
    /// had `taken_back` has the values that it had before it.
    pub(crate) fn forwards_again(
        before: &Catalogue,
        current: &Catalogue,
        taken_back: &History,
        (between, new): (&Snapshot, &Snapshot),
        plan: &Plan,
    ) -> Self {
        let mut comparison = Self::of(plan);
        let groups = Groups::new(before, current, true);
        for (name, table) in &current.tables {
            let Some(earlier) = before.tables.get(name) else {
                if groups.is_moved(name) {
                    continue;
                }
                if let Some(last) = taken_back.tables.get(name) {
                    comparison.table_again(name, table, last, (between, new));
                }
                continue;
            };
            let (columns, loose) = shared_columns(earlier, table);
            groups.same_rows(&mut comparison, name, (&columns, &loose), (between, new), true);
            let come = table.columns.iter().filter(|it| earlier.column(&it.name).is_none() && it.generated.is_none());
            for column in come.filter(|it| !moves(&plan.relocations, name, &it.name)) {
                if let Some(last) = taken_back.columns.get(&(name.clone(), column.name.clone())) {
                    let last = comparison.unless_made_anew((name, &column.name), table, last, between);
                    comparison.values_kept(name, table, &column.name, &last, new, &columns);
                }
            }
        }
        comparison
    }

    /// The rows of a table that the way back took out are there again, as far as it is not made of another.
    fn table_again(
        &mut self,
        name: &QualifiedName,
        table: &Table,
        last: &Snapshot,
        (between, new): (&Snapshot, &Snapshot),
    ) {
        let mut columns = written_columns(table);
        columns.retain(|it| !moves(&self.relocations, name, it));
        let last = that_still_belong(&self.relocations, name, last, between);
        self.same_rows(name, (&columns, &[]), (&[name], &last), (&[name], new), true);
    }

    fn dropped_table(&mut self, name: &QualifiedName, table: &Table, history: &History, new: &Snapshot) {
        let Some(last) = history.tables.get(name) else {
            self.differences.push(format!("table {name} is gone, but no step takes it out"));
            return;
        };
        let was = last.live(name).unwrap_or_default();
        let columns: Vec<String> = written_columns(table).into_iter().filter(|it| was.columns.contains(it)).collect();
        self.same_rows(name, (&columns, &[]), (&[name], last), (&[name], new), false);
    }

    /// The rows over `columns` are the same in both, in any order, wherever among the tables they stand; `more` may be in
    /// the new.
    pub(super) fn same_rows(
        &mut self,
        name: &QualifiedName,
        (columns, loose): (&[String], &[String]),
        (before, old): (&[&QualifiedName], &Snapshot),
        (after, new): (&[&QualifiedName], &Snapshot),
        more: bool,
    ) {
        let tables = || before.iter().chain(after).copied().chain([name]);
        let is_alike = |column: &&String| tables().all(|table| old.is_alike(new, table, column));
        let alike: Vec<String> = columns.iter().filter(is_alike).cloned().collect();
        let columns = alike.as_slice();
        if columns.is_empty() {
            return;
        }
        let is_loose: Vec<bool> = columns.iter().map(|it| loose.contains(it)).collect();
        let normal = |rows: Vec<Vec<Value>>| -> Vec<Vec<Value>> {
            let normal = |row: Vec<Value>| {
                row.into_iter()
                    .zip(&is_loose)
                    .map(|(value, loose)| if *loose { value.map(|it| loosened(&it)) } else { value })
            };
            rows.into_iter().map(|row| normal(row).collect()).collect()
        };
        let all = |names: &[&QualifiedName], of: &Snapshot| names.iter().flat_map(|it| of.all(it, columns)).collect();
        let (old, new) = (normal(all(before, old)), normal(all(after, new)));
        self.rows += old.len();
        let mut counts: BTreeMap<&Vec<Value>, i64> = BTreeMap::new();
        for row in &old {
            *counts.entry(row).or_default() += 1;
        }
        for row in &new {
            *counts.entry(row).or_default() -= 1;
        }
        let lost: Vec<_> = counts.iter().filter(|(_, count)| **count > 0).collect();
        if let Some((row, _)) = lost.first() {
            let row = shown(columns, row);
            self.differences.push(format!("{} rows of {name} are not as they were, for example {row}", lost.len()));
        } else if let Some((row, _)) = counts.iter().find(|(_, count)| **count < 0 && !more) {
            self.differences.push(format!("{name} has a row that was not there: {}", shown(columns, row)));
        }
    }

    /// The columns that a column is made of.
    fn other_shape(&self, table: &QualifiedName, column: &str) -> Vec<String> {
        let has = |columns: &[DerivedColumn]| columns.iter().any(|it| it.name == column);
        let its = self.derivations.iter().filter(|it| it.table == *table);
        let other = its.flat_map(|it| match (has(&it.going), has(&it.coming)) {
            (true, _) => it.coming.as_slice(),
            (_, true) => it.going.as_slice(),
            _ => &[],
        });
        other.map(|it| it.name.clone()).collect()
    }

    /// The rows of `last`, but for those in which the columns that `column` is made of have others values by now.
    fn unless_made_anew(
        &self,
        (name, column): (&QualifiedName, &str),
        table: &Table,
        last: &TableRows,
        now: &Snapshot,
    ) -> TableRows {
        let (mut rows, others) = (last.clone(), self.other_shape(name, column));
        let Some(now) = now.live(name).filter(|_| !others.is_empty()) else { return rows };
        let told_by: Vec<String> = keys::row_key(table).into_iter().flatten().chain(others).collect();
        if last.has(&told_by) && now.has(&told_by) {
            let same: BTreeSet<Vec<Value>> = now.project(&told_by).into_iter().collect();
            let at = last.positions(&told_by);
            rows.rows.retain(|row| same.contains(&pick(row, &at)));
        }
        rows
    }

    /// The rows that are still there have the value of `column` that they last had.
    fn values_kept(
        &mut self,
        name: &QualifiedName,
        table: &Table,
        column: &str,
        last: &TableRows,
        new: &Snapshot,
        shared: &[String],
    ) {
        let now = new.live(name).unwrap_or_default();
        let own = vec![column.to_owned()];
        let key = keys::row_key(table).filter(|key| last.has(key) && now.has(key));
        let told_by: Vec<String> = key.clone().unwrap_or_else(|| shared.to_vec());
        if !last.has(&own) || !now.has(&own) {
            self.differences.push(format!("column {column} of {name} is not there"));
            return;
        }
        let (was, is) = (grouped(last, &told_by, &own), grouped(&now, &told_by, &own));
        // A row that is set aside may have lost its key to one written since.
        let anywhere: BTreeSet<Vec<Value>> = new.all(name, &[told_by.as_slice(), &own].concat()).into_iter().collect();
        let kept = |row: &[Value], value: &Vec<Value>| anywhere.contains(&[row, value.as_slice()].concat());
        // A column that refuses NULL has a value for what had none while the old version wrote: the gate's remedy says which.
        let refuses_null = table.column(column).is_some_and(|it| it.not_null);
        let is_filled = |value: &Vec<Option<String>>| refuses_null && value.iter().all(Option::is_none);
        let mut wrong = was.iter().filter_map(|(row, was)| {
            let is = is.get(row)?;
            // Rows that nothing tells apart can only be compared where none was written or taken away since. NULL tells
            // nothing: SQLite takes it in a primary key.
            let told_apart = key.is_some() && row.iter().all(Option::is_some);
            let comparable = told_apart || was.len() == is.len();
            let lost = was != is && !was.iter().all(|value| is_filled(value) || kept(row, value));
            (comparable && lost).then_some((row, was, is))
        });
        self.rows += was.len();
        if let Some((row, was, is)) = wrong.next() {
            let value = |values: &[Vec<Value>]| {
                values.first().and_then(|it| it.first()).cloned().flatten().unwrap_or_else(|| "NULL".to_owned())
            };
            let (row, was, is) = (shown(&told_by, row), value(was), value(is));
            let others = wrong.count();
            self.differences.push(format!(
                "column {column} of {name} in row {row} was {was} and is {is}; {others} other rows differ too"
            ));
        }
    }
}

/// Sorted values of `own` by those of `told_by`.
fn grouped(rows: &TableRows, told_by: &[String], own: &[String]) -> BTreeMap<Vec<Value>, Vec<Vec<Value>>> {
    let mut groups: BTreeMap<Vec<Value>, Vec<Vec<Value>>> = BTreeMap::new();
    for (row, value) in rows.project(told_by).into_iter().zip(rows.project(own)) {
        groups.entry(row).or_default().push(value);
    }
    for values in groups.values_mut() {
        values.sort();
    }
    groups
}

/// Columns whose values are written, not computed.
fn written_columns(table: &Table) -> Vec<String> {
    table.columns.iter().filter(|it| it.generated.is_none()).map(|it| it.name.clone()).collect()
}

/// Columns that both have and that are written in both; and those of them whose types differ, so that one value has
/// two spellings.
fn shared_columns(before: &Table, after: &Table) -> (Vec<String>, Vec<String>) {
    let after_columns: BTreeSet<String> = written_columns(after).into_iter().collect();
    let shared: Vec<String> = written_columns(before).into_iter().filter(|it| after_columns.contains(it)).collect();
    let differs = |name: &&String| {
        let type_of = |table: &Table| table.column(name).map(|it| it.data_type.clone());
        type_of(before) != type_of(after)
    };
    let loose = shared.iter().filter(differs).cloned().collect();
    (shared, loose)
}

/// One spelling for values that two types spell differently: `1`, `1.0` and `'1'`.
fn loosened(value: &str) -> String {
    let text = value.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).unwrap_or(value);
    let exact = text.len() < 16;
    match text.parse::<f64>() {
        Ok(number) if exact => number.to_string(),
        _ => text.trim_end().to_owned(),
    }
}

fn shown(columns: &[String], row: &[Value]) -> String {
    let pairs: Vec<String> = columns
        .iter()
        .zip(row)
        .map(|(column, value)| format!("{column} = {}", value.as_deref().unwrap_or("NULL")))
        .collect();
    crate::sql::excerpt(&format!("({})", pairs.join(", ")))
}
