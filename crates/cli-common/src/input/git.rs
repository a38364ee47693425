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

/// Whether `argument` is a folder in which no file makes a part of a database's schema.
#[cfg(feature = "interface")]
pub(super) fn is_folder_without_schema(argument: &str) -> Result<bool, Failure> {
    let kind = git(argument, &["cat-file", "-t", argument])?;
    if String::from_utf8_lossy(&kind).trim() != "tree" {
        return Ok(false);
    }
    let listing = git(argument, &["ls-tree", "-r", "-z", "--name-only", argument])?;
    Ok(!String::from_utf8_lossy(&listing).split('\0').any(folder::is_schema))
}

/// Reads all files of the folder `argument` that can be a part of an interface, by their paths below it; git is asked for
/// all of them at once.
#[cfg(feature = "interface")]
pub(super) fn read_interface(argument: &str) -> Result<Vec<(String, SourceText)>, Failure> {
    let listing = git(argument, &["ls-tree", "-r", "-z", argument])?;
    let listing = String::from_utf8_lossy(&listing).into_owned();
    // `MODE SP blob SP OBJECT TAB PATH`
    let blobs: Vec<(&str, &str)> = listing
        .split('\0')
        .filter_map(|line| line.split_once('\t'))
        .filter(|(_, path)| folder::is_interface(path))
        .filter_map(|(head, path)| Some((head.split(' ').nth(2)?, path)))
        .collect();
    let base = argument.trim_end_matches('/');
    if blobs.is_empty() {
        return Err(folder::empty(argument, if argument.ends_with(':') { "" } else { "/" }));
    }
    let all = batch(argument, blobs.iter().map(|(object, _)| *object))?;
    let mut rest = all.as_slice();
    let mut files = Vec::with_capacity(blobs.len());
    for (_, path) in blobs {
        let name = if base.ends_with(':') { format!("{base}{path}") } else { format!("{base}/{path}") };
        let text = next_blob(&mut rest)
            .ok_or_else(|| Failure::new(format!("{name}: git did not give the file")).help("try `git fsck`"))?;
        files.push((path.to_owned(), file::text(&name, text.to_vec())?));
    }
    Ok(files)
}

/// What `git cat-file --batch` says of `objects`.
#[cfg(feature = "interface")]
fn batch<'o>(what: &str, objects: impl Iterator<Item = &'o str>) -> Result<Vec<u8>, Failure> {
    use std::io::Write as _;
    use std::process::Stdio;

    let failure = |error: std::io::Error| Failure::new(format!("{what}: git cannot be run: {error}"));
    let wanted: String = objects.flat_map(|object| [object, "\n"]).collect();
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failure)?;
    let input = child.stdin.take();
    std::thread::scope(|scope| {
        // While git writes what it was asked for, it does not read on: somebody else asks.
        scope.spawn(move || input.map(|mut input| input.write_all(wanted.as_bytes())));
        child.wait_with_output().map(|output| output.stdout).map_err(failure)
    })
}

/// Takes `OBJECT SP blob SP SIZE LF CONTENT LF` off the front.
#[cfg(feature = "interface")]
fn next_blob<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let size: usize = std::str::from_utf8(rest.get(..end)?).ok()?.rsplit(' ').next()?.parse().ok()?;
    let content = rest.get(end + 1..end + 1 + size)?;
    *rest = rest.get(end + 2 + size..).unwrap_or_default();
    Some(content)
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
