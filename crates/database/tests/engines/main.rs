//! Sessions, scratch databases, locks and catalogues on real engines.

mod catalogue;
mod locks;
mod mysql;
mod mysql8;
mod scratch;
mod session;
mod table;
mod typed;
mod witness;

use database::{EngineUrl, ScratchServer};

/// The PostgreSQL server to test on.
fn postgres_url() -> EngineUrl {
    let Ok(url) = std::env::var("MIGRATION_ARCHITECT_POSTGRES_URL") else {
        panic!(
            "MIGRATION_ARCHITECT_POSTGRES_URL is not set: run the tests with `cargo xtask test`, which starts a server"
        );
    };
    url.parse().unwrap()
}

fn postgres() -> ScratchServer {
    ScratchServer::postgres(&postgres_url()).unwrap()
}

fn sqlite() -> ScratchServer {
    ScratchServer::sqlite().unwrap()
}
