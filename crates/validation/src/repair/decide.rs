//! What is done about a difference.

use std::cmp::Ordering;
use std::sync::Arc;

use database::{EngineKind, Value};

use super::convert::{as_seen, convert};
use super::shape::Shape;
use super::step::{Action, Cell, Copies, Part, Step};
use super::{Direction, Policy, RepairOptions, value_order};
use crate::side::Row;
use crate::{Difference, DifferenceKind, Settling};

/// Why a difference is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Left {
    /// The row is still being written to.
    StillChanging,
    /// The row is only on the written side, and deleting was not asked for.
    ExtraKept,
    /// Under the policy the written side's values count.
    PolicyKeeps,
    /// Which row is newer cannot be said.
    AgeUnknown,
    /// The columns that differ cannot be written: generated ones, expressions, identities of existing rows.
    NotWritable,
    /// A value does not fit the column without a loss: the column, and why.
    Unfit {
        /// The name of the column.
        column: String,
        /// Why.
        why: String,
    },
    /// The difference holds no row to write or to compare with.
    Incomplete,
}

impl std::fmt::Display for Left {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::StillChanging => f.write_str("the row was still changing when it was compared"),
            Self::ExtraKept => f.write_str("extra rows are kept; deleting them has to be asked for"),
            Self::PolicyKeeps => f.write_str("the policy keeps the values of the written side"),
            Self::AgeUnknown => f.write_str("neither row is newer, or that cannot be said"),
            Self::NotWritable => f.write_str("the columns that differ cannot be written"),
            Self::Unfit { column, why } => write!(f, "column {column}: {why}"),
            Self::Incomplete => f.write_str("the difference does not hold the rows; compare again with all values"),
        }
    }
}

/// A part of the repair; each goes once through the differences of every table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Insert,
    Update,
    /// References among rows that are deleted are cut first, where their order cannot be right.
    Loosen,
    Delete,
}

/// Decides about the differences of one table.
pub(super) struct Decider<'a> {
    pub(super) table: usize,
    pub(super) shape: &'a Shape,
    pub(super) options: &'a RepairOptions,
    pub(super) engine: EngineKind,
}

