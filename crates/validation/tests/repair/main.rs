//! Repairs on real engines.

mod applied;
mod naive;

use database::{EngineUrl, ScratchDatabase, ScratchServer, Session};

/// Two databases of one engine, which go with this.
pub(crate) struct Pair {
    _databases: (ScratchDatabase, ScratchDatabase),
    pub(crate) source: Session,
    pub(crate) target: Session,
}

fn postgres_url() -> EngineUrl {
    testkit::engine::postgres_url().unwrap().parse().unwrap()
}

fn servers() -> [ScratchServer; 2] {
    [ScratchServer::postgres(&postgres_url()).unwrap(), ScratchServer::sqlite().unwrap()]
}

/// Both with these tables and rows.
fn pair(server: &ScratchServer, setup: &str) -> Pair {
    let databases = (server.create("source").unwrap(), server.create("target").unwrap());
    let (mut source, mut target) = (databases.0.open().unwrap(), databases.1.open().unwrap());
    source.execute(setup).unwrap();
    target.execute(setup).unwrap();
    Pair { _databases: databases, source, target }
}
