//! The command line.

use clap::{Parser, Subcommand};
use cli_common::{Exit, Failure, Output, Shell};
use render::findings::Tool;

use crate::{accept, check, explain, history, rules};

/// What this program calls itself in reports.
pub(crate) const TOOL: Tool<'static> = Tool { name: "compat", version: env!("CARGO_PKG_VERSION") };

/// Say what breaks between two versions of a schema or an interface, for whom, and what to do about it.
///
/// Exit codes: 0 compatible, 1 potentially breaking, 2 breaking, 3 could not tell.
#[derive(Debug, Parser)]
#[command(name = "compat", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare two versions and judge what differs
    Check(check::Arguments),
    /// Hold each version of an interface against all that came before it, and say where compatibility was lost
    History(history::Arguments),
    /// Print the entries of compat.toml that accept the findings of a report
    Accept(accept::Arguments),
    /// Explain a rule, with examples
    Explain(explain::Arguments),
    /// List all rules
    Rules(rules::Arguments),
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
        Command::Check(arguments) => check::run(&arguments),
        Command::History(arguments) => history::run(&arguments),
        Command::Accept(arguments) => accept::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Completions { shell } => print(&cli_common::completions::<Arguments>(shell)),
        Command::Man => print(&cli_common::man_page::<Arguments>()),
    }
}

fn print(text: &str) -> Result<Exit, Failure> {
    Output::default().write(text)?;
    Ok(Exit::Done)
}
