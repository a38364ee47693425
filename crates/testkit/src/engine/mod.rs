//! Throw-away engines.

mod binaries;
mod mariadb;
mod npm;
mod prometheus;
mod server;
mod user;

pub use binaries::Binaries;
pub use mariadb::MariaDb;
pub use prometheus::Prometheus;
pub use server::Postgres;

use crate::Error;

/// The environment variable that names the MySQL or `MariaDB` for the tests.
pub const MYSQL_URL: &str = "MIGRATION_ARCHITECT_MYSQL_URL";

/// The environment variable that names a MySQL 8 or later beside it, for those who have one: no package of the distributions does.
pub const MYSQL8_URL: &str = "MIGRATION_ARCHITECT_MYSQL8_URL";

pub(crate) use user::is_root;

/// The environment variable that names the engine for the tests.
pub const POSTGRES_URL: &str = "MIGRATION_ARCHITECT_POSTGRES_URL";

/// The URL of the engine that `cargo xtask test` started for the tests.
pub fn postgres_url() -> Result<String, Error> {
    std::env::var(POSTGRES_URL).map_err(|_| {
        Error::new(format!(
            "{POSTGRES_URL} is not set: run the tests with `cargo xtask test`, which starts a throw-away PostgreSQL, \
             or set it to the URL of an engine on which databases may be created"
        ))
    })
}

/// The URL of the MySQL or `MariaDB` that `cargo xtask test` started for the tests.
pub fn mysql_url() -> Result<String, Error> {
    std::env::var(MYSQL_URL).map_err(|_| {
        Error::new(format!(
            "{MYSQL_URL} is not set: run the tests with `cargo xtask test`, which starts a throw-away MariaDB, or set it to \
             the URL of a MySQL or MariaDB on which databases may be created"
        ))
    })
}

/// The URL of the MySQL 8 or later that somebody runs; none where nobody does.
pub fn mysql8_url() -> Option<String> {
    std::env::var(MYSQL8_URL).ok()
}

/// Both of them, as far as they are there: what is tested on the one has to hold on the other.
pub fn mysql_urls() -> Result<Vec<String>, Error> {
    Ok(std::iter::once(mysql_url()?).chain(mysql8_url()).collect())
}
