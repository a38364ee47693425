//! Repairs on real engines.

mod across;
mod applied;
mod fault;
mod keys;
mod left;
mod live;
mod mysql;
mod naive;
mod property;
mod script;
mod stale;

use std::sync::atomic::{AtomicU32, Ordering};

use database::{EngineKind, EngineUrl, ScratchDatabase, ScratchServer, Session};

/// An engine on which databases can be made.
pub(crate) enum Server {
    Scratch(ScratchServer),
    MySql(String),
}

/// What is dropped with it.
#[expect(dead_code, reason = "kept for as long as it is used")]
pub(crate) enum Database {
    Scratch(ScratchDatabase),
    MySql { server: EngineUrl, name: String },
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::MySql { server, name } = self {
            let dropped = Session::open(server).and_then(|mut it| it.execute(&format!("DROP DATABASE {name}")));
            assert!(dropped.is_ok() || std::thread::panicking());
        }
    }
}

/// Two databases of one engine, which go with this.
pub(crate) struct Pair {
    pub(crate) source: Session,
    pub(crate) target: Session,
    pub(crate) source_url: String,
    /// Where the target is, for another process.
    pub(crate) target_url: String,
    _databases: (Database, Database),
}

fn postgres_url() -> EngineUrl {
    testkit::engine::postgres_url().unwrap().parse().unwrap()
}

pub(crate) fn postgres() -> Server {
    Server::Scratch(ScratchServer::postgres(&postgres_url()).unwrap())
}

pub(crate) fn sqlite() -> Server {
    Server::Scratch(ScratchServer::sqlite().unwrap())
}

pub(crate) fn mariadb() -> Server {
    Server::MySql(testkit::engine::mysql_url().unwrap())
}

/// MySQL 8 or later, where somebody runs one.
pub(crate) fn mysql() -> Option<Server> {
    testkit::engine::mysql8_url().map(Server::MySql)
}

pub(crate) fn servers() -> Vec<Server> {
    [postgres(), sqlite(), mariadb()].into_iter().chain(mysql()).collect()
}

impl Server {
    fn create(&self) -> (Database, Session, String) {
        match self {
            Self::Scratch(server) => {
                let database = server.create("repair").unwrap();
                let session = database.open_as_admin().unwrap();
                let url = match session.kind() {
                    EngineKind::Postgres => {
                        let name = database.url().to_string();
                        let name = name.rsplit('/').next().and_then(|it| it.split('?').next()).unwrap();
                        beside(&testkit::engine::postgres_url().unwrap(), name)
                    }
                    _ => database.url().to_string(),
                };
                (Database::Scratch(database), session, url)
            }
            Self::MySql(url) => {
                static NUMBER: AtomicU32 = AtomicU32::new(0);
                let name = format!("repair_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
                let server: EngineUrl = url.parse().unwrap();
                Session::open(&server).unwrap().execute(&format!("CREATE DATABASE {name}")).unwrap();
                let url = beside(url, &name);
                let session = Session::open(&url.parse().unwrap()).unwrap();
                (Database::MySql { server, name }, session, url)
            }
        }
    }
}

/// The URL of another database of a server.
fn beside(url: &str, database: &str) -> String {
    let (server, options) = url.split_once('?').map_or((url, None), |(server, rest)| (server, Some(rest)));
    let end = server.rfind('/').unwrap();
    let options = options.map_or_else(String::new, |it| format!("?{it}"));
    format!("{}/{database}{options}", &server[..end])
}

/// Both with these tables and rows.
pub(crate) fn pair(server: &Server, setup: &str) -> Pair {
    let ((one, mut source, source_url), (other, mut target, target_url)) = (server.create(), server.create());
    source.execute(setup).unwrap();
    target.execute(setup).unwrap();
    Pair { source, target, source_url, target_url, _databases: (one, other) }
}

/// Whose SQL is `MySQL`'s.
pub(crate) fn is_mysql(session: &Session) -> bool {
    matches!(session.kind(), EngineKind::MySql | EngineKind::MariaDb)
}
