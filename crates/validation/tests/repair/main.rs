//! Repairs on real engines.

mod applied;
mod fault;
mod naive;
mod property;

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
    let (mut source, mut target) = (databases.0.open_as_admin().unwrap(), databases.1.open_as_admin().unwrap());
    source.execute(setup).unwrap();
    target.execute(setup).unwrap();
    Pair { _databases: databases, source, target }
}

/// Where the target is, for another process: with the login that the tests were given.
fn target_url(pair: &Pair) -> String {
    let target = pair.target.url().to_string();
    if target.starts_with("sqlite:") {
        return target;
    }
    let database = target.rsplit('/').next().and_then(|it| it.split('?').next()).unwrap();
    let server = testkit::engine::postgres_url().unwrap();
    let (server, options) =
        server.split_once('?').map_or((server.as_str(), String::new()), |(server, rest)| (server, format!("?{rest}")));
    let end = server.rfind('/').unwrap();
    format!("{}/{database}{options}", &server[..end])
}
