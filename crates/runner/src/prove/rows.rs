//! Rows of one table, in memory.

use std::collections::{BTreeMap, BTreeSet};

use crate::concurrent::Place;
use crate::sql::Value;

/// Rows of one table or archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TableRows {
    /// Names of the columns.
    pub(crate) columns: Vec<String>,
    /// The rows.
    pub(crate) rows: Vec<Vec<Value>>,
}

impl TableRows {
    /// Where `columns` stand; none for one that is not there.
    pub(super) fn positions(&self, columns: &[String]) -> Vec<Option<usize>> {
        columns.iter().map(|name| self.columns.iter().position(|it| it == name)).collect()
    }

    /// The rows with these columns only; NULL for a column that is not there.
    pub(crate) fn project(&self, columns: &[String]) -> Vec<Vec<Value>> {
        let positions = self.positions(columns);
        self.rows.iter().map(|row| pick(row, &positions)).collect()
    }

    /// Puts what `converted` says in the place of the values of `column`, except in the rows whose key is among `done`.
    pub(super) fn convert(
        &mut self,
        column: &str,
        converted: Option<&BTreeMap<String, Value>>,
        key: &[String],
        done: &BTreeSet<Vec<Value>>,
    ) {
        let (Some(converted), Some(at)) = (converted, self.columns.iter().position(|it| it == column)) else { return };
        let keys = self.positions(key);
        for row in &mut self.rows {
            if !key.is_empty() && done.contains(&pick(row, &keys)) {
                continue;
            }
            if let Some(value) = row.get_mut(at)
                && let Some(new) = value.as_ref().and_then(|it| converted.get(it))
            {
                value.clone_from(new);
            }
        }
    }

    /// Puts what `converted` says of `old` where `new` has no value: a twin that is not brought up to date yet.
    pub(super) fn fill_from(&mut self, old: &str, new: &str, converted: Option<&BTreeMap<String, Value>>) {
        let at = |name: &str| self.columns.iter().position(|it| it == name);
        let (Some(converted), Some(from), Some(to)) = (converted, at(old), at(new)) else { return };
        for row in &mut self.rows {
            let value = row.get(from).and_then(Option::as_ref).and_then(|it| converted.get(it)).cloned();
            if let (Some(value), Some(empty @ None)) = (value, row.get_mut(to)) {
                *empty = value;
            }
        }
    }

    pub(super) fn relabel(&mut self, from: &str, to: &str) {
        self.columns.iter_mut().filter(|it| *it == from).for_each(|it| to.clone_into(it));
    }

    pub(super) fn leave_out(&mut self, column: &str) {
        let Some(at) = self.columns.iter().position(|it| it == column) else { return };
        self.columns.remove(at);
        for row in self.rows.iter_mut().filter(|row| at < row.len()) {
            row.remove(at);
        }
    }

    /// Everything but the rows at `places`.
    pub(crate) fn without<'p>(&self, places: impl Iterator<Item = &'p Place>) -> Self {
        let mut rows = self.clone();
        for place in places.filter(|it| self.has(&it.columns)) {
            let at = self.positions(&place.columns);
            rows.rows.retain(|row| pick(row, &at) != place.key);
        }
        rows
    }

    /// Whether all of `columns` are there.
    pub(crate) fn has(&self, columns: &[String]) -> bool {
        columns.iter().all(|name| self.columns.contains(name))
    }
}

pub(super) fn pick(row: &[Value], positions: &[Option<usize>]) -> Vec<Value> {
    positions.iter().map(|at| at.and_then(|at| row.get(at)).cloned().flatten()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::prove) fn rows(columns: &[&str], rows: &[&[&str]]) -> TableRows {
        let value = |it: &&str| (*it != "NULL").then(|| (*it).to_owned());
        TableRows {
            columns: columns.iter().map(|it| (*it).to_owned()).collect(),
            rows: rows.iter().map(|row| row.iter().map(value).collect()).collect(),
        }
    }
}
