//! Databases of their own on every engine.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use database::Session;

/// An engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Postgres,
    MariaDb,
    Sqlite,
}

pub(crate) const ENGINES: [Engine; 3] = [Engine::Postgres, Engine::MariaDb, Engine::Sqlite];

/// A database, which is dropped with this.
pub(crate) struct Database {
    pub(crate) session: Session,
    url: String,
    name: String,
    server: Option<String>,
}

impl Engine {
    /// A database with these statements run in it.
    pub(crate) fn database(self, statements: &[String]) -> Database {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("reconcile_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let server = match self {
            Self::Postgres => Some(testkit::engine::postgres_url().unwrap()),
            Self::MariaDb => Some(testkit::engine::mysql_url().unwrap()),
            Self::Sqlite => None,
        };
        let url = match &server {
            Some(server) => {
                Session::open(&server.parse().unwrap()).unwrap().execute(&format!("CREATE DATABASE {name}")).unwrap();
                format!("{}/{name}", server.rsplit_once('/').unwrap().0)
            }
            None => {
                let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.db"));
                std::fs::write(&path, "").unwrap();
                format!("sqlite:{}", path.display())
            }
        };
        let mut session = Session::open(&url.parse().unwrap()).unwrap();
        session.execute_all(statements).unwrap();
        Database { session, url, name, server }
    }
}

impl Database {
    /// What the program calls a table of it.
    pub(crate) fn table(&self, name: &str) -> String {
        format!("{}/{name}", self.url)
    }

    /// The same, as another user.
    pub(crate) fn table_as(&self, user: &str, name: &str) -> String {
        let (scheme, rest) = self.url.split_once("://").unwrap();
        format!("{scheme}://{user}@{}/{name}", rest.split_once('@').unwrap().1)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some(server) = &self.server else {
            // A file that stays behind is in the way of nobody.
            let _ = std::fs::remove_file(self.url.trim_start_matches("sqlite:"));
            return;
        };
        let forced = if server.starts_with("postgres") { " WITH (FORCE)" } else { "" };
        let drop = format!("DROP DATABASE {}{forced}", self.name);
        let dropped = Session::open(&server.parse().unwrap()).and_then(|mut it| it.execute(&drop));
        assert!(dropped.is_ok() || std::thread::panicking());
    }
}

/// A folder of its own, empty.
pub(crate) fn folder(label: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{label}-{}", std::process::id()));
    // From a process that had the same number.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
