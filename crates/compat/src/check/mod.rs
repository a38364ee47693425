//! `compat check`.

mod confirm;
mod database;
pub(crate) mod interface;

use std::path::PathBuf;

use ::database::EngineUrl;
use api_compat::{Direction, ProtobufLevel};
use clap::Args;
use cli_common::input::Input;
use cli_common::{Exit, Failure, Output};
use findings::{Date, Severity};
use schema_diff::Dialect;
use schema_diff::diff::Rename;

use crate::config::Config;
use crate::format::Format;
use crate::kind::Kind;

/// Compares two versions.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The running version: a file, a folder, `-`, REV:path, postgres://… or sqlite:PATH
    #[arg(value_name = "OLD")]
    before: String,
    /// The new version
    #[arg(value_name = "NEW")]
    after: String,
    /// What it is, where the inputs do not tell: openapi, json-schema, graphql, protobuf, avro, asyncapi, postgres or
    /// sqlite
    #[arg(long)]
    kind: Option<Kind>,
    /// Whose SQL it is: postgres or sqlite; the same as --kind
    #[arg(long, conflicts_with = "kind")]
    dialect: Option<Dialect>,
    /// Which side must go on working with the other: `backward` (old clients, new system), `forward` or `full`
    #[arg(long, help_heading = "Interfaces")]
    direction: Option<Direction>,
    /// At which level Protobuf has to stay compatible: `file` (generated code, types stay in their files), `package`,
    /// `wire-json` or `wire`
    #[arg(long, value_name = "LEVEL", help_heading = "Interfaces")]
    level: Option<ProtobufLevel>,
    /// Check that the version which the new document claims is high enough for what has changed
    #[arg(long, help_heading = "Interfaces")]
    declared_version: bool,
    /// A folder with what lies on other hosts, as HOST/PATH; without it references to them are refused
    #[arg(long, value_name = "FOLDER", help_heading = "Interfaces")]
    mirror: Option<PathBuf>,
    /// The operations of all clients of a GraphQL schema, a folder or a file: what none of them uses does not break, and
    /// one that fails is shown
    #[arg(long, value_name = "FOLDER", help_heading = "Interfaces")]
    queries: Option<String>,
    /// Look for messages that contradict the verdict, so many for each place in which schemas differ: each works on its
    /// own side and is held against the other
    #[arg(long, value_name = "N", help_heading = "Interfaces")]
    challenge: Option<usize>,
    /// The same seed makes the same messages
    #[arg(long, value_name = "N", default_value_t = 0, requires = "challenge", help_heading = "Interfaces")]
    seed: u64,
    /// What was renamed, such as users=people or users.email=users.mail; repeat for more
    #[arg(long = "rename", value_name = "OLD=NEW", help_heading = "Databases")]
    renames: Vec<Rename>,
    /// Confirm witnesses on scratch databases of this server, and let its own form of both schemas decide
    #[arg(long, value_name = "URL", help_heading = "Databases")]
    engine: Option<EngineUrl>,
    /// What the project has decided: levels, accepted findings, policies; by default the nearest compat.toml from the
    /// working directory upwards
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Which day it is, such as 2026-03-31: for accepted findings that run out, and for sunsets
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Count what lies below this level as compatible (exit code 0): `breaking`, `potentially_breaking`, `additive`
    /// or `non_breaking`
    #[arg(long, value_name = "LEVEL", default_value = "potentially_breaking")]
    fail_on: Severity,
    /// How to show the report
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let config = Config::find(arguments.config.as_deref())?;
    let before = Input::find(&arguments.before)?;
    let after = Input::find(&arguments.after)?;
    let (report, registry) = match subject(arguments, &before, &after)? {
        Subject::Interface(kind) => {
            let (before, after) = (before.into_interface()?, after.into_interface()?);
            let report = interface::report(arguments, kind, &config, &before, &after)?;
            (report, api_compat::rules::registry())
        }
        Subject::Database(dialect) => {
            let report = database::report(arguments, dialect, &before, &after)?;
            (config.apply(report, arguments.today), schema_diff::rules::registry())
        }
    };
    arguments.output.write(&arguments.format.show(&report, &registry, arguments.output.coloured()))?;
    if report.could_not_tell() {
        return Ok(Exit::CouldNotTell);
    }
    if report.findings.iter().any(|finding| finding.rule == api_compat::DECLARED_VERSION) {
        return Ok(Exit::Different);
    }
    Ok(Exit::of_verdict(report.verdict, arguments.fail_on))
}

/// What is compared, as far as it is known before it is read.
enum Subject {
    Interface(Option<api_compat::Kind>),
    Database(Option<Dialect>),
}

/// What the arguments state, or else what both inputs look like.
fn subject(arguments: &Arguments, before: &Input, after: &Input) -> Result<Subject, Failure> {
    match arguments.kind {
        Some(Kind::Interface(kind)) => return Ok(Subject::Interface(Some(kind))),
        Some(Kind::Database(dialect)) => return Ok(Subject::Database(Some(dialect))),
        None if arguments.dialect.is_some() || arguments.engine.is_some() => {
            return Ok(Subject::Database(arguments.dialect));
        }
        None => {}
    }
    match (before.is_interface(), after.is_interface()) {
        (true, true) => Ok(Subject::Interface(None)),
        (false, false) => Ok(Subject::Database(None)),
        (old, _) => {
            let (interface, other) = if old { (before, after) } else { (after, before) };
            let message =
                format!("{} looks like the document of an interface, {} does not", interface.name(), other.name());
            Err(Failure::new(message).help("say what both are with --kind"))
        }
    }
}
