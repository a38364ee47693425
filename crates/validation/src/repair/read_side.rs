//! The side that is read, looked at again before it is followed: differences grow old.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::Direction;
use super::step::Step;
use crate::canonical::encode::{encode, encode_key};
use crate::canonical::known_as;
use crate::hash::key_of;
use crate::{Difference, Equality, Form, KeyRange, Result, Row, Side, forms};
use database::Value;

/// Steps whose rows are looked at together where the side is a file, which is read from its beginning each time.
const STEPS_OF_FILE: usize = 50_000;

/// The side that a repair reads from: whether it still holds what a difference says.
pub struct ReadSide {
    side: Box<dyn Side>,
    forms: Vec<Form>,
}

impl ReadSide {
    /// The side that is read, whose values are told apart as they were when it was compared with the side that is written.
    pub fn new(mut side: Box<dyn Side>, written: &dyn Side, equality: Equality) -> Self {
        let names: Vec<_> = side.selection().fields.iter().map(|it| it.name.clone()).collect();
        let (forms, _) = forms(side.info(), written.info(), &names, equality);
        side.compared_as(&forms);
        Self { side, forms }
    }

    /// For each difference whether this side is no longer as it says.
    ///
    /// # Errors
    /// What reading it gives.
    fn stale(&mut self, differences: &[&Difference], direction: Direction) -> Result<Vec<bool>> {
        // The snapshot ends with the reading, so that nothing of this side is held while the other one is written.
        self.side.refresh()?;
        let found = if self.side.selection().key.is_empty() {
            self.count_rows(differences, direction)
        } else {
            self.look_up(differences, direction)
        };
        self.side.refresh()?;
        found
    }

    fn look_up(&mut self, differences: &[&Difference], direction: Direction) -> Result<Vec<bool>> {
        let key = self.side.selection().key.clone();
        let kinds: Vec<_> = key.iter().filter_map(|place| self.side.info().kinds.get(*place)).collect();
        let known = |it: &&Difference| it.key.iter().zip(&kinds).map(|(value, kind)| known_as(value, kind)).collect();
        let mut keys: Vec<Row> = differences.iter().filter_map(known).collect();
        keys.sort_by(|one, other| crate::compare_keys(one, other));
        keys.dedup();
        let mut rows: HashMap<Vec<u8>, Vec<Vec<u8>>> = HashMap::new();
        let forms = &self.forms;
        self.side.rows_by_key(&keys, &mut |row: &[Value]| {
            rows.entry(key_bytes(&key_of(row, &key), &key, forms)).or_default().push(row_bytes(row, forms));
            Ok(ControlFlow::Continue(()))
        })?;
        let none = Vec::new();
        let is_stale = |difference: &&Difference| {
            let read = Read::of(difference, direction);
            let there = rows.get(&key_bytes(&difference.key, &key, forms)).unwrap_or(&none);
            let wanted = read.row.map(|row| row_bytes(row, forms));
            let copies = there.iter().filter(|it| Some(*it) == wanted.as_ref()).count() as u64;
            copies != read.copies || read.of_key != there.len() as u64
        };
        Ok(differences.iter().map(is_stale).collect())
    }

