//! From the command line to the exit code.

use std::process::ExitCode;

use clap::Parser;

use crate::{Exit, Failure};

/// Parses the command line, runs `command` and turns what comes out into an exit code.
///
/// Bad usage ends with [`Exit::CouldNotTell`], not with clap's 2, which means "different" here; help and version with
/// [`Exit::Done`].
pub fn run<C: Parser>(command: impl FnOnce(C) -> Result<Exit, Failure>) -> ExitCode {
    let arguments = match C::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let exit = if error.use_stderr() { Exit::CouldNotTell } else { Exit::Done };
            // A terminal that went away is nobody to tell.
            let _ = error.print();
            return exit.into();
        }
    };
    match command(arguments) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("{failure}");
            Exit::CouldNotTell.into()
        }
    }
}
