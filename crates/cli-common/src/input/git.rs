//! `REV:path` in the git repository around the working directory.

use std::process::Command;

use findings::SourceText;

use super::{file, folder};
use crate::Failure;

/// Whether `argument` can be `REV:path`. A revision that starts with a dash would be an option.
pub(super) fn recognises(argument: &str) -> bool {
    argument.split_once(':').is_some_and(|(revision, _)| !revision.is_empty() && !revision.starts_with('-'))
}

/// Reads the file, or the `*.sql` files of the folder, that lies at `REV:path`.
pub(super) fn read(argument: &str) -> Result<Vec<SourceText>, Failure> {
    let kind = git(argument, &["cat-file", "-t", argument])?;
    if String::from_utf8_lossy(&kind).trim() != "tree" {
        return Ok(vec![file::text(argument, git(argument, &["cat-file", "blob", argument])?)?]);
    }
    let listing = git(argument, &["ls-tree", "-r", "-z", "--name-only", argument])?;
    let listing = String::from_utf8_lossy(&listing).into_owned();
    let mut paths: Vec<_> = listing.split('\0').filter(|path| folder::is_schema(path)).collect();
    paths.sort_by_key(|path| folder::natural(std::path::Path::new(path)));
    if paths.is_empty() {
        return Err(folder::empty(argument, if argument.ends_with(':') { "" } else { "/" }));
    }
    let base = argument.trim_end_matches('/');
    let join = |path: &str| if base.ends_with(':') { format!("{base}{path}") } else { format!("{base}/{path}") };
    paths
        .into_iter()
        .map(|path| {
            let name = join(path);
            file::text(&name, git(&name, &["cat-file", "blob", &name])?)
        })
        .collect()
}

/// Reads the file that lies at `path` seen from the folder of `REV:file`.
#[cfg(feature = "interface")]
pub(super) fn read_beside(argument: &str, path: &str) -> Result<SourceText, Failure> {
    let (revision, file) = argument.split_once(':').unwrap_or((argument, ""));
    let name = format!("{revision}:{}", joined(file, path));
    file::text(&name, git(&name, &["cat-file", "blob", &name])?)
}

/// The path of what lies at `path` seen from the folder of `file`; steps upwards are taken here, as git knows them only
/// from the working directory on.
pub(super) fn joined(file: &str, path: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')).filter(|part| !part.is_empty()) {
        match part {
            ".." if parts.last().is_some_and(|last| !matches!(*last, "." | "..")) => {
                parts.pop();
            }
            "." if !parts.is_empty() => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn git(what: &str, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .map_err(|error| Failure::new(format!("{what}: git cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    Err(Failure::new(format!("{what}: neither a file nor found in git: {said}"))
        .help("give a file, a folder, `-`, REV:path or the URL of an engine"))
}
