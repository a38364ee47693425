//! Rows in memory as a side: for embedding, and for tests.

use std::collections::HashSet;
use std::ops::ControlFlow;

use database::{Value, ValueKind};

use crate::canonical::compare_keys;
use crate::hash::{KeySet, Partition, key_of};
use crate::{Buckets, Checksum, Field, Form, HashMethod, KeyRange, Result, Row, RowDigest, Selection, Side, SideInfo};

/// Rows in memory.
#[derive(Debug, Clone)]
pub struct MemorySide {
    info: SideInfo,
    selection: Selection,
    rows: Vec<Row>,
    /// How the fields are compared, once that has been said.
    forms: Vec<Form>,
}

impl MemorySide {
    /// Rows with a value for each of the columns, which have names and kinds; the key's columns are named by their places, none
    /// for rows without a key.
    pub fn new(label: impl Into<String>, columns: &[(&str, ValueKind)], key: &[usize], mut rows: Vec<Row>) -> Self {
        let sorted = !key.is_empty() && rows.iter().all(|row| key_of(row, key).iter().all(|it| *it != Value::Null));
        if sorted {
            rows.sort_by(|one, other| compare_keys(&key_of(one, key), &key_of(other, key)));
        }
        let field = |name: &str| Field { name: name.to_owned(), column: Some(name.to_owned()), expression: None };
        let info = SideInfo {
            label: label.into(),
            engine: None,
            version: String::new(),
            table: None,
            kinds: columns.iter().map(|(_, kind)| kind.clone()).collect(),
            types: Vec::new(),
            sorted,
            native: None,
            pushes_down: false,
            estimated_rows: Some(rows.len() as u64),
            is_live: false,
        };
        let fields = columns.iter().map(|(name, _)| field(name)).collect();
        Self { info, selection: Selection { fields, key: key.to_vec(), filter: None }, rows, forms: Vec::new() }
    }

    /// Rows that were read of another side, which are compared as that one is.
    pub(crate) fn standing_for(side: &dyn Side, mut rows: Vec<Row>) -> Self {
        let selection = side.selection().clone();
        rows.sort_by(|one, other| compare_keys(&key_of(one, &selection.key), &key_of(other, &selection.key)));
        let info = SideInfo {
            native: None,
            pushes_down: false,
            estimated_rows: Some(rows.len() as u64),
            is_live: false,
            ..side.info().clone()
        };
        Self { info, selection, rows, forms: Vec::new() }
    }
}

impl Side for MemorySide {
    fn info(&self) -> &SideInfo {
        &self.info
    }

    fn selection(&self) -> &Selection {
        &self.selection
    }

    fn count(&mut self) -> Result<u64> {
        Ok(self.rows.len() as u64)
    }

    fn quantiles(&mut self, parts: usize) -> Result<Vec<Row>> {
        let step = self.rows.len().div_ceil(parts.max(1)).max(1);
        let mut keys: Vec<Row> =
            self.rows.iter().step_by(step).skip(1).map(|row| key_of(row, &self.selection.key)).collect();
        keys.dedup_by(|one, other| compare_keys(one, other).is_eq());
        Ok(keys)
    }

    fn checksums(&mut self, method: &HashMethod, buckets: &Buckets) -> Result<Vec<Checksum>> {
        let mut partition = Partition::new(method, buckets, &self.selection.key)?;
        let mut checksums = vec![Checksum::default(); buckets.len()];
        self.rows.iter().for_each(|row| partition.add(row, &mut checksums));
        Ok(checksums)
    }

    fn digests(
        &mut self,
        method: &HashMethod,
        buckets: &Buckets,
        wanted: &[usize],
        each: &mut dyn FnMut(&[Value], RowDigest) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let mut partition = Partition::new(method, buckets, &self.selection.key)?;
        let wanted: HashSet<usize> = wanted.iter().copied().collect();
        for row in &self.rows {
            if partition.bucket(row).is_some_and(|it| wanted.contains(&it)) {
                let digest = partition.digest(row);
                if each(&key_of(row, &self.selection.key), digest)?.is_break() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn rows(&mut self, range: &KeyRange, each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()> {
        let key = &self.selection.key;
        for row in self.rows.iter().filter(|row| range.holds(&key_of(row, key))) {
            if each(row)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn rows_by_key(&mut self, keys: &[Row], each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()> {
        if !self.forms.is_empty() && !self.selection.key.is_empty() {
            let mut wanted = KeySet::new(keys, &self.selection.key, &self.forms)?;
            for row in &self.rows {
                if wanted.holds(row) && each(row)?.is_break() {
                    break;
                }
            }
            return Ok(());
        }
        let mut keys: Vec<&Row> = keys.iter().collect();
        keys.sort_by(|one, other| compare_keys(one, other));
        for row in &self.rows {
            let key = key_of(row, &self.selection.key);
            if keys.binary_search_by(|it| compare_keys(it, &key)).is_ok() && each(row)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn refresh(&mut self) -> Result<()> {
        Ok(())
    }

    fn compared_as(&mut self, forms: &[Form]) {
        self.forms = forms.to_vec();
    }
}
