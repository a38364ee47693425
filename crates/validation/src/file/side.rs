//! A file as a side, whatever its format.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use database::{Table, Value, ValueKind};

use super::scan::Scan;
use crate::hash::{KeySet, Partition, key_of};
use crate::{
    Buckets, Checksum, Error, ErrorKind, Form, HashMethod, KeyRange, Result, Row, RowDigest, Selection, Side, SideInfo,
};

/// A file that is compared. Its rows come in the order of the file; buckets go by the hash of the key, so that nothing is
/// sorted and memory does not grow with the file.
pub struct FileSide {
    info: SideInfo,
    selection: Selection,
    scan: Box<dyn Scan>,
    /// How the fields are compared, as far as that has been said.
    forms: Vec<Form>,
}

impl FileSide {
    pub(super) fn new(
        table: Table,
        label: String,
        format: &str,
        kinds: Vec<ValueKind>,
        selection: Selection,
        scan: Box<dyn Scan>,
    ) -> Self {
        let info = SideInfo {
            label,
            engine: None,
            version: format.to_owned(),
            kinds,
            types: Vec::new(),
            sorted: false,
            native: None,
            pushes_down: false,
            estimated_rows: scan.stated_rows(),
            is_live: false,
            table: Some(table),
        };
        let forms = vec![Form::Text; selection.fields.len()];
        Self { info, selection, scan, forms }
    }

    /// Remembers how the fields are compared: keys are looked up in the same way.
    fn learn(&mut self, method: &HashMethod) {
        if let HashMethod::Canonical(forms) | HashMethod::Local(forms) = method {
            self.compared_as(forms);
        }
    }

    /// Reads all rows in the order of the file.
    fn each(&self, each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()> {
        let mut stopped = false;
        for part in 0..self.scan.parts() {
            self.scan.scan(part, &mut |row| {
                let flow = each(row)?;
                stopped = flow.is_break();
                Ok(flow)
            })?;
            if stopped {
                break;
            }
        }
        self.scan.is_unchanged()
    }

    /// Reads all parts, several at a time, each with a state of its own.
    fn in_parallel<T: Send>(
        &self,
        begin: impl Fn() -> Result<T> + Sync,
        read: impl Fn(&mut T, usize) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::new());
        let work = || -> Result<()> {
            let mut state = begin()?;
            loop {
                let part = next.fetch_add(1, Ordering::Relaxed);
                if part >= self.scan.parts() {
                    break;
                }
                read(&mut state, part)?;
            }
            done.lock().unwrap_or_else(PoisonError::into_inner).push(state);
            Ok(())
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(self.scan.parts()).max(1);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|it| {
                it.join().unwrap_or_else(|_| {
                    Err(Error::new(ErrorKind::Malformed, "a reader of the file ended unexpectedly"))
                })
            })
        })?;
        self.scan.is_unchanged()?;
        Ok(done.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Side for FileSide {
    fn info(&self) -> &SideInfo {
        &self.info
    }

    fn selection(&self) -> &Selection {
        &self.selection
    }

    fn count(&mut self) -> Result<u64> {
        if let Some(rows) = self.scan.stated_rows() {
            return Ok(rows);
        }
        let count = |rows: &mut u64, part: usize| {
            self.scan.scan(part, &mut |_| {
                *rows += 1;
                Ok(ControlFlow::Continue(()))
            })
        };
        Ok(self.in_parallel(|| Ok(0), count)?.into_iter().sum())
    }

    fn quantiles(&mut self, _: usize) -> Result<Vec<Row>> {
        let message = format!("{}: a file is not sorted by its key: compare by buckets of its hash", self.info.label);
        Err(Error::new(ErrorKind::Usage, message))
    }

    fn checksums(&mut self, method: &HashMethod, buckets: &Buckets) -> Result<Vec<Checksum>> {
        self.learn(method);
        let key = &self.selection.key;
        let begin = || Ok((Partition::new(method, buckets, key)?, vec![Checksum::default(); buckets.len()]));
        let read = |(partition, sums): &mut (Partition<'_>, Vec<Checksum>), part: usize| match buckets {
            Buckets::Ranges { .. } => self.scan.scan(part, &mut |row| {
                partition.add(row, sums);
                Ok(ControlFlow::Continue(()))
            }),
            _ => self.scan.encode(part, &self.forms, &mut |row| partition.add_encoded(row, sums)),
        };
        let parts = self.in_parallel(begin, read)?;
        let mut all = vec![Checksum::default(); buckets.len()];
        for (_, sums) in parts {
            all.iter_mut().zip(sums).for_each(|(all, sum)| *all += sum);
        }
        Ok(all)
    }

    fn digests(
        &mut self,
        method: &HashMethod,
        buckets: &Buckets,
        wanted: &[usize],
        each: &mut dyn FnMut(&[Value], RowDigest) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.learn(method);
        let mut partition = Partition::new(method, buckets, &self.selection.key)?;
        let wanted: HashSet<usize> = wanted.iter().copied().collect();
        self.each(&mut |row| {
            if partition.bucket(row).is_some_and(|it| wanted.contains(&it)) {
                let digest = partition.digest(row);
                return each(&key_of(row, &self.selection.key), digest);
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    fn rows(&mut self, range: &KeyRange, each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()> {
        let all = range.from.is_none() && range.to.is_none();
        self.each(&mut |row| {
            if all || range.holds(&key_of(row, &self.selection.key)) {
                each(row)
            } else {
                Ok(ControlFlow::Continue(()))
            }
        })
    }

    fn rows_by_key(&mut self, keys: &[Row], each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()> {
        let mut wanted = KeySet::new(keys, &self.selection.key, &self.forms)?;
        self.each(&mut |row| if wanted.holds(row) { each(row) } else { Ok(ControlFlow::Continue(())) })
    }

    fn refresh(&mut self) -> Result<()> {
        Ok(())
    }

    fn is_unchanged(&self) -> Result<()> {
        self.scan.is_unchanged()
    }

    fn compared_as(&mut self, forms: &[Form]) {
        if self.forms != forms {
            self.forms = forms.to_vec();
            self.scan.compared_as(forms);
        }
    }
}
