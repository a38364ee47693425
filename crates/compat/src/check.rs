//! `compat check`.

use clap::Args;
use cli_common::{Exit, Failure, Output, input};
use database::{EngineUrl, ScratchServer, elaborate};
use findings::Severity;
use schema_diff::Dialect;
use schema_diff::diff::Rename;
use schema_diff::read::Reading;

use crate::confirm::confirm;
use crate::format::Format;

/// Compares two schemas.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The schema of the running version: a file, a folder, `-`, REV:path, postgres://… or sqlite:PATH
    #[arg(value_name = "OLD")]
    before: String,
    /// The schema of the new version
    #[arg(value_name = "NEW")]
    after: String,
    /// Whose SQL it is, where the inputs do not tell: postgres or sqlite
    #[arg(long)]
    dialect: Option<Dialect>,
    /// What was renamed, such as users=people or users.email=users.mail; repeat for more
    #[arg(long = "rename", value_name = "OLD=NEW")]
    renames: Vec<Rename>,
    /// Confirm witnesses on scratch databases of this server, and let its own form of both schemas decide
    #[arg(long, value_name = "URL")]
    engine: Option<EngineUrl>,
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
    let before = input::Input::find(&arguments.before)?;
    let after = input::Input::find(&arguments.after)?;
    let dialect = input::dialect(arguments.dialect, &before, &after)?;
    let (mut before, mut after) = input::read_both(&before, &after, dialect)?;
    let server = server(dialect, arguments.engine.as_ref())?;
    if let Some(server) = server.as_ref().filter(|_| arguments.engine.is_some()) {
        decide_by_engine(server, &mut before, &arguments.before)?;
        decide_by_engine(server, &mut after, &arguments.after)?;
    }
    let renames = renames(arguments, &before, &after);
    let mut report = schema_diff::rules::report(&before, &after, &renames)
        .map_err(|error| Failure::new(error.to_string()).help("see --rename, and `renamed from` in the new schema"))?;
    if let Some(server) = &server {
        confirm(server, &before, &after, &renames, &mut report)?;
    }
    let registry = schema_diff::rules::registry();
    arguments.output.write(&arguments.format.show(&report, &registry, arguments.output.coloured()))?;
    if report.could_not_tell() {
        return Ok(Exit::CouldNotTell);
    }
    Ok(Exit::of_verdict(report.verdict, arguments.fail_on))
}

/// What the command line states, then what comments of the new schema state.
fn renames(arguments: &Arguments, before: &Reading, after: &Reading) -> Vec<Rename> {
    let mut renames = arguments.renames.clone();
    renames.extend(Rename::stated(before, after).into_iter().filter(|it| !arguments.renames.contains(it)));
    renames
}

/// Where witnesses can be tried: SQLite is always at hand.
fn server(dialect: Dialect, engine: Option<&EngineUrl>) -> Result<Option<ScratchServer>, Failure> {
    if let Some(url) = engine.filter(|url| url.dialect() != dialect) {
        return Err(Failure::new(format!("the schemas are written for {dialect}, but {url} is {}", url.dialect()))
            .help("give a server of their dialect with --engine; SQLite needs none"));
    }
    let server = match (dialect, engine) {
        (Dialect::Sqlite, _) => {
            ScratchServer::sqlite().map_err(|error| input::engine::failure("the embedded SQLite", &error))?
        }
        (_, Some(url)) => {
            ScratchServer::postgres(url).map_err(|error| input::engine::failure(&url.to_string(), &error))?
        }
        (_, None) => return Ok(None),
    };
    Ok(Some(server))
}

/// Takes over the catalogue that the engine makes of the schema; positions stay those of the text.
fn decide_by_engine(server: &ScratchServer, reading: &mut Reading, name: &str) -> Result<(), Failure> {
    let elaborated = elaborate(server, &reading.statement_texts()).map_err(|error| {
        Failure::new(format!("{name}: the engine refuses it: {error}"))
            .help("the schema must load on an empty database; correct the statement named")
    })?;
    reading.catalogue = elaborated.catalogue;
    Ok(())
}
