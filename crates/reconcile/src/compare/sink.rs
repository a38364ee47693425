//! Takes the differences of a comparison: some for the output, all for a file.

use std::fs::File;
use std::io::BufWriter;
use std::str::FromStr as _;

use cli_common::Failure;
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
    lines: Option<DiffWriter<Vec<u8>>>,
    file: Option<DiffWriter<BufWriter<File>>>,
}

/// What was taken.
pub(crate) struct Found {
    /// The first differences, up to the limit.
    pub(crate) differences: Vec<Difference>,
    /// All differences as lines, where they were asked for.
    pub(crate) text: String,
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
            Format::Jsonl => Some(DiffWriter::new(Vec::new(), header).map_err(|it| failure::of(&it))?),
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
        // A script mends all that differs or says nothing.
        let limit = if arguments.format == Format::Sql { usize::MAX } else { arguments.limit };
        Ok(Self { bar, interrupt, guard, limit, kept: Vec::new(), lines, file })
    }

    pub(super) fn finish(self, comparison: &Comparison) -> Result<Found, Failure> {
        if let Some(file) = self.file {
            file.finish(comparison).map_err(|it| failure::of(&it))?;
        }
        let text = match self.lines {
            Some(lines) => lines.finish(comparison).map_err(|it| failure::of(&it))?,
            None => Vec::new(),
        };
        Ok(Found { differences: self.kept, text: String::from_utf8_lossy(&text).into_owned() })
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
        } else if self.kept.len() < self.limit {
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
