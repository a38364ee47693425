//! The command line.

use clap::{Parser, Subcommand};
use cli_common::{Exit, Failure, Output, Shell};

use crate::{compare, repair, run, watch};

/// Prove that a target holds what its source holds, and mend it where it does not.
///
/// Exit codes: 0 equal or within the thresholds, 1 unsettled, 2 different, 3 could not tell.
#[derive(Debug, Parser)]
#[command(name = "reconcile", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare two tables or files row by row
    Compare(Box<compare::Arguments>),
    /// Run the checks of a migration, as a gate
    Run(run::Arguments),
    /// Run the checks again and again while both sides are written to, until they pass
    Watch(watch::Arguments),
    /// Mend what a comparison found, or write the SQL that would
    Repair(repair::Arguments),
    /// Print a completion script
    #[command(hide = true)]
    Completions {
        /// For which shell
        shell: Shell,
    },
    /// Print the man page
    #[command(hide = true)]
    Man,
}

pub(crate) fn dispatch(arguments: Arguments) -> Result<Exit, Failure> {
    match arguments.command {
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Run(arguments) => run::run(&arguments),
        Command::Watch(arguments) => watch::run(&arguments),
        Command::Repair(arguments) => repair::run(&arguments),
        Command::Completions { shell } => print(&cli_common::completions::<Arguments>(shell)),
        Command::Man => print(&cli_common::man_page::<Arguments>()),
    }
}

fn print(text: &str) -> Result<Exit, Failure> {
    Output::default().write(text)?;
    Ok(Exit::Done)
}
