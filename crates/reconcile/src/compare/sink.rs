//! Takes the differences of a comparison: some for the output, all for a file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::str::FromStr as _;

use cli_common::{Failure, Output};
use database::EngineUrl;
use render::reconciliation::DifferencesCsv;
use validation::check::LoadGuard;
use validation::wire::{DiffHeader, DiffWriter};
use validation::{Comparison, Difference, Error, ErrorKind, Observer, Progress, Result};

use super::arguments::{Arguments, Format};
use super::diff_file::DiffFile;
use crate::address::Address;
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
}

/// What was taken.
pub(super) struct Found {
    /// The first differences, up to the limit.
    pub(super) differences: Vec<Difference>,
}

/// Where CSV goes while it comes in: there may be more of it than memory holds.
fn opened(output: &Output) -> Result<Box<dyn Write>, Failure> {
    let Some(path) = output.output.as_ref().filter(|_| !output.to_stdout()) else {
        return Ok(Box::new(std::io::stdout().lock()));
    };
    let file =
        File::create(path).map_err(|error| Failure::new(format!("{}: cannot be written: {error}", path.display())))?;
    Ok(Box::new(BufWriter::new(file)))
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
                let stdout: Box<dyn Write> = Box::new(std::io::stdout().lock());
                Some(DiffWriter::new(stdout, header).map_err(|it| failure::of(&it))?)
            }
            _ => None,
        };
        let csv = match arguments.format {
            Format::Csv => {
                Some(DifferencesCsv::new(opened(&arguments.output)?, &header.columns).map_err(|it| unwritable(&it))?)
            }
            _ => None,
        };
        let guard = match (&arguments.load_query, arguments.load_at_most, Address::parse(&arguments.source)?) {
            (Some(query), Some(bound), Address::Table { url, .. }) => {
                let url = EngineUrl::from_str(&url).map_err(|it| Failure::new(it.to_string()))?;
                Some(LoadGuard::new(url, query, bound))
            }
            (Some(_), _, Address::File(_)) => {
                return Err(Failure::new("--load-query asks the source, which is a file"));
            }
            _ => None,
        };
        let (limit, left) = (arguments.kept(), arguments.streamed());
        Ok(Self { bar, interrupt, guard, limit, left, kept: Vec::new(), lines, csv, files })
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
        Ok(Found { differences: self.kept })
    }
}

impl Sink<'_> {
    fn show(&mut self, difference: &Difference) -> Result<()> {
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
            if self.lines.is_none() && self.csv.is_none() && self.kept.len() >= self.limit {
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
            return Err(Error::new(
                ErrorKind::Interrupted,
                "interrupted: start it again with the same --checkpoint to go on",
            ));
        }
        match &mut self.guard {
            Some(guard) => guard.must_wait(),
            None => Ok(false),
        }
    }
}
