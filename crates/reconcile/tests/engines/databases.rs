//! Databases of their own on every engine.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use database::{EngineKind, Session};

/// An engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Postgres,
    MariaDb,
    Sqlite,
}

pub(crate) const ENGINES: [Engine; 3] = [Engine::Postgres, Engine::MariaDb, Engine::Sqlite];

/// The password in every URL: the program has to keep it to itself.
pub(crate) const PASSWORD: &str = "verysecret";

/// A database, which is dropped with this.
pub(crate) struct Database {
    pub(crate) session: Session,
    url: String,
    name: String,
    server: Option<String>,
    /// Who reads it.
    user: Option<String>,
    users: Vec<String>,
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
        let url = if let Some(server) = &server {
            Session::open(&server.parse().unwrap()).unwrap().execute(&format!("CREATE DATABASE {name}")).unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        } else {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.db"));
            std::fs::write(&path, "").unwrap();
            format!("sqlite:{}", path.display())
        };
        let mut session = Session::open(&url.parse().unwrap()).unwrap();
        session.execute_all(statements).unwrap();
        let mut database = Database { session, url, name, server, user: None, users: Vec::new() };
        database.user = match self {
            // It trusts those who come from the same machine.
            Self::Postgres => Some("postgres".to_owned()),
            Self::MariaDb => {
                let user = database.user("reader");
                database.session.execute(&format!("GRANT ALL ON {}.* TO {user}", database.name)).unwrap();
                Some(user)
            }
            Self::Sqlite => None,
        };
        database
    }
}

impl Database {
    /// What the program calls a table of it.
    pub(crate) fn table(&self, name: &str) -> String {
        match &self.user {
            Some(user) => self.table_as(user, &self.address(), name),
            None => format!("{}/{name}", self.url),
        }
    }

    /// The same, as another user and at another address.
    pub(crate) fn table_as(&self, user: &str, address: &str, name: &str) -> String {
        let scheme = self.url.split_once("://").unwrap().0;
        format!("{scheme}://{user}:{PASSWORD}@{address}/{}/{name}", self.name)
    }

    /// Host and port of its server.
    pub(crate) fn address(&self) -> String {
        self.url.split_once('@').unwrap().1.split_once('/').unwrap().0.to_owned()
    }

    /// A user with a password who may do nothing but what is granted later; dropped with this.
    pub(crate) fn user(&mut self, label: &str) -> String {
        let user = format!("{label}_{}", self.name);
        let sql = match self.session.kind() {
            EngineKind::Postgres => format!("CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'"),
            _ => format!("CREATE USER {user} IDENTIFIED BY '{PASSWORD}'"),
        };
        self.session.execute(&sql).unwrap();
        self.users.push(user.clone());
        user
    }

    /// Ends the connections of all others to it.
    pub(crate) fn cut_others(&mut self) {
        let (others, end) = match self.session.kind() {
            EngineKind::Postgres => (
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                "SELECT pg_terminate_backend({})",
            ),
            _ => (
                "SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()",
                "KILL {}",
            ),
        };
        let rows = self.session.query(others).unwrap();
        for row in 0..rows.len() {
            // It may have ended on its own.
            let _ = self.session.query(&end.replace("{}", rows.value(row, 0).unwrap_or_default().as_str()));
        }
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
        let mut statements = vec![format!("DROP DATABASE {}{forced}", self.name)];
        statements.extend(self.users.iter().map(|it| format!("DROP USER {it}")));
        let dropped = Session::open(&server.parse().unwrap()).and_then(|mut it| it.execute_all(&statements));
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
