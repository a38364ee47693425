//! Where an engine is.

mod mysql;
mod password;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use postgres::config::{Host, SslMode};
use schema_diff::Dialect;

use crate::{EngineKind, Error, ErrorKind, Interrupt, Result};

pub(crate) use self::mysql::MySqlAddress;
pub(crate) use self::password::of_pgpass;

/// Where an engine is: `postgres://user:password@host:port/database`, with the directory of a unix socket as
/// `?host=/directory`; `mysql://…` and `mariadb://…` of the same form, with a unix socket as `?socket=/path`; or `sqlite:path` and
/// `sqlite::memory:`.
///
/// A password need not stand in it: `?password-file=/path` names a file whose first line it is; else, when a session is opened,
/// `PGPASSWORD` or `~/.pgpass` (PostgreSQL) or `MYSQL_PWD` (MySQL and MariaDB) are looked at.
///
/// [`Display`](fmt::Display) and [`Debug`](fmt::Debug) leave the password out.
#[derive(Clone)]
pub struct EngineUrl {
    address: Address,
    interrupt: Option<Interrupt>,
}

#[derive(Clone)]
pub(crate) enum Address {
    Postgres(Box<postgres::Config>),
    MySql(Box<MySqlAddress>),
    Sqlite(SqliteFile),
}

/// The file of an SQLite database, or none for one in memory.
#[derive(Clone)]
pub(crate) struct SqliteFile(pub(crate) Option<PathBuf>);

impl EngineUrl {
    /// The SQLite database in the file at `path`.
    pub fn sqlite_file(path: impl Into<PathBuf>) -> Self {
        Self::at(Address::Sqlite(SqliteFile(Some(path.into()))))
    }

    /// Whether `text` looks like the URL of an engine rather than the path of a file.
    pub fn recognises(text: &str) -> bool {
        ["postgres://", "postgresql://", "mysql://", "mariadb://", "sqlite:"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
    }

    /// Whose DDL the engine speaks; none for MySQL and MariaDB, whose schemas are not read yet.
    pub fn dialect(&self) -> Option<Dialect> {
        self.kind().dialect()
    }

    /// The product that answers there.
    pub fn kind(&self) -> EngineKind {
        match &self.address {
            Address::Postgres(_) => EngineKind::Postgres,
            Address::MySql(address) => address.kind,
            Address::Sqlite(_) => EngineKind::Sqlite,
        }
    }

    /// With this password in place of the URL's; SQLite has none.
    pub fn with_password(mut self, password: &str) -> Self {
        match &mut self.address {
            Address::Postgres(config) => {
                config.password(password);
            }
            Address::MySql(address) => address.set_password(password),
            Address::Sqlite(_) => {}
        }
        self
    }

    /// What sessions that are opened from it do is cancelled when `interrupt` is asked for an end.
    #[must_use]
    pub fn interrupted_by(mut self, interrupt: &Interrupt) -> Self {
        self.interrupt = Some(interrupt.clone());
        self
    }

    pub(crate) fn interrupt(&self) -> Option<&Interrupt> {
        self.interrupt.as_ref()
    }

    fn at(address: Address) -> Self {
        Self { address, interrupt: None }
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    pub(crate) fn of_postgres(config: postgres::Config) -> Self {
        Self::at(Address::Postgres(Box::new(config)))
    }
}

impl FromStr for EngineUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return sqlite(path);
        }
        if let Some((scheme @ ("mysql" | "mariadb"), rest)) = text.split_once(':') {
            return mysql::parse(if scheme == "mysql" { EngineKind::MySql } else { EngineKind::MariaDb }, rest);
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return postgres(text);
        }
        Err(Error::new(
            ErrorKind::Url,
            "not the URL of an engine: expected postgres://user@host:port/database, mysql://user@host:port/database, \
             mariadb://… or sqlite:path",
        ))
    }
}

fn sqlite(path: &str) -> Result<EngineUrl> {
    if path == ":memory:" {
        return Ok(EngineUrl::at(Address::Sqlite(SqliteFile(None))));
    }
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() {
        return Err(Error::new(ErrorKind::Url, "`sqlite:` needs the path of a file behind it, or :memory:"));
    }
    Ok(EngineUrl::sqlite_file(path))
}

