//! `compat history`.

use std::path::PathBuf;

use api_compat::{Direction, Kind, ProtobufLevel, Sources, compare_sources};
use clap::{Args, ValueEnum};
use cli_common::input::Input;
use cli_common::{Exit, Failure, Output};
use findings::{Date, Diagnostic, Severity};
use render::findings::{History, Pair, history_human, history_json, history_markdown};

use crate::check::interface::{failed, operations};
use crate::config::Config;

/// Holds each version against all that came before it.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The versions, the oldest first: files, folders or REV:path
    #[arg(value_name = "VERSION", num_args = 2.., required = true)]
    versions: Vec<String>,
    /// What they are, where they do not tell: openapi, json-schema, graphql, protobuf, avro or asyncapi
    #[arg(long)]
    kind: Option<Kind>,
    /// Which side must go on working with the other: `backward` (old clients and data, new system), `forward` or `full`
    #[arg(long)]
    direction: Option<Direction>,
    /// At which level Protobuf has to stay compatible: `file`, `package`, `wire-json` or `wire`
    #[arg(long, value_name = "LEVEL")]
    level: Option<ProtobufLevel>,
    /// A folder with what lies on other hosts, as HOST/PATH; without it references to them are refused
    #[arg(long, value_name = "FOLDER")]
    mirror: Option<PathBuf>,
    /// The operations of all clients of a GraphQL schema, a folder or a file: what none of them uses does not break, and
    /// one that fails is shown
    #[arg(long, value_name = "FOLDER")]
    queries: Option<String>,
    /// What the project has decided; by default the nearest compat.toml from the working directory upwards
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Which day it is, such as 2026-03-31: for accepted findings that run out, and for sunsets
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Count pairs below this level as compatible (exit code 0): `breaking`, `potentially_breaking`, `additive` or
    /// `non_breaking`
    #[arg(long, value_name = "LEVEL", default_value = "potentially_breaking")]
    fail_on: Severity,
    /// How to show it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table of versions by versions, and what was lost
    Human,
    /// For other programs; the schema is in docs/schemas
    Json,
    /// For a comment or a page
    Markdown,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let config = Config::find(arguments.config.as_deref())?;
    let mut options = config.options();
    options.kind = arguments.kind;
    options.today = arguments.today;
    options.direction = arguments.direction.unwrap_or(options.direction);
    options.protobuf_level = arguments.level.unwrap_or(options.protobuf_level);
    if let Some(queries) = &arguments.queries {
        options = options.with_queries(operations(queries)?);
    }
    let mut sources: Vec<Sources> = Vec::with_capacity(arguments.versions.len());
    for argument in &arguments.versions {
        sources.push(read(argument, arguments)?);
    }
    let mut pairs = Vec::new();
    for (after, new) in sources.iter().enumerate() {
        for (before, old) in sources.iter().enumerate().take(after) {
            let report = compare_sources(old, new, &options).map_err(|error| failed(old.name(), new.name(), &error))?;
            pairs.push(Pair { before, after, report });
        }
    }
    keep_what_holds_for_all(&mut pairs);
    let direction = options.direction.as_str().to_owned();
    let history = History { versions: arguments.versions.clone(), direction, fail_on: arguments.fail_on, pairs };
    let text = match arguments.format {
        Format::Human => history_human(&history, arguments.output.coloured()),
        Format::Json => history_json(&history),
        Format::Markdown => history_markdown(&history),
    };
    arguments.output.write(&text)?;
    if history.could_not_tell() {
        return Ok(Exit::CouldNotTell);
    }
    Ok(Exit::of_verdict(history.verdict(), arguments.fail_on))
}

fn read(argument: &str, arguments: &Arguments) -> Result<Sources, Failure> {
    let input = Input::find(argument)?;
    if arguments.kind.is_none() && !input.is_interface() {
        return Err(Failure::new(format!("{argument}: this does not look like an interface"))
            .help("say what the versions are with --kind; schemas of databases are compared by `compat check`"));
    }
    input.into_interface()?.sources(arguments.kind, arguments.mirror.as_deref())
}

/// What was accepted or left out need not be found between each two versions, but between some.
fn keep_what_holds_for_all(pairs: &mut [Pair]) {
    let is_unused = |it: &Diagnostic| it.code.ends_with("-unused");
    let everywhere: Vec<Diagnostic> = pairs.first().map_or_else(Vec::new, |first| {
        let unused = first.report.diagnostics.iter().filter(|it| is_unused(it));
        let in_all = |it: &&Diagnostic| {
            pairs.iter().all(|pair| pair.report.diagnostics.iter().any(|other| other.message == it.message))
        };
        unused.filter(in_all).cloned().collect()
    });
    for (at, pair) in pairs.iter_mut().enumerate() {
        pair.report.diagnostics.retain(|it| !is_unused(it) || (at == 0 && everywhere.contains(it)));
    }
}
