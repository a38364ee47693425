//! A live engine as input.

use database::{Engine, EngineUrl, ErrorKind};
use schema_diff::Dialect;
use schema_diff::read::Reading;

use crate::Failure;

/// Reads the catalogue of the database at `url`, without changing it.
pub(super) fn read(url: &EngineUrl, dialect: Dialect) -> Result<Reading, Failure> {
    if url.dialect().is_some_and(|it| it != dialect) {
        return Err(Failure::new(format!("{url} is {}, but the dialect is {dialect}", url.kind())));
    }
    let name = url.to_string();
    let mut engine = Engine::connect(url).map_err(|error| failure(&name, &error))?;
    engine.read_catalogue().map_err(|error| failure(&name, &error))
}

/// What went wrong with the engine called `name`, and what to do.
pub fn failure(name: &str, error: &database::Error) -> Failure {
    let message = error.to_string();
    // Where it could not connect the error names it already.
    let message = if message.contains(name) { message } else { format!("{name}: {message}") };
    let failure = Failure::new(message);
    match error.kind() {
        ErrorKind::Unreachable if name.starts_with("sqlite:") => {
            failure.help("check that the file is there and is an SQLite database")
        }
        ErrorKind::Unreachable => failure.help("check that the engine runs and that host, port and user are right"),
        _ => failure,
    }
}
