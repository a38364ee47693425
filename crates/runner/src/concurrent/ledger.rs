//! What writers have committed, and whether it is still there.

use std::collections::{BTreeMap, BTreeSet};

use plan_engine::plan::Plan;
use schema_diff::catalogue::{Catalogue, ConstraintKind, DataType, QualifiedName};

use super::plots::Counter;
use crate::prove::moved;
use crate::prove::snapshot::Snapshot;
use crate::sql::{self, Value};

/// Where a row is: its table, the columns of its key and their values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The table.
    pub(crate) table: QualifiedName,
    /// The columns of its key.
    pub(crate) columns: Vec<String>,
    /// Their values.
    pub(crate) key: Vec<Value>,
}

/// What a row should hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The last value of each column, and the type that the column had.
    pub(crate) values: BTreeMap<String, (DataType, Value)>,
    /// Whether the row was deleted.
    pub(crate) deleted: bool,
}

/// What one writer, or several, have committed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ledger {
    rows: BTreeMap<Place, Claim>,
    /// By how much columns of rows that all writers share were increased.
    increments: BTreeMap<(Place, String), i64>,
    /// Rows written since [`Ledger::forget_touched`].
    touched: BTreeSet<Place>,
}

impl Ledger {
    /// A row was inserted or changed: these are its values now. Where one of them is in a column that only one version
    /// has, nothing is claimed any longer of the other columns that only one has: they may follow it.
    pub(crate) fn wrote(
        &mut self,
        place: Place,
        values: BTreeMap<String, (DataType, Value)>,
        shared: &BTreeSet<String>,
    ) {
        let claim = self.rows.entry(place.clone()).or_default();
        if values.keys().any(|column| !shared.contains(column)) {
            claim.values.retain(|column, _| shared.contains(column));
        }
        claim.values.extend(values);
        self.touched.insert(place);
    }

    /// A row was deleted.
    pub(crate) fn deleted(&mut self, place: Place) {
        self.rows.insert(place.clone(), Claim { deleted: true, ..Claim::default() });
        self.touched.insert(place);
    }

    /// A column of a shared row was increased by one.
    pub(crate) fn increased(&mut self, counter: &Counter) {
        *self.increments.entry((counter.place.clone(), counter.column.clone())).or_default() += 1;
        self.touched.insert(counter.place.clone());
    }

    /// The rows of `table` that are there, told by `columns`.
    pub(crate) fn own(&self, table: &QualifiedName, columns: &[String]) -> Vec<&Place> {
        let own =
            |(place, claim): &(&Place, &Claim)| place.table == *table && place.columns == columns && !claim.deleted;
        self.rows.iter().filter(own).map(|(place, _)| place).collect()
    }

    /// What the row at `place` should hold.
    pub(crate) fn claim(&self, place: &Place) -> Option<&Claim> {
        self.rows.get(place)
    }

    /// Takes over what `other` holds.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.rows.extend(other.rows);
        for (counter, count) in other.increments {
            *self.increments.entry(counter).or_default() += count;
        }
        self.touched.extend(other.touched);
    }

    /// Every row claimed or shared.
    pub(crate) fn places(&self) -> BTreeSet<&Place> {
        self.rows.keys().chain(self.increments.keys().map(|(place, _)| place)).collect()
    }

    /// The rows written since the last call.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<Place> {
        std::mem::take(&mut self.touched)
    }

    /// What is not as it was committed, by what `snapshot` holds of the tables of `catalogue`; and how many rows were
    /// compared. Columns that are not there now, and those of another type, are left out; originals that
    /// a step has `replaced` may be back.
    pub(crate) fn check(
        &self,
        counters: &[Counter],
        replaced: &BTreeSet<(Place, String, Value)>,
        (catalogue, plan): (&Catalogue, &Plan),
        snapshot: &Snapshot,
    ) -> (Vec<String>, usize) {
        let mut found = Found::new(catalogue, snapshot);
        let mut wrong = Vec::new();
        let mut compared = 0;
        for (place, claim) in &self.rows {
            let Some(rows) = found.rows(place) else { continue };
            compared += 1;
            match (rows.first(), claim.deleted) {
                (None, false) => wrong.push(format!("the row {} is lost", shown(place))),
                // A key made of few values may be given anew, by another session.
                (Some(_), true) if is_given_anew(place, catalogue) => {}
                (Some(_), true) => wrong.push(format!("the row {} was deleted and is there again", shown(place))),
                (Some(_), false) => {
                    // A row that was set aside and written anew is there twice.
                    let kept = |column: &String, value: &Value| {
                        replaced.contains(&(place.clone(), column.clone(), value.clone()))
                    };
                    let differences: Vec<_> =
                        rows.iter().map(|row| claim.difference(row, place, (catalogue, plan), &kept)).collect();
                    if differences.iter().all(Option::is_some) {
                        wrong.extend(differences.into_iter().flatten().next());
                    }
                }
                (None, true) => {}
            }
        }
        for counter in counters {
            let sum = self.increments.get(&(counter.place.clone(), counter.column.clone())).copied().unwrap_or(0);
            let Some(rows) = found.rows(&counter.place) else { continue };
            let Some(value) = rows.first().and_then(|row| row.get(&counter.column)) else { continue };
            compared += 1;
            let expected = counter.start.saturating_add(sum);
            if value.as_deref().and_then(|it| it.parse::<i64>().ok()) != Some(expected) {
                let value = value.as_deref().unwrap_or("NULL");
                wrong.push(format!(
                    "an update is lost: column {} of {} was {} and was increased {sum} times, but it is {value}",
                    sql::quote(&counter.column),
                    shown(&counter.place),
                    counter.start,
                ));
            }
        }
        (wrong, compared)
    }
}

