//! The command line.

use clap::{Parser, Subcommand};
use cli_common::{Exit, Failure, Output, Shell};

use crate::{
    artefacts, calibrate, checklist, comms, gate, make, patterns, prove, record, risk, rollback, schedule, show, status,
};

/// Plan a schema change in phases during which the applications keep working, with the way back from every phase.
///
/// Exit codes: 0 done, 1 not settled, 2 a proof failed, 3 could not tell.
#[derive(Debug, Parser)]
#[command(name = "plan", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a plan from two schemas
    Make(make::Arguments),
    /// List the patterns, or compare those that fit a specification and recommend one
    Patterns(patterns::Arguments),
    /// Show a plan: for people, as a runbook, as a script, as JSON
    Show(show::Arguments),
    /// Show the way back from a phase
    Rollback(rollback::Arguments),
    /// Write what people are told: executives, engineers, the business, customers
    Comms(comms::Arguments),
    /// List what is ticked off before, during and after
    Checklist(checklist::Arguments),
    /// Say where a plan stands: done, running, next, when it ends, what deviates
    Status(status::Arguments),
    /// Ask whether the gates of a plan are met, and its approvals given: checks, queries, metrics, the record
    Gate(gate::Arguments),
    /// Record what happens to a plan: beginnings, ends, approvals, gates, positions, troubles
    Record(record::Arguments),
    /// Say when each step runs and by when everything is done, as quantiles
    Schedule(schedule::Arguments),
    /// Say what can go wrong, how bad that is, and what the plan does about it
    Risk(risk::Arguments),
    /// Write what a plan is carried out with: flags, proxies, rules, scripts, forward and back
    Artefacts(artefacts::Arguments),
    /// Run a plan and every way back on a scratch database with rows
    Prove(prove::Arguments),
    /// Measure how fast an engine is, for the durations of plans
    Calibrate(calibrate::Arguments),
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
        Command::Make(arguments) => make::run(&arguments),
        Command::Patterns(arguments) => patterns::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::Rollback(arguments) => rollback::run(&arguments),
        Command::Comms(arguments) => comms::run(&arguments),
        Command::Checklist(arguments) => checklist::run(&arguments),
        Command::Status(arguments) => status::run(&arguments),
        Command::Gate(arguments) => gate::run(&arguments),
        Command::Record(arguments) => record::run(&arguments),
        Command::Schedule(arguments) => schedule::run(&arguments),
        Command::Risk(arguments) => risk::run(&arguments),
        Command::Artefacts(arguments) => artefacts::run(&arguments),
        Command::Prove(arguments) => prove::run(&arguments),
        Command::Calibrate(arguments) => calibrate::run(&arguments),
        Command::Completions { shell } => print(&cli_common::completions::<Arguments>(shell)),
        Command::Man => print(&cli_common::man_page::<Arguments>()),
    }
}

fn print(text: &str) -> Result<Exit, Failure> {
    Output::default().write(text)?;
    Ok(Exit::Done)
}
