//! Proves that a target holds what its source holds, and mends it where it does not.

mod address;
mod arguments;
mod checks_file;
mod compare;
mod failure;
mod format;
mod interrupt;
mod progress;
mod repair;
mod run;
mod watch;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli_common::run(arguments::dispatch)
}
