//! Takes the differences of a comparison: some for the output, all for a file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::str::FromStr as _;

use cli_common::{Failure, Output};
use database::EngineUrl;
use validation::check::LoadGuard;
use validation::wire::{DiffHeader, DiffWriter};
use validation::{Comparison, Difference, Error, ErrorKind, Observer, Progress, Result};

use super::arguments::{Arguments, Format};
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
    kept: Vec<Difference>,
    lines: Option<DiffWriter<Box<dyn Write>>>,
    file: Option<DiffWriter<BufWriter<File>>>,
}

/// What was taken.
pub(crate) struct Found {
    /// The first differences, up to the limit.
    pub(crate) differences: Vec<Difference>,
}

/// Where lines go while they come in: there may be more than memory holds.
fn output(output: &Output) -> Result<Box<dyn Write>, Failure> {
    let Some(path) = output.output.as_ref().filter(|_| !output.to_stdout()) else {
        return Ok(Box::new(std::io::stdout().lock()));
    };
    let file =
        File::create(path).map_err(|error| Failure::new(format!("{}: cannot be written: {error}", path.display())))?;
    Ok(Box::new(BufWriter::new(file)))
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        arguments: &Arguments,
        header: &DiffHeader,
        bar: &'a Bar,
        interrupt: &'a Interrupt,
    ) -> Result<Self, Failure> {
        let file = match &arguments.diff {
            None => None,
            Some(path) => {
                let file = File::create(path)
                    .map_err(|error| Failure::new(format!("{}: cannot be written: {error}", path.display())))?;
                Some(DiffWriter::new(BufWriter::new(file), header).map_err(|it| failure::of(&it))?)
            }
        };
        let lines = match arguments.format {
            Format::Jsonl => Some(DiffWriter::new(output(&arguments.output)?, header).map_err(|it| failure::of(&it))?),
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
        Ok(Self { bar, interrupt, guard, limit: arguments.limit(), kept: Vec::new(), lines, file })
    }

    pub(super) fn finish(self, comparison: &Comparison) -> Result<Found, Failure> {
        if let Some(file) = self.file {
            file.finish(comparison).map_err(|it| failure::of(&it))?;
        }
        if let Some(lines) = self.lines {
            lines.finish(comparison).map_err(|it| failure::of(&it))?;
        }
        Ok(Found { differences: self.kept })
    }
}

impl Observer for Sink<'_> {
    fn progress(&mut self, progress: &Progress) {
        self.bar.rows(progress);
    }

    fn difference(&mut self, difference: &Difference) -> Result<()> {
        if let Some(file) = &mut self.file {
            file.write(difference)?;
        }
        if let Some(lines) = &mut self.lines {
            lines.write(difference)?;
        }
        if self.kept.len() < self.limit {
            self.kept.push(difference.clone());
        }
        Ok(())
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