fn postgres(text: &str) -> Result<EngineUrl> {
    let (text, password) = password::taken_from_file(text)?;
    // What stands behind the first one would be taken for the host, and shown, though it is the end of a password.
    let authority = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    if authority.split(['/', '?']).next().unwrap_or_default().matches('@').count() > 1 {
        let message =
            "the URL has more than one `@` in front of the database: write that of a password or user as `%40`";
        return Err(Error::new(ErrorKind::Url, message));
    }
    // The client knows no `verify-ca` and `verify-full`; its own message would not say that TLS is what is missing.
    let config = match postgres::Config::from_str(&text) {
        Ok(config) if config.get_ssl_mode() != SslMode::Require => config,
        Err(error) if !text.contains("sslmode=verify") => {
            let error = Error::from(error);
            return Err(Error::new(ErrorKind::Url, format!("not a usable PostgreSQL URL: {}", error.message())));
        }
        _ => {
            return Err(Error::new(
                ErrorKind::Url,
                "the URL asks for TLS (sslmode), which is not supported: connect over a unix socket, a trusted network \
                 or a tunnel, with sslmode=disable",
            ));
        }
    };
    let mut config = config;
    if let Some(password) = password.filter(|_| config.get_password().is_none()) {
        config.password(password);
    }
    config.ssl_mode(SslMode::Disable);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(std::time::Duration::from_secs(10));
    }
    Ok(EngineUrl::of_postgres(config))
}

impl fmt::Display for EngineUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = match &self.address {
            Address::Postgres(config) => config,
            Address::MySql(address) => return address.fmt(f),
            Address::Sqlite(SqliteFile(Some(path))) => return write!(f, "sqlite:{}", path.display()),
            Address::Sqlite(SqliteFile(None)) => return f.write_str("sqlite::memory:"),
        };
        f.write_str("postgres://")?;
        if let Some(user) = config.get_user() {
            write!(f, "{user}@")?;
        }
        let mut socket: Option<&Path> = None;
        match config.get_hosts().first() {
            Some(Host::Tcp(host)) => f.write_str(host)?,
            #[cfg(unix)]
            Some(Host::Unix(directory)) => socket = Some(directory),
            _ => {}
        }
        if let Some(port) = config.get_ports().first() {
            write!(f, ":{port}")?;
        }
        write!(f, "/{}", config.get_dbname().or(config.get_user()).unwrap_or_default())?;
        match socket {
            Some(directory) => write!(f, "?host={}", directory.display()),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for EngineUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EngineUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<EngineUrl>().map_or_else(|error| error.to_string(), |url| url.to_string())
    }

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(shown("postgres://me:secret@db.example:5433/shop"), "postgres://me@db.example:5433/shop");
        assert_eq!(shown("postgresql://me@/shop?host=/run/pg&port=5433"), "postgres://me@:5433/shop?host=/run/pg");
        assert_eq!(shown("mysql://me:secret@db:3307/shop?password=secret"), "mysql://me@db:3307/shop");
        assert_eq!(shown("mariadb://db/shop?socket=/run/s"), "mariadb://db/shop?socket=/run/s");
        let url = "postgres://me:secret@db/shop".parse::<EngineUrl>();
        assert!(!format!("{url:?}").contains("secret"));
    }

    #[test]
    fn sqlite_paths_and_memory() {
        assert_eq!(shown("sqlite:a/b.db"), "sqlite:a/b.db");
        assert_eq!(shown("sqlite:///a/b.db"), "sqlite:/a/b.db");
        assert_eq!(shown("sqlite::memory:"), "sqlite::memory:");
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        assert!(shown("postgres://h/d?sslmode=require").contains("TLS"));
        assert!(shown("postgres://h/d?sslmode=verify-full").contains("TLS"));
        assert!(
            shown("postgres://me:sec@ret@h/d").contains("%40") && !shown("postgres://me:sec@ret@h/d").contains("ret@")
        );
        assert!(shown("postgres://me:secret@h:port/d").contains("not a usable PostgreSQL URL"));
        assert!(!shown("postgres://me:secret@h:port/d").contains("secret"));
        assert!(shown("oracle://h/d").contains("expected postgres://"));
        assert!(shown("mysql://me:secret@h/d?require_ssl=true&verify_ca=true").contains("not a usable MySQL URL"));
        assert!(shown("mysql://me:secret@h/d?colour=red").contains("`colour` is not known"));
        assert!(!shown("mysql://me:secret@h:port/d").contains("secret"));
        assert!(shown("sqlite:").contains("needs the path"));
    }
}
