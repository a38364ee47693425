//! `plan prove`.

use clap::Args;
use cli_common::{Exit, Failure};

/// Proves a plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_arguments: &Arguments) -> Result<Exit, Failure> {
    Err(Failure::new("not there yet"))
}
