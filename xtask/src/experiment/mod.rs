//! `experiment`: what the documents claim of measured time, measured.

mod backfill;
mod cases;

use anyhow::Result;

/// Options of `experiment`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    experiment: Experiment,
}

#[derive(clap::Subcommand)]
enum Experiment {
    /// `plan calibrate`, then the real backfill of a million rows, on tables of differing shapes and under load: how often
    /// the real time lies within P5 to P95 of the plan's estimate.
    Backfill(backfill::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.experiment {
        Experiment::Backfill(arguments) => backfill::run(arguments),
    }
}
