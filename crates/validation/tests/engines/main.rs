//! Tables of real engines, compared.

mod checks;
mod connections;
mod hashes;
mod keys;
mod mysql;
mod other_types;
mod sqlite;
mod values;
mod writers;

use database::{EngineUrl, ScratchDatabase, ScratchServer, Value};
use validation::{EngineOptions, EngineSide, EngineTable, Selection, Wanted, pair};

/// The PostgreSQL server to test on.
fn postgres() -> ScratchServer {
    let Ok(url) = std::env::var("MIGRATION_ARCHITECT_POSTGRES_URL") else {
        panic!(
            "MIGRATION_ARCHITECT_POSTGRES_URL is not set: run the tests with `cargo xtask test`, which starts a server"
        );
    };
    let url: EngineUrl = url.parse().unwrap();
    ScratchServer::postgres(&url).unwrap()
}

/// A database with a schema in it.
fn database(server: &ScratchServer, sql: &str) -> ScratchDatabase {
    let database = server.create("reconcile").unwrap();
    database.open().unwrap().execute(sql).unwrap();
    database
}

fn table(database: &ScratchDatabase, name: &str, options: &EngineOptions) -> EngineTable {
    EngineTable::open(database.url(), None, name, options).unwrap()
}

/// A table of a database, read as it is.
fn side(database: &ScratchDatabase, name: &str, wanted: &Wanted) -> EngineSide {
    side_with(database, name, wanted, &EngineOptions::default())
}

fn side_with(database: &ScratchDatabase, name: &str, wanted: &Wanted, options: &EngineOptions) -> EngineSide {
    let table = table(database, name, options);
    let (selection, _): (Selection, Selection) = pair(table.table(), table.table(), wanted).unwrap();
    table.select(selection).unwrap()
}

fn integers(numbers: &[i128]) -> Vec<Vec<Value>> {
    numbers.iter().map(|it| vec![Value::Integer(*it)]).collect()
}
