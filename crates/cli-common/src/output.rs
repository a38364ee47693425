//! Where the output goes.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, IsTerminal as _, StdoutLock, Write};
use std::path::PathBuf;

use clap::Args;

use crate::{ColourChoice, Failure};

/// Where the output goes.
#[derive(Debug, Clone, Default, Args)]
pub struct Output {
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Colours: on a terminal, always or never
    #[arg(long, alias = "color", value_enum, value_name = "WHEN", default_value = "auto")]
    pub colour: ColourChoice,
}

impl Output {
    /// Whether what is written gets colours.
    pub fn coloured(&self) -> bool {
        self.to_stdout() && self.colour.stdout() || self.colour == ColourChoice::Always
    }

    /// Whether it goes to standard output (`-` says so too).
    pub fn to_stdout(&self) -> bool {
        self.output.as_ref().is_none_or(|path| path.as_os_str() == "-")
    }

    /// Columns that there are for it: those of the terminal that it goes to, else 100.
    pub fn width(&self) -> usize {
        const USUAL: usize = 100;
        if !self.to_stdout() || !std::io::stdout().is_terminal() {
            return USUAL;
        }
        terminal_size::terminal_size().map_or(USUAL, |(width, _)| usize::from(width.0))
    }

    /// Takes what is written piece by piece, which may be more than memory holds. A reader of standard output that went away is no failure.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn writer(&self) -> Result<Box<dyn Write>, Failure> {
        Ok(match &self.output {
            Some(path) if !self.to_stdout() => {
                let file = File::create(path)
                    .map_err(|error| Failure::new(format!("{}: cannot be written: {error}", path.display())))?;
                Box::new(BufWriter::new(file))
            }
            _ => Box::new(BufWriter::new(Standard(std::io::stdout().lock()))),
        })
    }

    /// Writes `text`. A reader of standard output that went away is no failure.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, text: &str) -> Result<(), Failure> {
        match &self.output {
            Some(path) if !self.to_stdout() => std::fs::write(path, text)
                .map_err(|error| Failure::new(format!("{}: cannot be written: {error}", path.display()))),
            _ => print(text),
        }
    }
}

/// Standard output; a reader that went away takes the rest for written.
struct Standard(StdoutLock<'static>);

impl Write for Standard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(bytes.len()),
            other => other,
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}
