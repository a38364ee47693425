//! `compat rules`.

use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use render::findings::{rules_human, rules_json};

/// Lists the rules.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// How to show them
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A line each
    Human,
    /// For other programs
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let registry = schema_diff::rules::registry();
    let text = match arguments.format {
        Format::Human => rules_human(&registry),
        Format::Json => rules_json(&registry),
    };
    arguments.output.write(&text)?;
    Ok(Exit::Done)
}
