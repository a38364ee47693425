//! Scratch databases: made for one use, gone afterwards.

mod postgres;
mod roles;
mod sqlite;
mod subscriptions;

use std::path::Path;
use std::sync::Arc;

use schema_diff::Dialect;

use self::postgres::{PostgresDatabase, PostgresServer};
use self::sqlite::{SqliteDatabase, SqliteServer};
use crate::url::{Address, SqliteFile};
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
            Some(Dialect::Postgres) => Ok(Self(Server::Postgres(Arc::new(PostgresServer::connect(url)?)))),
            _ => Err(Error::new(ErrorKind::Url, format!("{url} is not the URL of a PostgreSQL server"))),
        }
    }

    /// Scratch databases of the embedded SQLite, as temporary files.
    pub fn sqlite() -> Result<Self> {
        Ok(Self(Server::Sqlite(Arc::new(SqliteServer::new()?))))
    }

    /// Scratch databases where the engine of `url` keeps its own: on its server, or in the folder of its file.
    pub fn beside(url: &EngineUrl) -> Result<Self> {
        match url.address() {
            Address::Postgres(_) | Address::MySql(_) => Self::postgres(url),
            Address::Sqlite(SqliteFile(None)) => Self::sqlite(),
            Address::Sqlite(SqliteFile(Some(file))) => {
                let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
                Ok(Self(Server::Sqlite(Arc::new(SqliteServer::within(folder)?))))
            }
        }
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

/// Whether `statement` begins with `CREATE`.
fn creates(statement: &str) -> bool {
    statement.split_whitespace().next().is_some_and(|it| it.eq_ignore_ascii_case("CREATE"))
}

/// Whether `statement` is `CREATE [OR REPLACE] FUNCTION` or `PROCEDURE`.
fn makes_a_routine(statement: &str) -> bool {
    let mut words = statement.split_whitespace().map(str::to_ascii_uppercase);
    let creates = words.next().is_some_and(|it| it == "CREATE");
    let kind = words.find(|it| it != "OR" && it != "REPLACE");
    creates && kind.is_some_and(|it| it == "FUNCTION" || it == "PROCEDURE")
}

impl ScratchDatabase {
    /// Where it is, with the login of its owner.
    pub fn url(&self) -> &EngineUrl {
        match &self.0 {
            Database::Postgres(database) => database.url(),
            Database::Sqlite(database) => database.url(),
        }
    }

    /// Whose SQL it speaks.
    pub fn dialect(&self) -> Dialect {
        match self.0 {
            Database::Postgres(_) => Dialect::Postgres,
            Database::Sqlite(_) => Dialect::Sqlite,
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

    /// Runs `statements` in one session as the owner, each as [`run`](Self::run) does.
    pub fn apply<S: AsRef<str>>(&self, statements: impl IntoIterator<Item = S>) -> Result<()> {
        let mut session = self.open()?;
        match &self.0 {
            // A transaction of its own for every statement would write the file as often.
            Database::Sqlite(_) => session.in_transaction(|session| session.execute_all(statements)),
            Database::Postgres(_) => {
                let all: Vec<S> = statements.into_iter().collect();
                self.apply_in_any_order(&mut session, &all)
            }
        }
    }

    /// A statement that uses what a later one makes waits for it, and is run under the search path that it had.
    fn apply_in_any_order<S: AsRef<str>>(&self, session: &mut Session, all: &[S]) -> Result<()> {
        let mut waiting: Vec<(&str, Option<String>)> = all.iter().map(|it| (it.as_ref(), None)).collect();
        loop {
            let (mut still, mut missed) = (Vec::new(), None);
            let before = waiting.len();
            for (statement, path) in waiting {
                if let Some(path) = &path {
                    session.execute(&format!(
                        "SELECT set_config('search_path', {}, false)",
                        schema_diff::write::Writer::new(Dialect::Postgres).literal(path)
                    ))?;
                }
                match self.run(session, statement) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::Undefined && creates(statement) => {
                        let path = session.query("SELECT current_setting('search_path')")?.scalar();
                        still.push((statement, path));
                        missed.get_or_insert_with(|| error.in_statement(statement));
                    }
                    Err(error) => return Err(error.in_statement(statement)),
                }
            }
            match missed {
                Some(error) if still.len() == before => return Err(error),
                Some(_) => waiting = still,
                None => return Ok(()),
            }
        }
    }

    /// Runs one statement of a schema in `session`, the owner's. Roles that it names and the server does not have are
    /// made for the purpose; what only a superuser may do (see [`schema_diff::read::needs_superuser`]), and giving
    /// objects to others, is done with the rights of the login that the server was given. The body of a routine may use
    /// what a later statement makes, as in a dump.
    pub fn run(&self, session: &mut Session, statement: &str) -> Result<()> {
        let Database::Postgres(database) = &self.0 else { return session.execute(statement) };
        let server = database.server();
        if let Some(roles) = schema_diff::read::roles_made(statement) {
            return roles.iter().try_for_each(|role| server.ensure_role(role));
        }
        let mut made = Vec::new();
        loop {
            let Err(error) = session.execute(statement) else { return Ok(()) };
            match roles::missing_role(&error) {
                Some(role) if !made.iter().any(|it| it == role) => {
                    server.ensure_role(role)?;
                    made.push(role.to_owned());
                }
                _ if error.kind() == ErrorKind::Permission && may_be_elevated(statement) => {
                    return self.run_elevated(session, statement, error);
                }
                _ if error.kind() == ErrorKind::Undefined && makes_a_routine(statement) => {
                    session.execute("SET check_function_bodies = off")?;
                    let outcome = session.execute(statement);
                    session.execute("RESET check_function_bodies")?;
                    return outcome;
                }
                _ => return Err(error),
            }
        }
    }

    /// A prepared statement is one statement: nothing else can hide behind it.
    fn run_elevated(&self, session: &mut Session, statement: &str, refused: Error) -> Result<()> {
        let Ok(_elevated) = self.elevate() else { return Err(refused) };
        session.prepare("elevated", statement)?;
        match session.execute_prepared("elevated") {
            // Who owns an object is no part of a schema, and some owners have to be superusers.
            Err(error) if error.kind() == ErrorKind::Permission && gives_away(statement) => Ok(()),
            outcome => outcome.map(drop),
        }
    }

    /// Gives the owner the rights of a superuser until the answer is dropped: for statements that nobody else may run.
    ///
    /// # Errors
    /// Where the login that the server was given may not do this.
    pub fn elevate(&self) -> Result<Elevated> {
        Elevated::of(match &self.0 {
            Database::Postgres(database) => Some(Arc::clone(database.server())),
            Database::Sqlite(_) => None,
        })
    }

    /// What it takes to [`elevate`](Self::elevate) from elsewhere.
    pub fn elevator(&self) -> Elevator {
        Elevator(match &self.0 {
            Database::Postgres(database) => Some(Arc::clone(database.server())),
            Database::Sqlite(_) => None,
        })
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

/// Whether a statement that the owner may not run is run all the same: what it makes is part of many schemas.
fn may_be_elevated(statement: &str) -> bool {
    gives_away(statement) || schema_diff::read::needs_superuser(statement)
}

/// Whether a statement gives an object to another role.
fn gives_away(statement: &str) -> bool {
    let words: Vec<String> = statement.split_whitespace().map(str::to_ascii_uppercase).collect();
    words.first().is_some_and(|it| it == "ALTER")
        && words.windows(2).any(|pair| matches!(pair, [a, b] if a == "OWNER" && b == "TO"))
}

/// Gives the owner of scratch databases the rights of a superuser.
#[derive(Clone)]
pub struct Elevator(Option<Arc<PostgresServer>>);

impl Elevator {
    /// Until the answer is dropped.
    ///
    /// # Errors
    /// Where the login that the server was given may not do this.
    pub fn elevate(&self) -> Result<Elevated> {
        Elevated::of(self.0.clone())
    }
}

impl std::fmt::Debug for Elevator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Elevator")
    }
}

/// The owner of scratch databases is a superuser while this lives.
pub struct Elevated(Option<Arc<PostgresServer>>);

impl Elevated {
    fn of(server: Option<Arc<PostgresServer>>) -> Result<Self> {
        if let Some(server) = &server {
            server.elevate()?;
        }
        Ok(Self(server))
    }
}

impl Drop for Elevated {
    fn drop(&mut self) {
        if let Some(server) = &self.0 {
            server.lower();
        }
    }
}

impl std::fmt::Debug for Elevated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Elevated")
    }
}

impl std::fmt::Debug for ScratchDatabase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ScratchDatabase({})", self.url())
    }
}
