//! Differences that wait to be read again: in memory, and in a file of their own where they are too many.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use database::Value;

use crate::wire::{DiffLine, difference_of, line_of};
use crate::{Difference, Error, ErrorKind, Result, Row};

/// Differences in the order in which they were put in.
pub(super) struct Spool {
    memory: Vec<Difference>,
    bytes: u64,
    most: u64,
    file: Option<Overflow>,
    count: u64,
}

/// The file that holds what memory does not; it is gone with this.
struct Overflow {
    path: PathBuf,
    to: BufWriter<File>,
}

impl Drop for Overflow {
    fn drop(&mut self) {
        // Nothing else can be done about a file that cannot be removed.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Spool {
    /// Keeps so many bytes in memory.
    pub(super) fn new(most: u64) -> Self {
        Self { memory: Vec::new(), bytes: 0, most, file: None, count: 0 }
    }

    pub(super) fn len(&self) -> u64 {
        self.count
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn push(&mut self, difference: Difference) -> Result<()> {
        self.count += 1;
        if self.bytes < self.most {
            self.bytes += size(&difference);
            self.memory.push(difference);
            return Ok(());
        }
        let overflow = match &mut self.file {
            Some(overflow) => overflow,
            none => none.insert(Overflow::new()?),
        };
        let line = serde_json::to_string(&line_of(&difference, usize::to_string)).map_err(|it| io(&it))?;
        writeln!(overflow.to, "{line}").map_err(|it| io(&it))
    }

    /// Takes all out, at most so many at a time.
    pub(super) fn drain(mut self, at_once: usize, each: &mut dyn FnMut(Vec<Difference>) -> Result<()>) -> Result<()> {
        let mut kept = std::mem::take(&mut self.memory).into_iter();
        loop {
            let chunk: Vec<Difference> = kept.by_ref().take(at_once).collect();
            if chunk.is_empty() {
                break;
            }
            each(chunk)?;
        }
        let Some(overflow) = &mut self.file else { return Ok(()) };
        overflow.to.flush().map_err(|it| io(&it))?;
        let mut lines = BufReader::new(File::open(&overflow.path).map_err(|it| io(&it))?).lines();
        loop {
            let read = |line: std::io::Result<String>| -> Result<Difference> {
                let line: DiffLine = serde_json::from_str(&line.map_err(|it| io(&it))?).map_err(|it| io(&it))?;
                difference_of(&line, |it| it.parse().ok())
            };
            let chunk: Vec<Difference> = lines.by_ref().take(at_once).map(read).collect::<Result<_>>()?;
            if chunk.is_empty() {
                return Ok(());
            }
            each(chunk)?;
        }
    }
}

impl Overflow {
    fn new() -> Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("reconcile-{}-{number}.jsonl", std::process::id());
        let path = std::env::temp_dir().join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // It holds rows: nobody else may read it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|it| io(&format!("{}: {it}", path.display())))?;
        Ok(Self { path, to: BufWriter::new(file) })
    }
}

fn io(what: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Io, format!("differences that wait to be read again cannot be kept in a file: {what}"))
}

/// Bytes that a difference takes, about.
fn size(difference: &Difference) -> u64 {
    fn of(value: &Value) -> usize {
        48 + match value {
            Value::Text(it) | Value::Json(it) | Value::Other(it) => it.len(),
            Value::Bytes(it) => it.len(),
            Value::Decimal(it) => it.as_str().len(),
            Value::Array(it) => it.iter().map(of).sum(),
            _ => 0,
        }
    }
    let row = |row: &Row| row.iter().map(of).sum::<usize>();
    let rows = difference.source.iter().chain(&difference.target).chain([&difference.key]);
    200 + rows.map(row).sum::<usize>() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DifferenceKind, Settling};

    #[test]
    fn what_does_not_fit_waits_in_a_file_that_is_gone_afterwards() {
        let difference = |id: i128| Difference {
            key: vec![Value::Integer(id)],
            kind: DifferenceKind::Mismatched,
            source: Some(vec![Value::Integer(id), Value::Bytes(vec![0, 255])]),
            target: Some(vec![Value::Integer(id), Value::Null]),
            columns: vec![1],
            in_source: 1,
            in_target: 1,
            of_key: None,
            settling: Settling::Unchecked,
        };
        let all: Vec<Difference> = (0..50).map(difference).collect();
        let mut spool = Spool::new(2000);
        for it in &all {
            spool.push(it.clone()).expect("a file");
        }
        let path = spool.file.as_ref().map(|it| it.path.clone()).expect("more than fits");
        assert!(path.exists() && spool.memory.len() < 20);
        let mut read = Vec::new();
        let keep = &mut |chunk: Vec<Difference>| {
            assert!(chunk.len() <= 7);
            read.extend(chunk);
            Ok(())
        };
        spool.drain(7, keep).expect("all of them");
        assert_eq!(read, all);
        assert!(!path.exists());
    }
}
