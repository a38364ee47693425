//! `compat rules`.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use render::findings::{rules_human, rules_json};
use schema_diff::Dialect;

use crate::kind::Kind;
use crate::registries;

/// Lists the rules.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only those of this kind: openapi, json-schema, graphql, protobuf, avro, asyncapi, postgres, sqlite, or sql for all
    /// databases
    #[arg(long)]
    kind: Option<Kinds>,
    /// How to show them
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// One kind, or all kinds of databases.
#[derive(Debug, Clone)]
struct Kinds(Vec<Kind>);

impl FromStr for Kinds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "sql" {
            return Ok(Self(Dialect::ALL.map(Kind::Database).to_vec()));
        }
        text.parse().map(|kind| Self(vec![kind])).map_err(|error: String| format!("{error}, or sql"))
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A line each
    Human,
    /// For other programs
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let kinds = arguments.kind.as_ref().map(|it| it.0.as_slice());
    let rules = || {
        registries::rules()
            .filter(|rule| kinds.is_none_or(|kinds| kinds.iter().any(|it| rule.kinds.contains(&it.as_str()))))
    };
    let text = match arguments.format {
        Format::Human => rules_human(rules),
        Format::Json => rules_json(rules()),
    };
    arguments.output.write(&text)?;
    Ok(Exit::Done)
}
