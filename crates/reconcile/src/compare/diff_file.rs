//! A file of differences that is written while they come in, and gone on with where the comparison was interrupted.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use cli_common::Failure;
use validation::wire::{DiffHeader, DiffReader, DiffWriter};
use validation::{Comparison, Difference, Error, ErrorKind, Result};

/// A file of differences.
pub(super) struct DiffFile {
    path: PathBuf,
    header: DiffHeader,
    file: File,
    /// None until something is written: what the file holds may be gone on with.
    writer: Option<DiffWriter<BufWriter<File>>>,
}

impl DiffFile {
    /// Opens a file to write to it. What it holds stays until the first line is written.
    pub(super) fn open(path: &Path, header: &DiffHeader) -> std::result::Result<Self, Failure> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|error| Failure::new(format!("{}: cannot be written: {error}", path.display())))?;
        Ok(Self { path: path.to_owned(), header: header.clone(), file, writer: None })
    }

    /// Writes a difference.
    pub(super) fn write(&mut self, difference: &Difference) -> Result<()> {
        let outcome = self.writer().and_then(|it| it.write(difference));
        self.named(outcome)
    }

    /// Goes on behind so many differences; what stands behind them is told again and goes.
    pub(super) fn resume(&mut self, told: u64) -> Result<()> {
        let end = self.end_of(told);
        let end = self.named(end)?;
        let outcome = self.file.set_len(end).and_then(|()| self.file.seek(SeekFrom::End(0)));
        let outcome = outcome.and_then(|_| self.file.try_clone());
        let file = self.named(outcome.map_err(|error| Error::new(ErrorKind::Io, error.to_string())))?;
        self.writer = Some(DiffWriter::behind(BufWriter::new(file), &self.header));
        Ok(())
    }

    /// The first differences.
    pub(super) fn read(&self, most: u64) -> Result<impl Iterator<Item = Result<Difference>> + use<>> {
        let file = File::open(&self.path).map_err(|error| Error::new(ErrorKind::Io, error.to_string()));
        let reader = self.named(file.and_then(|file| DiffReader::new(BufReader::new(file))))?;
        Ok(reader.take(usize::try_from(most).unwrap_or(usize::MAX)))
    }

    /// What was written survives a crash from now on.
    pub(super) fn keep(&mut self) -> Result<()> {
        let written = self.writer().and_then(|it| it.get_mut().flush().map_err(|it| unwritable(&it)));
        self.named(written)?;
        // A device keeps nothing and cannot be asked to.
        let is_file = self.file.metadata().is_ok_and(|it| it.is_file());
        let synced = if is_file { self.file.sync_data() } else { Ok(()) };
        self.named(synced.map_err(|it| unwritable(&it)))
    }

    /// Writes the summary.
    pub(super) fn finish(mut self, comparison: &Comparison) -> Result<()> {
        let begun = self.writer().map(|_| ());
        let written = begun.and_then(|()| self.writer.take().map_or(Ok(()), |it| it.finish(comparison).map(|_| ())));
        self.named(written)
    }

    fn writer(&mut self) -> Result<&mut DiffWriter<BufWriter<File>>> {
        let begun = match self.writer.take() {
            Some(writer) => writer,
            None => self.begin()?,
        };
        Ok(self.writer.insert(begun))
    }

    fn begin(&self) -> Result<DiffWriter<BufWriter<File>>> {
        if self.file.metadata().is_ok_and(|it| it.is_file()) {
            self.file.set_len(0).map_err(|it| unwritable(&it))?;
        }
        let file = self.file.try_clone().map_err(|it| unwritable(&it))?;
        DiffWriter::new(BufWriter::new(file), &self.header)
    }

    /// Where the last of so many differences ends.
    fn end_of(&self, told: u64) -> Result<u64> {
        let unlike = || {
            let text = "it does not hold what was found before the interruption: name the file that was written then, or remove the \
                        checkpoint to begin anew";
            Error::new(ErrorKind::Malformed, text)
        };
        let unreadable = |error: std::io::Error| Error::new(ErrorKind::Io, error.to_string());
        let mut lines = BufReader::new(File::open(&self.path).map_err(unreadable)?);
        let header = DiffWriter::new(Vec::new(), &self.header)?;
        let mut line = Vec::new();
        let mut end = 0;
        for number in 0..=told {
            line.clear();
            lines.read_until(b'\n', &mut line).map_err(unreadable)?;
            let is_right =
                if number == 0 { line == *header.get_ref() } else { line.starts_with(b"{\"type\":\"difference\"") };
            if !is_right || !line.ends_with(b"\n") {
                return Err(unlike());
            }
            end += line.len() as u64;
        }
        Ok(end)
    }

    /// Says which file it is about.
    fn named<T>(&self, outcome: Result<T>) -> Result<T> {
        outcome.map_err(|error| error.context(&self.path.display().to_string()))
    }
}

fn unwritable(error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("the differences cannot be written: {error}"))
}
