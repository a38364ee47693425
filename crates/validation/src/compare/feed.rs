//! Rows of a side, read by a thread of its own some way ahead.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use database::Value;

use crate::canonical::compare_keys;
use crate::hash::key_of;
use crate::{Error, ErrorKind, KeyRange, Result, Row, Side};

/// Batches that wait at most.
const AHEAD: usize = 4;

/// The rows of a side in the order of the key.
pub(super) struct Feed {
    batches: Receiver<Result<Vec<Row>>>,
    current: std::vec::IntoIter<Row>,
    next: Option<Row>,
    last: Option<Row>,
    ended: bool,
    key: Vec<usize>,
    label: String,
    /// Rows that were taken.
    pub(super) taken: u64,
}

/// Where a thread puts rows.
pub(super) struct Sink {
    batches: SyncSender<Result<Vec<Row>>>,
    /// Rows that travel together.
    size: usize,
}

/// Both ends.
pub(super) fn feed(key: &[usize], label: &str, batch: usize) -> (Sink, Feed) {
    let (sender, batches) = sync_channel(AHEAD);
    let current = Vec::new().into_iter();
    let (key, label) = (key.to_vec(), label.to_owned());
    (
        Sink { batches: sender, size: batch },
        Feed { batches, current, next: None, last: None, ended: false, key, label, taken: 0 },
    )
}

impl Sink {
    /// Reads a range of keys, which `bounds` cut into parts, and ends. A failure travels with the rows, so that what it cut off is not taken for the end.
    pub(super) fn fill(self, side: &mut dyn Side, range: &KeyRange, bounds: &[Row]) {
        let mut batch = Vec::with_capacity(self.size);
        let mut push = |row: &[Value]| {
            batch.push(row.to_vec());
            let full = batch.len() >= self.size;
            if full && self.batches.send(Ok(std::mem::replace(&mut batch, Vec::with_capacity(self.size)))).is_err() {
                return Ok(ControlFlow::Break(()));
            }
            Ok(ControlFlow::Continue(()))
        };
        let end = side.rows_between(range, bounds, &mut push);
        // Nobody listens any more where the comparison has ended before.
        let _ = self.batches.send(end.map(|()| batch));
        let _ = self.batches.send(Ok(Vec::new()));
    }
}

impl Feed {
    /// All rows with the next key: none at the end.
    pub(super) fn group(&mut self, most: usize) -> Result<Option<(Row, Vec<Row>)>> {
        let Some(first) = self.take()? else { return Ok(None) };
        let key = key_of(&first, &self.key);
        if let Some(last) = &self.last
            && compare_keys(last, &key).is_gt()
        {
            return Err(Error::new(
                ErrorKind::Shape,
                format!(
                    "{} does not give its rows in the order of the key's bytes: compare with the strategy `buckets`, which needs no order",
                    self.label
                ),
            ));
        }
        let mut rows = vec![first];
        while let Some(row) = self.take()? {
            if compare_keys(&key_of(&row, &self.key), &key).is_ne() {
                self.next = Some(row);
                break;
            }
            rows.push(row);
            if rows.len() > most {
                return Err(Error::new(
                    ErrorKind::Shape,
                    format!(
                        "{} has more than {most} rows with one key: name a key that tells them apart, or compare without one",
                        self.label
                    ),
                ));
            }
        }
        self.last = Some(key.clone());
        Ok(Some((key, rows)))
    }

    fn take(&mut self) -> Result<Option<Row>> {
        if let Some(row) = self.next.take() {
            return Ok(Some(row));
        }
        while !self.ended {
            if let Some(row) = self.current.next() {
                self.taken += 1;
                return Ok(Some(row));
            }
            match self.batches.recv() {
                Ok(batch) => {
                    let batch = batch?;
                    if batch.is_empty() {
                        self.ended = true;
                        return Ok(None);
                    }
                    self.current = batch.into_iter();
                }
                Err(_) => {
                    return Err(Error::new(ErrorKind::Unreachable, format!("{} was lost on the way", self.label)));
                }
            }
        }
        Ok(None)
    }
}
