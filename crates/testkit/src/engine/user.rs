//! PostgreSQL refuses to run as root: the user that it runs as instead.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use crate::Error;
use crate::error::Doing;

/// Whether this process runs as root.
pub(crate) fn is_root() -> bool {
    // The kernel makes this entry belong to the effective user of the process that looks at it.
    std::fs::metadata("/proc/self").map_or_else(|_| whoami() == "0", |entry| entry.uid() == 0)
}

fn whoami() -> String {
    let output = Command::new("id").arg("-u").output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

/// Who an engine runs as.
#[derive(Debug, Clone)]
pub(super) enum User {
    /// Whoever runs this process.
    Ourselves,
    /// An unprivileged user of the system, because we are root.
    Other(String),
}

impl User {
    /// The user for an engine that this process starts.
    pub(super) fn for_engines() -> Result<Self, Error> {
        if !is_root() {
            return Ok(Self::Ourselves);
        }
        let exists = |name: &&str| Command::new("id").arg(name).output().is_ok_and(|output| output.status.success());
        ["postgres", "nobody"].iter().find(|name| exists(name)).map(|name| Self::Other((*name).to_owned())).ok_or_else(
            || {
                Error::new("PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody` to run it as")
            },
        )
    }

    /// Words that go before a command so that it runs as this user.
    pub(super) fn prefix(&self) -> Vec<String> {
        match self {
            Self::Ourselves => Vec::new(),
            Self::Other(name) => ["setpriv", "--reuid", name, "--regid", &group(name), "--clear-groups", "--"]
                .map(str::to_owned)
                .to_vec(),
        }
    }

    /// Gives `folder` to this user.
    pub(super) fn own(&self, folder: &Path) -> Result<(), Error> {
        let Self::Other(name) = self else { return Ok(()) };
        let status = Command::new("chown").arg(name).arg(folder).status().doing(|| "cannot run chown".to_owned())?;
        if status.success() {
            Ok(())
        } else {
            Err(Error::new(format!("cannot give {} to the user {name}", folder.display())))
        }
    }
}

/// The number of the user's main group.
fn group(name: &str) -> String {
    let output = Command::new("id").args(["-g", name]).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
