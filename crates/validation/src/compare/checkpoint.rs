//! Where an interrupted comparison goes on.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::comparison::{Comparison, RangeSummary};
use crate::wire::{DiffHeader, from_json, to_json};
use crate::{Error, ErrorKind, Result, Row};

use super::ledger::Ledger;

/// Where to go on.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Position {
    /// At the beginning.
    Start,
    /// At a key.
    Key(Row),
    /// At a bucket, of so many.
    Bucket { next: usize, of: usize },
}

/// The file that says where an interrupted comparison goes on.
pub(super) struct Checkpoint {
    file: PathBuf,
    header: DiffHeader,
    shared_out_by: String,
    position: Position,
}

/// What the file holds.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    schema_version: String,
    compared: DiffHeader,
    /// What decides where a row lies: positions hold only for the same.
    #[serde(default)]
    shared_out_by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<Vec<Json>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bucket: Option<(usize, usize)>,
    counts: Counts,
    /// Ranges of keys by their ends, with their differences.
    #[serde(default)]
    ranges: Vec<(Option<Vec<Json>>, [u64; 3])>,
}

/// What was counted up to there.
#[derive(Debug, Serialize, Deserialize)]
struct Counts {
    source_rows: u64,
    target_rows: u64,
    missing: u64,
    extra: u64,
    mismatched: u64,
    stable: u64,
    transient: u64,
    vanished: u64,
    unchecked: u64,
    repeated_keys: u64,
    told: u64,
    /// Differences and tolerated values of each column.
    columns: Vec<(u64, u64)>,
}

impl Checkpoint {
    /// Reads the file where there is one, and takes over what was counted. Rows are shared out by the order of the key or by a hash, which
    /// `shared_out_by` names.
    pub(super) fn open(
        file: PathBuf,
        header: DiffHeader,
        shared_out_by: String,
        ledger: &mut Ledger<'_>,
    ) -> Result<Self> {
        // Told now rather than after the first hour.
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
        if folder.is_some_and(|it| !it.is_dir()) {
            return Err(Error::new(ErrorKind::Io, format!("{}: there is no such folder", file.display())));
        }
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self { file, header, shared_out_by, position: Position::Start });
            }
            Err(error) => return Err(Error::new(ErrorKind::Io, format!("{}: {error}", file.display()))),
        };
        let malformed = |what: String| Error::new(ErrorKind::Malformed, format!("{}: {what}", file.display()));
        let stored: Stored = serde_json::from_str(&text).map_err(|it| malformed(it.to_string()))?;
        if stored.compared != header || stored.counts.columns.len() != ledger.comparison.columns.len() {
            return Err(malformed(
                "this is where another comparison was interrupted: name another file, or remove this one to begin anew"
                    .into(),
            ));
        }
        if stored.shared_out_by != shared_out_by {
            return Err(malformed(
                "the rows are read in another way now (a key, a type or a version has changed): remove this file to begin anew".into(),
            ));
        }
        let position = match (stored.key, stored.bucket) {
            (Some(key), None) => Position::Key(key.iter().map(from_json).collect::<Result<_>>()?),
            (None, Some((next, of))) if of > 0 => Position::Bucket { next, of },
            _ => return Err(malformed("it does not say where to go on".into())),
        };
        stored.counts.give(&mut ledger.comparison);
        ledger.comparison.ranges = read_ranges(&stored.ranges)?;
        ledger.told = stored.counts.told;
        ledger.observer.resumes(stored.counts.told)?;
        Ok(Self { file, header, shared_out_by, position })
    }

    pub(super) fn position(&self) -> &Position {
        &self.position
    }

    /// Everything before `position` is done and told.
    pub(super) fn save(&mut self, position: Position, ledger: &mut Ledger<'_>) -> Result<()> {
        ledger.observer.checkpoint(ledger.told)?;
        let stored = Stored {
            schema_version: crate::wire::SCHEMA_VERSION.to_owned(),
            compared: self.header.clone(),
            shared_out_by: self.shared_out_by.clone(),
            key: match &position {
                Position::Key(key) => Some(key.iter().map(to_json).collect()),
                _ => None,
            },
            bucket: match &position {
                Position::Bucket { next, of } => Some((*next, *of)),
                _ => None,
            },
            counts: Counts::of(&ledger.comparison, ledger.told),
            ranges: ledger.comparison.ranges.iter().map(stored_range).collect(),
        };
        self.position = position;
        let text = serde_json::to_string_pretty(&stored).map_err(|it| self.io(&it))?;
        // A crash leaves either the old file or the new one.
        let mut new = self.file.clone().into_os_string();
        new.push(".new");
        std::fs::write(&new, text).and_then(|()| std::fs::rename(&new, &self.file)).map_err(|it| self.io(&it))
    }

    /// All is done.
    pub(super) fn remove(&mut self) -> Result<()> {
        match std::fs::remove_file(&self.file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(self.io(&error)),
            _ => Ok(()),
        }
    }

    fn io(&self, what: &dyn std::fmt::Display) -> Error {
        Error::new(ErrorKind::Io, format!("{}: {what}", self.file.display()))
    }
}

fn stored_range(range: &RangeSummary) -> (Option<Vec<Json>>, [u64; 3]) {
    (range.to.as_ref().map(|key| key.iter().map(to_json).collect()), range.differences)
}

/// Each range begins where the one before ends.
fn read_ranges(stored: &[(Option<Vec<Json>>, [u64; 3])]) -> Result<Vec<RangeSummary>> {
    let mut from: Option<Row> = None;
    let mut ranges = Vec::new();
    for (to, differences) in stored {
        let to: Option<Row> = to.as_ref().map(|key| key.iter().map(from_json).collect::<Result<_>>()).transpose()?;
        ranges.push(RangeSummary { from: std::mem::replace(&mut from, to.clone()), to, differences: *differences });
    }
    Ok(ranges)
}

impl Counts {
    fn of(it: &Comparison, told: u64) -> Self {
        Self {
            source_rows: it.source.rows,
            target_rows: it.target.rows,
            missing: it.missing,
            extra: it.extra,
            mismatched: it.mismatched,
            stable: it.settled.stable,
            transient: it.settled.transient,
            vanished: it.settled.vanished,
            unchecked: it.settled.unchecked,
            repeated_keys: it.repeated_keys,
            told,
            columns: it.columns.iter().map(|it| (it.differences, it.tolerated)).collect(),
        }
    }

    fn give(&self, to: &mut Comparison) {
        (to.source.rows, to.target.rows) = (self.source_rows, self.target_rows);
        (to.missing, to.extra, to.mismatched) = (self.missing, self.extra, self.mismatched);
        (to.settled.stable, to.settled.transient) = (self.stable, self.transient);
        (to.settled.vanished, to.settled.unchecked) = (self.vanished, self.unchecked);
        to.repeated_keys = self.repeated_keys;
        for (column, counts) in to.columns.iter_mut().zip(&self.columns) {
            (column.differences, column.tolerated) = *counts;
        }
    }
}
