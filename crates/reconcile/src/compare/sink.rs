//! Takes the differences of a comparison: some for the output, all for a file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::str::FromStr as _;

use cli_common::Failure;
use database::EngineUrl;
use render::reconciliation::DifferencesCsv;
use validation::check::LoadGuard;
use validation::repair;
use validation::wire::{DiffHeader, DiffWriter};
use validation::{Comparison, Difference, Error, ErrorKind, Observer, Progress, Result};

use super::arguments::{Arguments, Format};
use super::diff_file::DiffFile;
use crate::address::Address;
use crate::checks_file::waiting;
use crate::failure;
use crate::interrupt::Interrupt;
use crate::progress::Bar;

/// Takes the differences of a comparison.
pub(super) struct Sink<'a> {
    bar: &'a Bar,
    interrupt: &'a Interrupt,
    guard: Option<LoadGuard>,
    limit: usize,
    /// Lines of CSV that may still be written.
    left: u64,
    kept: Vec<Difference>,
    /// The lines on standard output.
    lines: Option<DiffWriter<Box<dyn Write>>>,
    csv: Option<DifferencesCsv<Box<dyn Write>>>,
    files: Vec<DiffFile>,
    /// What a script is made from: in a file without a name, which is gone with the program.
    spool: Option<DiffWriter<BufWriter<File>>>,
}

/// What was taken.
pub(super) struct Found {
    /// The first differences, up to the limit.
    pub(super) differences: Vec<Difference>,
    /// All of them, where a script is made from them.
    pub(super) all: Option<repair::DiffFile>,
}

fn unwritten(error: &std::io::Error) -> String {
    format!("the differences cannot be written: {error}")
}

fn unwritable(error: &std::io::Error) -> Failure {
    Failure::new(unwritten(error))
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        arguments: &Arguments,
        header: &DiffHeader,
        bar: &'a Bar,
        interrupt: &'a Interrupt,
    ) -> Result<Self, Failure> {
        let is_lines = arguments.format == Format::Jsonl;
        let output = arguments.output.output.as_ref().filter(|_| is_lines && !arguments.output.to_stdout());
        let files: Vec<DiffFile> = output
            .into_iter()
            .chain(&arguments.diff)
            .map(|path| DiffFile::open(path, header))
            .collect::<Result<_, _>>()?;
        let shows_all = matches!(arguments.format, Format::Jsonl | Format::Csv | Format::Sql);
        if arguments.checkpoint.is_some() && shows_all && files.is_empty() {
            return Err(Failure::new(
                "with --checkpoint, this format needs a file that keeps what was found before an interruption",
            )
            .help("add --diff FILE"));
        }
        let lines = match output {
            None if is_lines => {
                let stdout = arguments.output.writer()?;
                Some(DiffWriter::new(stdout, header).map_err(|it| failure::of(&it))?)
            }
            _ => None,
        };
        let csv = match arguments.format {
            Format::Csv => {
                Some(DifferencesCsv::new(arguments.output.writer()?, &header.columns).map_err(|it| unwritable(&it))?)
            }
            _ => None,
        };
        let spool = match arguments.format {
            Format::Sql => {
                let file = tempfile::tempfile().map_err(|it| unwritable(&it))?;
                Some(DiffWriter::new(BufWriter::new(file), header).map_err(|it| failure::of(&it))?)
            }
            _ => None,
        };
        let guard = match (&arguments.load_query, arguments.load_at_most, Address::parse(&arguments.source)?) {
            (Some(query), Some(bound), Address::Table { url, .. }) => {
                let url = EngineUrl::from_str(&url).map_err(|it| Failure::new(it.to_string()))?;
                let url = url.interrupted_by(interrupt.of_engines());
                Some(LoadGuard::new(url, query, bound).telling(Box::new(waiting)))
            }
            (Some(_), _, Address::File(_)) => {
                return Err(Failure::new("--load-query asks the source, which is a file"));
            }
            _ => None,
        };
        let (limit, left) = (arguments.kept(), arguments.streamed());
        Ok(Self { bar, interrupt, guard, limit, left, kept: Vec::new(), lines, csv, files, spool })
    }

    pub(super) fn finish(self, comparison: &Comparison) -> Result<Found, Failure> {
        for file in self.files {
            file.finish(comparison).map_err(|it| failure::of(&it))?;
        }
        if let Some(lines) = self.lines {
            lines.finish(comparison).map_err(|it| failure::of(&it))?;
        }
        if let Some(csv) = self.csv {
            csv.finish().map_err(|it| unwritable(&it))?;
        }
        let all = self.spool.map(|it| read_back(it, comparison)).transpose()?;
        Ok(Found { differences: self.kept, all })
    }
}

/// What was written, to be read.
fn read_back(spool: DiffWriter<BufWriter<File>>, comparison: &Comparison) -> Result<repair::DiffFile, Failure> {
    let written = spool.finish(comparison).map_err(|it| failure::of(&it))?;
    let file = written.into_inner().map_err(|it| unwritable(it.error()))?;
    repair::DiffFile::of(file, "the differences").map_err(|it| failure::of(&it))
}

impl Sink<'_> {
    fn show(&mut self, difference: &Difference) -> Result<()> {
        if let Some(spool) = &mut self.spool {
            spool.write(difference)?;
        }
        if let Some(lines) = &mut self.lines {
            lines.write(difference)?;
        }
        if let Some(csv) = self.csv.as_mut().filter(|_| self.left > 0) {
            self.left -= 1;
            csv.write(difference).map_err(|it| Error::new(ErrorKind::Io, unwritten(&it)))?;
        }
        if self.kept.len() < self.limit {
            self.kept.push(difference.clone());
        }
        Ok(())
    }
}

impl Observer for Sink<'_> {
    fn progress(&mut self, progress: &Progress) {
        self.bar.rows(progress);
    }

    fn difference(&mut self, difference: &Difference) -> Result<()> {
        for file in &mut self.files {
            file.write(difference)?;
        }
        self.show(difference)
    }

    fn resumes(&mut self, told: u64) -> Result<()> {
        for file in &mut self.files {
            file.resume(told)?;
        }
        // What was found before is shown too, where a file has kept it.
        let Some(file) = self.files.first() else { return Ok(()) };
        for difference in file.read(told)? {
            self.show(&difference?)?;
            if self.lines.is_none() && self.csv.is_none() && self.spool.is_none() && self.kept.len() >= self.limit {
                break;
            }
        }
        Ok(())
    }

    fn checkpoint(&mut self, _: u64) -> Result<()> {
        self.files.iter_mut().try_for_each(DiffFile::keep)
    }

    fn must_wait(&mut self) -> Result<bool> {
        if self.interrupt.asked() {
            return Err(Error::new(ErrorKind::Interrupted, "interrupted"));
        }
        match &mut self.guard {
            Some(guard) => guard.must_wait(),
            None => Ok(false),
        }
    }
}
