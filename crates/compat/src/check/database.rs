//! Two schemas of a database.

use cli_common::{Failure, input};
use database::{EngineUrl, ScratchServer, elaborate};
use findings::Report;
use schema_diff::Dialect;
use schema_diff::diff::Rename;
use schema_diff::read::Reading;

use super::Arguments;
use super::confirm::confirm;

/// Compares two schemas in `dialect`, where it is stated.
pub(super) fn report(
    arguments: &Arguments,
    dialect: Option<Dialect>,
    old: &input::Input,
    new: &input::Input,
) -> Result<Report, Failure> {
    let dialect = input::dialect(dialect, old, new)?;
    let (mut before, mut after) = input::read_both(old, new, dialect)?;
    let server = server(dialect, arguments.engine.as_ref())?;
    if let Some(server) = server.as_ref().filter(|_| arguments.engine.is_some()) {
        decide_by_engine(server, &mut before, old.name())?;
        decide_by_engine(server, &mut after, new.name())?;
    }
    let renames = renames(arguments, &before, &after);
    let mut report = schema_diff::rules::report(&before, &after, &renames)
        .map_err(|error| Failure::new(error.to_string()).help("see --rename, and `renamed from` in the new schema"))?;
    if let Some(server) = &server {
        confirm(server, &before, &after, &renames, &mut report)?;
    }
    Ok(report.between(old.name(), new.name()))
}

/// What the command line states, then what comments of the new schema state.
fn renames(arguments: &Arguments, before: &Reading, after: &Reading) -> Vec<Rename> {
    let mut renames = arguments.renames.clone();
    renames.extend(Rename::stated(before, after).into_iter().filter(|it| !arguments.renames.contains(it)));
    renames
}

/// Where witnesses can be tried: SQLite is always at hand.
fn server(dialect: Dialect, engine: Option<&EngineUrl>) -> Result<Option<ScratchServer>, Failure> {
    if let Some(url) = engine.filter(|url| url.dialect() != Some(dialect)) {
        return Err(Failure::new(format!("the schemas are written for {dialect}, but {url} is {}", url.kind()))
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
