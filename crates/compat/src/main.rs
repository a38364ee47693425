//! Says what breaks between two schemas, for whom, and what to do about it.

mod arguments;
mod check;
mod confirm;
mod explain;
mod format;
mod rules;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli_common::run(arguments::dispatch)
}
