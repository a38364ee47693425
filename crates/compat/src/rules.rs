//! `compat rules`.

use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use render::findings::{rules_human, rules_json};

use crate::kind::Kind;
use crate::registries;

/// Lists the rules.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only those of this kind: openapi, json-schema, postgres or sqlite
    #[arg(long)]
    kind: Option<Kind>,
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
    let kind = arguments.kind.map(Kind::as_str);
    let rules = || registries::rules().filter(|rule| kind.is_none_or(|kind| rule.kinds.contains(&kind)));
    let text = match arguments.format {
        Format::Human => rules_human(rules),
        Format::Json => rules_json(rules()),
    };
    arguments.output.write(&text)?;
    Ok(Exit::Done)
}