    /// Rows without a key are counted among all.
    fn count_rows(&mut self, differences: &[&Difference], direction: Direction) -> Result<Vec<bool>> {
        let forms = &self.forms;
        let rows: Vec<_> = differences.iter().map(|it| row_bytes(whole_row(it, direction), forms)).collect();
        let mut counts: HashMap<&[u8], u64> = rows.iter().map(|it| (it.as_slice(), 0)).collect();
        self.side.rows(&KeyRange::default(), &mut |row: &[Value]| {
            if let Some(count) = counts.get_mut(row_bytes(row, forms).as_slice()) {
                *count += 1;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let is_stale = |(difference, row): (&&Difference, &Vec<u8>)| {
            counts.get(row.as_slice()) != Some(&Read::of(difference, direction).copies)
        };
        Ok(differences.iter().zip(&rows).map(is_stale).collect())
    }
}

/// What a difference says of the side that is read.
struct Read<'a> {
    row: Option<&'a Row>,
    copies: u64,
    of_key: u64,
}

impl<'a> Read<'a> {
    fn of(difference: &'a Difference, direction: Direction) -> Self {
        let (row, copies, of_key) = match direction {
            Direction::SourceToTarget => {
                (&difference.source, difference.in_source, difference.of_key.map(|(source, _)| source))
            }
            Direction::TargetToSource => {
                (&difference.target, difference.in_target, difference.of_key.map(|(_, target)| target))
            }
        };
        Self { row: row.as_ref(), copies, of_key: of_key.unwrap_or(copies) }
    }
}

/// The row of a difference of a table without a key: of the side that is read where that one has it.
fn whole_row(difference: &Difference, direction: Direction) -> &Row {
    let (read, written) = match direction {
        Direction::SourceToTarget => (&difference.source, &difference.target),
        Direction::TargetToSource => (&difference.target, &difference.source),
    };
    read.as_ref().or(written.as_ref()).unwrap_or(&difference.key)
}

fn key_bytes(values: &[Value], places: &[usize], forms: &[Form]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (value, place) in values.iter().zip(places) {
        encode_key(value, forms.get(*place).unwrap_or(&Form::AsIs), &mut bytes);
    }
    bytes
}

fn row_bytes(row: &[Value], forms: &[Form]) -> Vec<u8> {
    let mut bytes = Vec::new();
    row.iter().zip(forms).for_each(|(value, form)| encode(value, form, &mut bytes));
    bytes
}

/// The sides that are read, one for each table of a plan; none where it cannot be reached.
#[derive(Default)]
pub(super) struct ReadSides {
    pub(super) sides: Vec<Option<ReadSide>>,
    pub(super) direction: Direction,
}

impl ReadSides {
    /// How many steps are best looked at together, where so many are written in a transaction.
    pub(super) fn at_once(&self, batch: usize) -> usize {
        let is_file = |it: &ReadSide| !it.side.info().is_live;
        if self.sides.iter().flatten().any(is_file) {
            batch.max(STEPS_OF_FILE - STEPS_OF_FILE % batch.max(1))
        } else {
            batch
        }
    }

    /// What a script has to say of them.
    pub(super) fn said(&self) -> &'static str {
        if self.sides.iter().all(Option::is_some) {
            "The side that is read was looked at when this was written; a script cannot do so when it runs: run it soon, or apply the repair"
        } else {
            "The side that is read was not looked at, nor can a script do so when it runs: what changed there since the comparison is lost"
        }
    }

    /// For each step whether the side that is read is no longer as its difference says.
    pub(super) fn stale<'s>(&mut self, steps: impl Iterator<Item = &'s Step>) -> Result<Vec<bool>> {
        let steps: Vec<_> = steps.collect();
        let mut stale = vec![false; steps.len()];
        for (table, side) in self.sides.iter_mut().enumerate() {
            let Some(side) = side else { continue };
            let (places, differences): (Vec<_>, Vec<&Difference>) = steps
                .iter()
                .enumerate()
                .filter(|(_, it)| it.table == table)
                .map(|(place, step)| (place, step.mends.as_ref()))
                .unzip();
            if places.is_empty() {
                continue;
            }
            for (place, is_stale) in places.into_iter().zip(side.stale(&differences, self.direction)?) {
                if let Some(it) = stale.get_mut(place) {
                    *it = is_stale;
                }
            }
        }
        Ok(stale)
    }

    /// Cheaply: that no file has been written since its rows were looked at.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Io`] where one has.
    pub(super) fn are_unchanged(&mut self) -> Result<()> {
        self.sides.iter().flatten().try_for_each(|it| it.side.is_unchanged())
    }
}
