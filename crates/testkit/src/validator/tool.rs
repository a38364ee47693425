//! The programs, and where each is found.

use std::path::{Path, PathBuf};

use super::fetch;
use crate::Error;

/// A program that knows a format, or runs what an artefact is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    /// Rules of Prometheus, and their tests.
    Promtool,
    /// What the rules are of, with metrics to ask.
    Prometheus,
    /// The web server that is configured.
    Nginx,
    /// The proxy that is configured.
    Haproxy,
    /// Scripts of the shell.
    Shellcheck,
    /// Pages.
    Chromium,
    /// Backups of PostgreSQL.
    PgBackRest,
    /// The same.
    Barman,
    /// The engine, whose tools make and read its backups too.
    MariaDb,
    /// Infrastructure; used where it is installed.
    Terraform,
    /// A folder with the packages of npm that know workflows and objects of Kubernetes.
    Node,
    /// The folder of Python's programs, `check-jsonschema` among them.
    Python,
}

impl Tool {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Promtool,
        Self::Prometheus,
        Self::Nginx,
        Self::Haproxy,
        Self::Shellcheck,
        Self::Chromium,
        Self::PgBackRest,
        Self::Barman,
        Self::MariaDb,
        Self::Terraform,
        Self::Node,
        Self::Python,
    ];

    /// The environment variable that tells the tests where it is.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Promtool => "MIGRATION_ARCHITECT_PROMTOOL",
            Self::Prometheus => "MIGRATION_ARCHITECT_PROMETHEUS",
            Self::Nginx => "MIGRATION_ARCHITECT_NGINX",
            Self::Haproxy => "MIGRATION_ARCHITECT_HAPROXY",
            Self::Shellcheck => "MIGRATION_ARCHITECT_SHELLCHECK",
            Self::Chromium => "MIGRATION_ARCHITECT_CHROMIUM",
            Self::PgBackRest => "MIGRATION_ARCHITECT_PGBACKREST",
            Self::Barman => "MIGRATION_ARCHITECT_BARMAN",
            Self::MariaDb => "MIGRATION_ARCHITECT_MARIADBD",
            Self::Terraform => "MIGRATION_ARCHITECT_TERRAFORM",
            Self::Node => "MIGRATION_ARCHITECT_NODE_VALIDATORS",
            Self::Python => "MIGRATION_ARCHITECT_PYTHON_VALIDATORS",
        }
    }

    /// The program, and the package of Debian that holds it; none where it is no program of Debian's.
    fn debian(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Promtool => Some(("promtool", "prometheus")),
            Self::Prometheus => Some(("prometheus", "prometheus")),
            Self::Nginx => Some(("nginx", "nginx-light")),
            Self::Haproxy => Some(("haproxy", "haproxy")),
            Self::Shellcheck => Some(("shellcheck", "shellcheck")),
            Self::Chromium => Some(("chromium", "chromium")),
            Self::PgBackRest => Some(("pgbackrest", "pgbackrest")),
            Self::Barman => Some(("barman", "barman")),
            Self::MariaDb => Some(("mariadbd", "mariadb-server")),
            Self::Terraform | Self::Node | Self::Python => None,
        }
    }

    /// Where it is: as the environment says, else where it was installed or fetched before.
    ///
    /// # Errors
    /// Where it is nowhere: `cargo xtask test` fetches it.
    pub fn find(self) -> Result<PathBuf, Error> {
        if let Some(told) = std::env::var_os(self.variable()) {
            return Ok(PathBuf::from(told));
        }
        let found = match self {
            Self::Node => Some(fetch::node_folder()).filter(|it| it.join(fetch::COMPLETE).is_file()),
            Self::Python => {
                Some(fetch::python_folder()).filter(|it| it.join(fetch::COMPLETE).is_file()).map(|it| it.join("bin"))
            }
            Self::Terraform => in_path("terraform"),
            other => other.debian().and_then(|(program, _)| in_path(program)),
        };
        found.ok_or_else(|| {
            Error::new(format!(
                "{self:?} is not installed: run the tests with `cargo xtask test`, which installs it, or say in {} where it is",
                self.variable()
            ))
        })
    }
}

/// Finds every tool, installs or fetches what is missing, and gives the variables that hand them to the tests. Only Terraform
/// may be missing, which is said aloud.
///
/// # Errors
/// Where a tool can neither be found nor had.
pub fn prepare() -> Result<Vec<(&'static str, PathBuf)>, Error> {
    let is_missing = |tool: &&Tool| tool.debian().is_some_and(|(program, _)| in_path(program).is_none());
    let missing: Vec<&str> =
        Tool::ALL.iter().filter(is_missing).filter_map(|it| it.debian().map(|(_, package)| package)).collect();
    if !missing.is_empty() {
        fetch::debian(&missing)?;
    }
    fetch::node()?;
    fetch::python()?;
    let mut found = Vec::new();
    for tool in Tool::ALL {
        match tool.find() {
            Ok(path) => found.push((tool.variable(), path)),
            Err(_) if tool == Tool::Terraform => {
                eprintln!("terraform is not installed: what is written for it is not validated in this run");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// A program by its name.
fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.extend(["/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"].map(PathBuf::from));
    folders.iter().map(|it| it.join(program)).find(|it| Path::is_file(it))
}
