//! A folder: a schema in several files, or migrations in the order of their names.

use std::path::{Path, PathBuf};

use findings::SourceText;

use super::file;
use crate::Failure;

/// Reads all `*.sql` files below `folder` in the order of their paths, those that take a migration back left out.
pub(super) fn read(folder: &Path) -> Result<Vec<SourceText>, Failure> {
    let mut files = Vec::new();
    collect(folder, &is_schema, &mut files)?;
    files.sort_by_key(|path| natural(path));
    if files.is_empty() {
        return Err(empty(&folder.display().to_string(), "/"));
    }
    files.iter().map(|path| file::read(path)).collect()
}

/// Why a folder without a schema is refused: one of an interface is named by its file.
pub(super) fn empty(folder: &str, separator: &str) -> Failure {
    let folder = folder.trim_end_matches('/');
    Failure::new(format!("{folder}: there is no .sql file in this folder, and none of an interface")).help(format!(
        "a folder holds the schema of a database, or the files of an interface (.graphql, .proto, .avsc, .yaml, .json); one \
         document can be named itself: {folder}{separator}openapi.yaml"
    ))
}

/// Whether any file below `folder` makes a part of a database's schema.
#[cfg(feature = "interface")]
pub(super) fn has_schema(folder: &Path) -> Result<bool, Failure> {
    let mut files = Vec::new();
    collect(folder, &is_schema, &mut files)?;
    Ok(!files.is_empty())
}

/// Reads all files below `folder` that can be a part of an interface, by their paths below it.
#[cfg(feature = "interface")]
pub(super) fn read_interface(folder: &Path) -> Result<Vec<(String, SourceText)>, Failure> {
    let mut files = Vec::new();
    collect(folder, &is_interface, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err(empty(&folder.display().to_string(), "/"));
    }
    let below = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
    files.iter().map(|path| Ok((below(path), file::read(path)?))).collect()
}

/// Whether the file at `path` can be a part of an interface; what is hidden is none.
#[cfg(feature = "interface")]
pub(super) fn is_interface(path: &str) -> bool {
    const EXTENSIONS: [&str; 9] = ["yaml", "yml", "json", "graphql", "graphqls", "gql", "proto", "avsc", "avpr"];
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    !name.starts_with('.') && EXTENSIONS.contains(&extension)
}

fn collect(folder: &Path, wanted: &dyn Fn(&str) -> bool, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| Failure::new(format!("{}: cannot be read: {error}", folder.display()));
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        // A link to a folder could lead in a circle.
        if kind.is_dir() {
            collect(&entry.path(), wanted, files)?;
        } else if wanted(&entry.path().to_string_lossy()) {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// Whether the file at `path` makes a part of the schema; `down.sql` and `1_users.down.sql` take a migration back.
pub(super) fn is_schema(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let Some(stem) = name.strip_suffix(".sql") else { return false };
    let last_word = stem.rsplit(['.', '_', '-']).next().unwrap_or(stem);
    !stem.starts_with('.') && !["down", "undo", "rollback"].contains(&last_word)
}

/// A key in which `2_b` comes before `10_a`, as the tools that number migrations without zeros mean it.
pub(super) fn natural(path: &Path) -> Vec<(String, u64)> {
    let text = path.to_string_lossy();
    let mut key = Vec::new();
    let mut rest = text.as_ref();
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(words);
        let digits = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, tail) = tail.split_at(digits);
        key.push((word.to_owned(), number.parse().unwrap_or(u64::MAX)));
        rest = tail;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_back_is_left_out() {
        assert!(is_schema("a/001_users.up.sql") && is_schema("up.sql") && is_schema("markdown.sql"));
        assert!(!is_schema("a/001_users.down.sql") && !is_schema("a/down.sql") && !is_schema("a.txt"));
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        assert!(natural(Path::new("m/2_b.sql")) < natural(Path::new("m/10_a.sql")));
    }
}
