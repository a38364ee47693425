//! Scratch databases: made for one use, gone afterwards.

mod postgres;
mod sqlite;

use std::sync::Arc;

use schema_diff::Dialect;

use self::postgres::{PostgresDatabase, PostgresServer};
use self::sqlite::{SqliteDatabase, SqliteServer};
use crate::{EngineUrl, Error, ErrorKind, Result, Session};

/// Where scratch databases are made. Only what it made itself is ever written to or dropped.
#[derive(Clone)]
pub struct ScratchServer(Server);

#[derive(Clone)]
enum Server {
    Postgres(Arc<PostgresServer>),
    Sqlite(Arc<SqliteServer>),
}

impl ScratchServer {
    /// Scratch databases on the server of `url`, owned by a role without superuser rights that is made for them. The
    /// database in `url` serves to connect and is not touched.
    ///
    /// Needs the rights to create databases and roles; without the latter the connecting role owns them, unless it is
    /// a superuser.
    pub fn postgres(url: &EngineUrl) -> Result<Self> {
        match url.dialect() {
            Dialect::Postgres => Ok(Self(Server::Postgres(Arc::new(PostgresServer::connect(url)?)))),
            _ => Err(Error::new(ErrorKind::Url, format!("{url} is not the URL of a PostgreSQL server"))),
        }
    }

    /// Scratch databases of the embedded SQLite, as temporary files.
    pub fn sqlite() -> Result<Self> {
        Ok(Self(Server::Sqlite(Arc::new(SqliteServer::new()?))))
    }

    /// Whose SQL the databases speak.
    pub fn dialect(&self) -> Dialect {
        match self.0 {
            Server::Postgres(_) => Dialect::Postgres,
            Server::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// Makes an empty database; `label` becomes part of its name where it can.
    pub fn create(&self, label: &str) -> Result<ScratchDatabase> {
        Ok(ScratchDatabase(match &self.0 {
            Server::Postgres(server) => Database::Postgres(server.create(label, None)?),
            Server::Sqlite(server) => Database::Sqlite(server.create()?),
        }))
    }
}

impl std::fmt::Debug for ScratchServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ScratchServer({})", self.dialect())
    }
}

/// A database made for one use; dropped, with everything in it, when this is.
pub struct ScratchDatabase(Database);

enum Database {
    Postgres(PostgresDatabase),
    Sqlite(SqliteDatabase),
}

impl ScratchDatabase {
    /// Where it is, with the login of its owner.
    pub fn url(&self) -> &EngineUrl {
        match &self.0 {
            Database::Postgres(database) => database.url(),
            Database::Sqlite(database) => database.url(),
        }
    }

    /// Opens a session as the owner; any number at a time.
    pub fn open(&self) -> Result<Session> {
        match &self.0 {
            Database::Postgres(database) => Session::open(database.url()),
            Database::Sqlite(database) => database.open(),
        }
    }

    /// Opens a session with the login that the server was given: for what the owner may not do, such as creating an
    /// extension that is not trusted.
    pub fn open_as_admin(&self) -> Result<Session> {
        match &self.0 {
            Database::Postgres(database) => Session::open(database.admin_url()),
            Database::Sqlite(database) => database.open(),
        }
    }

    /// Runs `statements` in one session as the owner; an extension that the owner may not create, with the login that
    /// the server was given.
    pub fn apply<S: AsRef<str>>(&self, statements: impl IntoIterator<Item = S>) -> Result<()> {
        let mut session = self.open()?;
        match &self.0 {
            // A transaction of its own for every statement would write the file as often.
            Database::Sqlite(_) => session.in_transaction(|session| session.execute_all(statements)),
            Database::Postgres(_) => {
                statements.into_iter().try_for_each(|it| self.apply_one(&mut session, it.as_ref()))
            }
        }
    }

    fn apply_one(&self, session: &mut Session, statement: &str) -> Result<()> {
        let outcome = match session.execute(statement) {
            Err(error) if error.kind() == ErrorKind::Permission && creates_extension(statement) => {
                self.create_extension(statement, error)
            }
            outcome => outcome,
        };
        outcome.map_err(|error| error.in_statement(statement))
    }

    /// A prepared statement is one statement: nothing else can hide behind it.
    fn create_extension(&self, statement: &str, refused: Error) -> Result<()> {
        let Database::Postgres(_) = &self.0 else { return Err(refused) };
        let mut admin = self.open_as_admin()?;
        admin.prepare("extension", statement)?;
        admin.execute_prepared("extension").map(drop)
    }

    /// A copy with all rows. On PostgreSQL every session on the original must be closed; on SQLite no transaction may
    /// be open.
    pub fn copy(&self, label: &str) -> Result<Self> {
        Ok(Self(match &self.0 {
            Database::Postgres(database) => Database::Postgres(database.copy(label)?),
            Database::Sqlite(database) => Database::Sqlite(database.copy()?),
        }))
    }
}

fn creates_extension(statement: &str) -> bool {
    let mut words = statement.split_whitespace().map(str::to_ascii_uppercase);
    words.next().as_deref() == Some("CREATE") && words.next().as_deref() == Some("EXTENSION")
}

impl std::fmt::Debug for ScratchDatabase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ScratchDatabase({})", self.url())
    }
}
