//! What is different between the rows that have one key.

use std::collections::BTreeMap;

use crate::canonical::encode::{encode, encode_key};
use crate::canonical::same;
use crate::hash::key_of;
use crate::tolerance::tolerated;
use crate::{Difference, DifferenceKind, Error, ErrorKind, Form, Result, Row, Settling, Tolerance};

/// Compares rows value by value.
pub(super) struct Judge {
    pub(super) names: Vec<String>,
    pub(super) key: Vec<usize>,
    pub(super) forms: Vec<Form>,
    tolerances: Vec<Vec<Tolerance>>,
    unique_key: bool,
}

/// What was found in the rows of one key.
#[derive(Default)]
pub(super) struct Found {
    pub(super) differences: Vec<Difference>,
    /// The columns that differ by no more than their tolerance.
    pub(super) tolerated: Vec<usize>,
    /// Whether a side has more than one row with this key.
    pub(super) is_repeated: bool,
}

impl Judge {
    pub(super) fn new(
        names: Vec<String>,
        key: Vec<usize>,
        forms: Vec<Form>,
        tolerances: &[Tolerance],
        unique_key: bool,
    ) -> Result<Self> {
        for tolerance in tolerances {
            let Some(place) = names.iter().position(|name| *name == tolerance.column) else {
                let text = format!("there is a tolerance for `{}`, which is not compared", tolerance.column);
                return Err(Error::new(ErrorKind::Usage, text));
            };
            if key.is_empty() || key.contains(&place) {
                let text = format!("`{}` cannot have a tolerance: rows are told apart by it", tolerance.column);
                return Err(Error::new(ErrorKind::Usage, text));
            }
        }
        let of = |name: &String| tolerances.iter().filter(|it| it.column == *name).cloned().collect();
        let tolerances = names.iter().map(of).collect();
        Ok(Self { names, key, forms, tolerances, unique_key })
    }

    pub(super) fn key_names(&self) -> Vec<String> {
        self.key.iter().filter_map(|place| self.names.get(*place).cloned()).collect()
    }

    /// The bytes by which keys are told apart: by value, as their order does.
    pub(super) fn key_bytes(&self, key: &[database::Value]) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.append_key_bytes(key, &mut bytes);
        bytes
    }

    /// Appends the bytes by which keys are told apart.
    pub(super) fn append_key_bytes(&self, key: &[database::Value], into: &mut Vec<u8>) {
        for (value, place) in key.iter().zip(&self.key) {
            encode_key(value, self.forms.get(*place).unwrap_or(&Form::AsIs), into);
        }
    }

    /// The bytes by which whole rows are told apart.
    pub(super) fn row_bytes(&self, row: &[database::Value]) -> Vec<u8> {
        let mut bytes = Vec::new();
        row.iter().zip(&self.forms).for_each(|(value, form)| encode(value, form, &mut bytes));
        bytes
    }

    /// What is different between the rows that both sides have under one key.
    pub(super) fn rows(&self, key: &Row, mut source: Vec<Row>, mut target: Vec<Row>) -> Result<Found> {
        if source.len() > 1 || target.len() > 1 {
            if self.unique_key {
                return Err(self.not_unique(key, source.len() > 1));
            }
            return Ok(self.multiset(key, source, target));
        }
        let (source, target) = (source.pop(), target.pop());
        let mut found = Found::default();
        let kind = match (&source, &target) {
            (Some(one), Some(other)) => {
                let (columns, tolerated) = self.columns(one, other);
                found.tolerated = tolerated;
                if columns.is_empty() {
                    return Ok(found);
                }
                // As the source writes it, whichever way led here.
                let key = if self.key.is_empty() { key.clone() } else { key_of(one, &self.key) };
                found.differences.push(difference(&key, DifferenceKind::Mismatched, source, target, columns));
                return Ok(found);
            }
            (Some(_), None) => DifferenceKind::MissingInTarget,
            (None, Some(_)) => DifferenceKind::ExtraInTarget,
            (None, None) => return Ok(found),
        };
        found.differences.push(difference(key, kind, source, target, Vec::new()));
        Ok(found)
    }

    /// The columns that differ, and those that differ within their tolerance.
    fn columns(&self, one: &Row, other: &Row) -> (Vec<usize>, Vec<usize>) {
        let (mut differing, mut within) = (Vec::new(), Vec::new());
        for (place, ((one, other), form)) in one.iter().zip(other).zip(&self.forms).enumerate() {
            if same(one, other, form) {
                continue;
            }
            let tolerances = self.tolerances.get(place).map_or(&[][..], Vec::as_slice);
            if tolerated(one, other, tolerances) { within.push(place) } else { differing.push(place) }
        }
        (differing, within)
    }

    /// Rows that share a key, as a multiset.
    pub(super) fn multiset(&self, key: &Row, source: Vec<Row>, target: Vec<Row>) -> Found {
        let mut counts: BTreeMap<Vec<u8>, (u64, u64, Row)> = BTreeMap::new();
        let of_key = (!self.key.is_empty()).then_some((source.len() as u64, target.len() as u64));
        for row in source {
            counts.entry(self.row_bytes(&row)).or_insert((0, 0, row)).0 += 1;
        }
        for row in target {
            counts.entry(self.row_bytes(&row)).or_insert((0, 0, row)).1 += 1;
        }
        let differing = counts.into_values().filter(|(one, other, _)| one != other);
        let counted = |(one, other, row): (u64, u64, Row)| Difference { of_key, ..counted(key, &row, one, other) };
        let differences = differing.map(counted).collect();
        Found { differences, tolerated: Vec::new(), is_repeated: true }
    }

    /// Two rows of a side have one key.
    pub(super) fn not_unique(&self, key: &[database::Value], in_source: bool) -> Error {
        let side = if in_source { "source" } else { "target" };
        Error::new(
            ErrorKind::Shape,
            format!(
                "the key ({}) is not unique: the {side} has more than one row with {}; name a key that tells rows apart, or compare \
                 without one",
                self.key_names().join(", "),
                key.iter().map(crate::wire::plain).collect::<Vec<_>>().join(", ")
            ),
        )
    }
}

/// A row that one side has more often.
pub(super) fn counted(key: &Row, row: &Row, in_source: u64, in_target: u64) -> Difference {
    let kind = if in_source > in_target { DifferenceKind::MissingInTarget } else { DifferenceKind::ExtraInTarget };
    let side = |count: u64| (count > 0).then(|| row.clone());
    let (source, target) = (side(in_source), side(in_target));
    Difference { in_source, in_target, ..difference(key, kind, source, target, Vec::new()) }
}

fn difference(
    key: &Row,
    kind: DifferenceKind,
    source: Option<Row>,
    target: Option<Row>,
    columns: Vec<usize>,
) -> Difference {
    let (in_source, in_target) = (u64::from(source.is_some()), u64::from(target.is_some()));
    let settling = Settling::Unchecked;
    Difference { key: key.clone(), kind, source, target, columns, in_source, in_target, of_key: None, settling }
}
