//! After a repair the same rows are compared again.

use std::ops::ControlFlow;

use database::Value;

use super::Differences;
use crate::hash::KeySet;
use crate::{CompareOptions, Comparison, Form, MemorySide, Observer, Result, Row, Side, compare, forms};

/// Rows that are read again at a time.
const KEYS: usize = 1000;
/// Rows that are read again at a time where a side is a file, which is read from its beginning each time.
const KEYS_OF_FILE: usize = 50_000;

/// Compares the rows that differed once more, as both sides hold them now; none where there is no difference to look at. Rows without a
/// key cannot be looked up: there the whole tables are compared.
///
/// The counts of rows are those of the rows looked at. Differences that are there now are told to the observer.
pub fn verify(
    source: &mut dyn Side,
    target: &mut dyn Side,
    differences: &mut dyn Differences,
    options: &CompareOptions,
    observer: &mut dyn Observer,
) -> Result<Option<Comparison>> {
    source.refresh()?;
    target.refresh()?;
    if source.selection().key.is_empty() {
        return compare(source, target, options, observer).map(Some);
    }
    let names: Vec<String> = source.selection().fields.iter().map(|it| it.name.clone()).collect();
    let (forms, _) = forms(source.info(), target.info(), &names, options.equality);
    source.compared_as(&forms);
    target.compared_as(&forms);
    let is_file = source.info().engine.is_none() || target.info().engine.is_none();
    let most = if is_file { KEYS_OF_FILE } else { KEYS };
    let mut again = Again { source, target, options, observer, keys: Vec::new(), most, forms, found: None };
    differences.each(&mut |difference| {
        again.keys.push(difference.key.clone());
        if again.keys.len() >= again.most {
            again.compare()?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    again.compare()?;
    Ok(again.found)
}

struct Again<'a> {
    source: &'a mut dyn Side,
    target: &'a mut dyn Side,
    options: &'a CompareOptions,
    observer: &'a mut dyn Observer,
    keys: Vec<Row>,
    most: usize,
    forms: Vec<Form>,
    found: Option<Comparison>,
}

impl Again<'_> {
    fn compare(&mut self) -> Result<()> {
        if self.keys.is_empty() {
            return Ok(());
        }
        self.keys.sort_by(|a, b| crate::compare_keys(a, b));
        self.keys.dedup();
        let mut source = rows(self.source, &self.keys, &self.forms)?;
        let mut target = rows(self.target, &self.keys, &self.forms)?;
        self.keys.clear();
        let found = compare(&mut source, &mut target, self.options, self.observer)?;
        match &mut self.found {
            Some(all) => add(all, &found),
            None => self.found = Some(found),
        }
        Ok(())
    }
}

/// The rows with these keys, without those that only the collation of a side takes for them.
fn rows(side: &mut dyn Side, keys: &[Row], forms: &[Form]) -> Result<MemorySide> {
    let mut rows = Vec::new();
    let places = side.selection().key.clone();
    let mut wanted = KeySet::new(keys, &places, forms)?;
    side.rows_by_key(keys, &mut |row: &[Value]| {
        if wanted.holds(row) {
            rows.push(row.to_vec());
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(MemorySide::standing_for(side, rows))
}

/// Adds what was found in more rows.
fn add(all: &mut Comparison, more: &Comparison) {
    all.source.rows += more.source.rows;
    all.target.rows += more.target.rows;
    all.missing += more.missing;
    all.extra += more.extra;
    all.mismatched += more.mismatched;
    all.repeated_keys += more.repeated_keys;
    for (all, more) in all.columns.iter_mut().zip(&more.columns) {
        all.differences += more.differences;
        all.tolerated += more.tolerated;
    }
    all.settled.stable += more.settled.stable;
    all.settled.transient += more.settled.transient;
    all.settled.vanished += more.settled.vanished;
    all.settled.unchecked += more.settled.unchecked;
    // Ranges of keys of a few rows say nothing of all.
    all.ranges.clear();
}