impl Decider<'_> {
    /// The step of a phase that mends the difference, if it has one in this phase.
    pub(super) fn step(&self, difference: &Difference, phase: Phase) -> Result<Option<Step>, Left> {
        if difference.settling == Settling::Transient {
            return Err(Left::StillChanging);
        }
        let to_target = self.options.direction == Direction::SourceToTarget;
        let (source, target) = (difference.source.as_ref(), difference.target.as_ref());
        let (from, written) = if to_target { (source, target) } else { (target, source) };
        let is_counted = difference.of_key.is_some() || difference.in_source > 1 || difference.in_target > 1;
        if self.shape.key.is_empty() || is_counted {
            return self.of_copies(difference, phase);
        }
        match (from, written) {
            (Some(from), None) => self.insert(difference, from, phase),
            (Some(from), Some(written)) => self.update(difference, from, written, phase),
            (None, Some(written)) => self.delete(difference, written, phase),
            (None, None) => Err(Left::Incomplete),
        }
    }

    fn insert(&self, difference: &Difference, from: &Row, phase: Phase) -> Result<Option<Step>, Left> {
        let all = self.converted(from, |column| self.shape.is_writable(column))?;
        let late = |cell: &Cell| self.shape.loosened.contains(&cell.column) && cell.value != Value::Null;
        let key = self.key(from)?;
        match phase {
            Phase::Insert => {
                let early = |it: &Cell| if late(it) { Cell::new(it.column, Value::Null) } else { it.clone() };
                let written = all.iter().map(early).collect();
                let in_the_end = if all.iter().any(late) {
                    all.into_iter().map(|it| Cell { or_null: late(&it), ..it }).collect()
                } else {
                    Vec::new()
                };
                Ok(Some(Step { key, written, in_the_end, ..self.empty(Action::Insert, difference) }))
            }
            Phase::Update if all.iter().any(late) => {
                let (late, early): (Vec<_>, Vec<_>) = all.into_iter().partition(late);
                let is_key = |cell: &Cell| key.iter().any(|it| it.column == cell.column);
                let nulls = late.iter().map(|it| Cell::new(it.column, Value::Null));
                let seen = early.into_iter().filter(|it| !is_key(it)).chain(nulls).collect();
                let step = self.empty(Action::Update, difference);
                Ok(Some(Step { part: Part::Completes, key, seen, written: late, ..step }))
            }
            _ => Ok(None),
        }
    }

    fn update(&self, difference: &Difference, from: &Row, written: &Row, phase: Phase) -> Result<Option<Step>, Left> {
        if !self.overwrites(from, written)? {
            return Err(Left::PolicyKeeps);
        }
        let differs = |column| difference.columns.iter().any(|it| self.shape.columns.get(*it) == Some(&Some(column)));
        let set = self.converted(from, |column| differs(column) && self.shape.is_updatable(column))?;
        if set.is_empty() {
            return Err(Left::NotWritable);
        }
        if phase != Phase::Update {
            return Ok(None);
        }
        let step = self.empty(Action::Update, difference);
        Ok(Some(Step { key: self.key(written)?, seen: self.seen(written, false)?, written: set, ..step }))
    }

    fn delete(&self, difference: &Difference, written: &Row, phase: Phase) -> Result<Option<Step>, Left> {
        if !self.options.delete_extra {
            return Err(Left::ExtraKept);
        }
        let (key, seen) = (self.key(written)?, self.seen(written, false)?);
        match phase {
            Phase::Loosen => {
                let refers = |it: &&Cell| self.shape.loosened.contains(&it.column) && it.value != Value::Null;
                let cut: Vec<_> = seen.iter().filter(refers).map(|it| Cell::new(it.column, Value::Null)).collect();
                let step = self.empty(Action::Update, difference);
                Ok((!cut.is_empty()).then_some(Step { part: Part::Cuts, key, seen, written: cut, ..step }))
            }
            Phase::Delete => {
                let seen = self.seen(written, true)?;
                Ok(Some(Step { key, seen, ..self.empty(Action::Delete, difference) }))
            }
            _ => Ok(None),
        }
    }

    /// A row that no key tells from others, which is there more or less often than it should be.
    fn of_copies(&self, difference: &Difference, phase: Phase) -> Result<Option<Step>, Left> {
        let of_key = difference.of_key;
        let (row, seen, wanted, of_key) = match self.options.direction {
            Direction::SourceToTarget => {
                (&difference.source, difference.in_target, difference.in_source, of_key.map(|(source, _)| source))
            }
            Direction::TargetToSource => {
                (&difference.target, difference.in_source, difference.in_target, of_key.map(|(_, target)| target))
            }
        };
        let row = row.as_ref().or(difference.source.as_ref()).or(difference.target.as_ref()).unwrap_or(&difference.key);
        let (key, copies) = (self.key(row)?, Some(Copies { seen, wanted, of_key }));
        match wanted.cmp(&seen) {
            Ordering::Greater if phase == Phase::Insert => {
                let written = self.converted(row, |column| self.shape.is_writable(column))?;
                // What the engine computes from the rest is the same, so that it can be compared as well.
                let step = self.empty(Action::Insert, difference);
                Ok(Some(Step { key, seen: written.clone(), written, copies, ..step }))
            }
            Ordering::Less if !self.options.delete_extra => Err(Left::ExtraKept),
            Ordering::Less if phase == Phase::Delete => {
                Ok(Some(Step { key, seen: self.all_seen(row)?, copies, ..self.empty(Action::Delete, difference) }))
            }
            Ordering::Equal => Err(Left::Incomplete),
            _ => Ok(None),
        }
    }

    fn empty(&self, action: Action, difference: &Difference) -> Step {
        Step {
            table: self.table,
            action,
            part: Part::Whole,
            key: Vec::new(),
            seen: Vec::new(),
            written: Vec::new(),
            in_the_end: Vec::new(),
            copies: None,
            mends: Arc::new(difference.clone()),
        }
    }

    /// Whether the policy lets the values read overwrite those of the written side.
    fn overwrites(&self, from: &Row, written: &Row) -> Result<bool, Left> {
        match (&self.options.policy, self.options.direction) {
            (Policy::OnlyMissing, _) => Ok(false),
            (Policy::SourceWins, direction) => Ok(direction == Direction::SourceToTarget),
            (Policy::TargetWins, direction) => Ok(direction == Direction::TargetToSource),
            (Policy::Newest(_), _) => {
                let field = self.shape.newest.ok_or(Left::AgeUnknown)?;
                let ages = from.get(field).zip(written.get(field));
                match ages.and_then(|(from, written)| value_order::compare(from, written)) {
                    Some(Ordering::Greater) => Ok(true),
                    Some(Ordering::Less) => Ok(false),
                    _ => Err(Left::AgeUnknown),
                }
            }
        }
    }

    fn converted(&self, row: &Row, wanted: impl Fn(usize) -> bool) -> Result<Vec<Cell>, Left> {
        let mut cells = Vec::new();
        for (place, value) in self.shape.columns.iter().zip(row) {
            let Some(place) = place.filter(|it| wanted(*it)) else { continue };
            let Some(column) = self.shape.table.columns.get(place) else { continue };
            let value =
                convert(value, column, self.engine).map_err(|why| Left::Unfit { column: column.name.clone(), why })?;
            cells.push(Cell::new(place, value));
        }
        if row.len() < self.shape.columns.len() { Err(Left::Incomplete) } else { Ok(cells) }
    }

    /// The values of a row of the written side, without its key.
    fn seen(&self, row: &Row, after_loosening: bool) -> Result<Vec<Cell>, Left> {
        if row.len() < self.shape.columns.len() {
            return Err(Left::Incomplete);
        }
        let fields = self.shape.columns.iter().zip(row).enumerate();
        let rest = fields.filter(|(field, _)| !self.shape.key.contains(field));
        Ok(rest
            .filter_map(|(_, (place, value))| {
                let column = (*place)?;
                let or_null = after_loosening && *value != Value::Null && self.shape.loosened.contains(&column);
                Some(Cell { column, value: as_seen(value, self.engine), or_null })
            })
            .collect())
    }

    /// All values of a row of the written side.
    fn all_seen(&self, row: &Row) -> Result<Vec<Cell>, Left> {
        if row.len() < self.shape.columns.len() {
            return Err(Left::Incomplete);
        }
        let fields = self.shape.columns.iter().zip(row);
        Ok(fields.filter_map(|(place, value)| Some(Cell::new((*place)?, as_seen(value, self.engine)))).collect())
    }

    fn key(&self, row: &Row) -> Result<Vec<Cell>, Left> {
        let cell = |field: &usize| {
            let place = self.shape.columns.get(*field).copied().flatten().ok_or(Left::Incomplete)?;
            let (value, column) = row.get(*field).zip(self.shape.table.columns.get(place)).ok_or(Left::Incomplete)?;
            let value =
                convert(value, column, self.engine).map_err(|why| Left::Unfit { column: column.name.clone(), why })?;
            Ok(Cell::new(place, value))
        };
        self.shape.key.iter().map(cell).collect()
    }

    /// What sort of write the difference leads to, for the summary.
    pub(super) fn action(&self, difference: &Difference) -> Action {
        let missing = match self.options.direction {
            Direction::SourceToTarget => DifferenceKind::MissingInTarget,
            Direction::TargetToSource => DifferenceKind::ExtraInTarget,
        };
        match difference.kind {
            DifferenceKind::Mismatched => Action::Update,
            kind if kind == missing => Action::Insert,
            _ => Action::Delete,
        }
    }
}
