//! Makes, shows, proves and takes back migration plans.

mod arguments;
mod artefact_folder;
mod artefacts;
mod calibrate;
mod checklist;
mod comms;
mod counted;
mod diagnostics;
mod gate;
mod make;
mod page;
mod patterns;
mod plan_file;
mod progress;
mod prove;
mod record;
mod refusals;
mod risk;
mod rollback;
mod schedule;
mod show;
mod sides;
mod spec;
mod specified;
mod statements;
mod status;
mod waiting;
mod way_back;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli_common::run(arguments::dispatch)
}
