//! A folder of artefacts: written whole or not at all, and never over what somebody else put there.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use cli_common::Failure;
use render::artefact::{Artefacts, Manifest, sha256};

const MANIFEST: &str = "artefacts.json";
/// Folders in folders that are looked into; none that is written is as deep.
const DEEPEST: usize = 16;

/// What of `folder` is not as `wanted`, a line for each file.
pub(crate) fn differences(folder: &Path, wanted: &Artefacts) -> Result<Vec<String>, Failure> {
    let there = files(folder)?;
    let manifest = wanted.manifest.to_json();
    let all = wanted.files.iter().map(|it| (it.path.as_str(), it.text.as_str()));
    let wanted: BTreeMap<&str, &str> = all.chain([(MANIFEST, manifest.as_str())]).collect();
    let mut lines = Vec::new();
    for (path, text) in &wanted {
        match there.get(*path) {
            None => lines.push(format!("missing: {path}")),
            Some(file) if read(file)? != text.as_bytes() => lines.push(format!("differs: {path}")),
            Some(_) => {}
        }
    }
    lines
        .extend(there.keys().filter(|it| !wanted.contains_key(it.as_str())).map(|it| format!("not of the plan: {it}")));
    Ok(lines)
}

/// Writes all of `wanted` to `folder`: beside it first, then in its place.
pub(crate) fn write(folder: &Path, wanted: &Artefacts) -> Result<(), Failure> {
    refuse_foreign(folder)?;
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let name = folder
        .file_name()
        .ok_or_else(|| Failure::new(format!("{}: this is no folder of its own", folder.display())))?;
    let parent = folder.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent).map_err(|error| cannot("be made", parent, &error))?;
    let beside = |word: &str| parent.join(format!(".{}.{word}-{}", name.to_string_lossy(), std::process::id()));
    let (new, old) = (beside("new"), beside("old"));
    let done = write_all(&new, wanted).and_then(|()| swap(&folder, &new, &old));
    if done.is_err() {
        // What is half written is of no use; that it may stay behind is said by nothing worse than its name.
        let _ = fs::remove_dir_all(&new);
    }
    done
}

fn write_all(folder: &Path, wanted: &Artefacts) -> Result<(), Failure> {
    let manifest = wanted.manifest.to_json();
    let all = wanted.files.iter().map(|it| (it.path.as_str(), it.text.as_str(), it.executable));
    for (path, text, executable) in all.chain([(MANIFEST, manifest.as_str(), false)]) {
        let file = folder.join(path);
        let parent = file.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| cannot("be made", parent, &error))?;
        fs::write(&file, text).map_err(|error| cannot("be written", &file, &error))?;
        if executable {
            make_executable(&file)?;
        }
    }
    Ok(())
}

/// Puts `new` in the place of `folder`.
fn swap(folder: &Path, new: &Path, old: &Path) -> Result<(), Failure> {
    let moved = match fs::rename(folder, old) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(cannot("be replaced", folder, &error)),
    };
    if let Err(error) = fs::rename(new, folder) {
        if moved {
            let _ = fs::rename(old, folder);
        }
        return Err(cannot("be written", folder, &error));
    }
    if moved {
        fs::remove_dir_all(old).map_err(|error| cannot("be removed", old, &error))?;
    }
    Ok(())
}

#[cfg(unix)]
fn make_executable(file: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
        .map_err(|error| cannot("be made a program", file, &error))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<(), Failure> {
    Ok(())
}

/// A folder is replaced only where everything in it is as this command wrote it.
fn refuse_foreign(folder: &Path) -> Result<(), Failure> {
    let there = files(folder)?;
    if there.is_empty() {
        return Ok(());
    }
    let shown = folder.display();
    let text = there.get(MANIFEST).map(|it| read(it)).transpose()?;
    let manifest = text.and_then(|it| Manifest::from_json(&String::from_utf8_lossy(&it)));
    let Some(manifest) = manifest else {
        return Err(Failure::new(format!("{shown} holds files that `plan artefacts` did not write"))
            .help("give a folder that is empty or not there yet"));
    };
    let known: BTreeMap<&str, &str> = manifest.files.iter().map(|it| (it.path.as_str(), it.sha256.as_str())).collect();
    for (path, file) in there.iter().filter(|(path, _)| *path != MANIFEST) {
        let Some(digest) = known.get(path.as_str()) else {
            return Err(Failure::new(format!("{shown} holds {path}, which `plan artefacts` did not write"))
                .help("move it elsewhere, or give another folder"));
        };
        if sha256(&read(file)?) != *digest {
            return Err(Failure::new(format!("{shown}: {path} has been changed since it was written"))
                .help("put the change into the specification, then delete the file; or give another folder"));
        }
    }
    Ok(())
}

/// The files of a folder by their paths in it, with `/`; nothing where it is not there.
fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Failure> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![(folder.to_owned(), String::new(), 0_usize)];
    while let Some((at, prefix, depth)) = waiting.pop() {
        let entries = match fs::read_dir(&at) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound && depth == 0 => break,
            Err(error) => return Err(cannot("be read", &at, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| cannot("be read", &at, &error))?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
            if is_folder && depth < DEEPEST {
                waiting.push((entry.path(), format!("{path}/"), depth + 1));
            } else {
                found.insert(path, entry.path());
            }
        }
    }
    Ok(found)
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| cannot("be read", file, &error))
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{}: cannot {what}: {error}", path.display()))
}
