//! `cargo xtask tidy`: checks of what the compiler does not see. Each check is one file and returns what is wrong.

mod dependencies;
mod embedding;
mod paths;
mod readmes;
mod sources;
mod table;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

pub(crate) fn run() -> anyhow::Result<()> {
    let root = root();
    let files = tracked(&root)?;
    let mut problems = dependencies::check(&root)?;
    problems.extend(embedding::check(&root)?);
    problems.extend(readmes::check(&root)?);
    problems.extend(sources::check(&root, &files)?);
    problems.extend(paths::check(&root, &files));
    for problem in &problems {
        eprintln!("{problem}");
    }
    match problems.len() {
        0 => Ok(()),
        1 => bail!("one thing is untidy"),
        count => bail!("{count} things are untidy"),
    }
}

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// What `git` tracks or would track, relative to the root; without git, everything is taken for untracked.
fn tracked(root: &Path) -> anyhow::Result<Vec<String>> {
    let listed = output(root, "git", &["ls-files", "--cached", "--others", "--exclude-standard"])?;
    Ok(listed.lines().map(str::to_owned).filter(|file| root.join(file).is_file()).collect())
}

/// What a command prints; an error where it fails.
fn output(root: &Path, program: &str, arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output()
        .with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        bail!("`{program} {}` failed: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