impl Claim {
    /// The first value of `row` that is not as claimed.
    fn difference(
        &self,
        row: &BTreeMap<String, Value>,
        place: &Place,
        (catalogue, plan): (&Catalogue, &Plan),
        kept: &dyn Fn(&String, &Value) -> bool,
    ) -> Option<String> {
        let table = catalogue.tables.get(&place.table)?;
        // A version may have written the other one's shape, in which a value is spelt otherwise.
        let is_converted = |name: &String| {
            plan.conversions.iter().any(|it| it.table == place.table && (it.old_name == *name || it.new_name == *name))
        };
        self.values.iter().find_map(|(name, (data_type, value))| {
            // What moves may be written through the other table, too, and triggers of this one then have their say.
            let triggers = !table.triggers.is_empty() && moved::follows(&plan.relocations, &place.table);
            let moves = triggers || moved::moves(&plan.relocations, &place.table, name);
            let column = table.column(name).filter(|it| it.generated.is_none() && !moves)?;
            let is = row.get(name)?;
            let padded = column.data_type.name == "character" && trimmed(is) == trimmed(value);
            let same = is == value
                || padded
                || ((column.data_type != *data_type || is_converted(name)) && same_number(is, value))
                || kept(name, is)
                || kept(name, value);
            (!same).then(|| {
                let [was, is] = [value, is].map(|it| it.as_deref().unwrap_or("NULL"));
                format!("column {} of the row {} was written as {was} and is {is}", sql::quote(name), shown(place))
            })
        })
    }
}

/// Whether a row of the same key may come again: only numbers and identifiers that are counted never do.
fn is_given_anew(place: &Place, catalogue: &Catalogue) -> bool {
    let Some(table) = catalogue.tables.get(&place.table) else { return true };
    let refers = table.constraints.values().any(|it| match &it.kind {
        ConstraintKind::ForeignKey(key) => key.columns.iter().any(|column| place.columns.contains(column)),
        _ => false,
    });
    let counted = |name: &String| {
        table.column(name).is_some_and(|it| ["integer", "bigint", "uuid"].contains(&it.data_type.name.as_str()))
    };
    refers || place.columns.len() > 1 || !place.columns.iter().all(counted)
}

/// A value of `character(n)` without the blanks that mean nothing in it.
fn trimmed(value: &Value) -> Option<&str> {
    value.as_deref().map(|it| it.trim_end_matches(' '))
}

/// Whether two spellings are not those of two different whole numbers.
fn same_number(one: &Value, other: &Value) -> bool {
    let number = |value: &Value| value.as_deref().and_then(|it| it.parse::<i64>().ok());
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Rows by the values of their key.
type ByKey = BTreeMap<Vec<Value>, Vec<BTreeMap<String, Value>>>;

/// The rows of a snapshot, by key.
struct Found<'s> {
    catalogue: &'s Catalogue,
    snapshot: &'s Snapshot,
    by_key: BTreeMap<(QualifiedName, Vec<String>), ByKey>,
}

impl<'s> Found<'s> {
    fn new(catalogue: &'s Catalogue, snapshot: &'s Snapshot) -> Self {
        Self { catalogue, snapshot, by_key: BTreeMap::new() }
    }

    /// The rows at `place`; none where the table, or a column of the key, is not there now.
    fn rows(&mut self, place: &Place) -> Option<Vec<BTreeMap<String, Value>>> {
        let table = self.catalogue.tables.get(&place.table)?;
        if place.columns.iter().any(|name| table.column(name).is_none()) || !self.snapshot.holds(&place.table) {
            return None;
        }
        let snapshot = self.snapshot;
        let by_key = self.by_key.entry((place.table.clone(), place.columns.clone())).or_insert_with(|| {
            let mut by_key = ByKey::new();
            for row in snapshot.rows_of(&place.table) {
                let key = place.columns.iter().map(|name| row.get(name).cloned().flatten()).collect();
                by_key.entry(key).or_default().push(row);
            }
            by_key
        });
        Some(by_key.get(&place.key).cloned().unwrap_or_default())
    }
}

fn shown(place: &Place) -> String {
    let pairs: Vec<String> = place
        .columns
        .iter()
        .zip(&place.key)
        .map(|(column, value)| format!("{column} = {}", value.as_deref().unwrap_or("NULL")))
        .collect();
    format!("({}) of {}", pairs.join(", "), place.table)
}
