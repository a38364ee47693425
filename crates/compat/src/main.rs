//! Says what breaks between two versions of a schema or an interface, for whom, and what to do about it.

mod accept;
mod alike;
mod arguments;
mod check;
mod config;
mod explain;
mod format;
mod history;
mod kind;
mod registries;
mod rules;

use std::process::ExitCode;

/// Comparing makes and drops many small values.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli_common::run(arguments::dispatch)
}
