//! The cases under `fixtures/`: a schema before, a schema after, and what is expected of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Error;
use crate::error::Doing;

/// The inputs of a case; every other file in its folder is expected output.
const INPUTS: [&str; 3] = ["before.sql", "after.sql", "options.json"];

/// A case.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// Its folder relative to `fixtures/`, for example `postgres/columns/drop`.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// What it is about.
    pub kind: Kind,
    /// The dialect, as on the command line.
    pub dialect: String,
    /// The schema before.
    pub before: String,
    /// The schema after.
    pub after: String,
    /// What the command line would say besides.
    pub options: Options,
}

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The whole way: findings, plan and rollback.
    Migration,
    /// One rule: findings.
    Rule,
}

/// What the command line would say besides the two schemas.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// The dialect, for a rule's case; PostgreSQL where it says nothing.
    pub dialect: Option<String>,
    /// Renames, `old=new`.
    pub renames: Vec<String>,
    /// Values for rows that lack one: column and SQL expression.
    pub fills: BTreeMap<String, String>,
    /// Conversions, `table.column=up:…,down:…`.
    pub conversions: Vec<String>,
    /// What columns that come and go are made of: column and SQL expression.
    pub derives: BTreeMap<String, String>,
    /// Columns that move, `table.column=other.column`.
    pub moves: Vec<String>,
    /// What joins their tables, `other.column=table.column`.
    pub joins: Vec<String>,
}

impl Fixture {
    /// All cases of the workspace, in order of their names.
    pub fn all() -> Result<Vec<Self>, Error> {
        // Cargo says at run time where it runs; what was compiled in may be another checkout with the same build folder.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let manifest = manifest.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        let root = manifest.ancestors().find(|folder| folder.join("Cargo.lock").is_file());
        Self::all_in(&root.unwrap_or(&manifest).join("fixtures"))
    }

    /// All cases under `root`, in order of their names.
    pub fn all_in(root: &Path) -> Result<Vec<Self>, Error> {
        let mut found = Vec::new();
        for kind in ["postgres", "sqlite", "rules"] {
            for group in folders(&root.join(kind))? {
                for case in folders(&group)? {
                    found.push(Self::load(root, &case)?);
                }
            }
        }
        Ok(found)
    }

    /// The outputs that lie in its folder: file name and text.
    pub fn expected(&self) -> Result<BTreeMap<String, String>, Error> {
        let mut expected = BTreeMap::new();
        for entry in entries(&self.folder)? {
            let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if entry.is_file() && !INPUTS.contains(&name.as_str()) {
                expected.insert(name, text(&entry)?);
            }
        }
        Ok(expected)
    }

    fn load(root: &Path, folder: &Path) -> Result<Self, Error> {
        let name = folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().into_owned();
        let options = folder.join("options.json");
        let options: Options = if options.is_file() {
            serde_json::from_str(&text(&options)?).doing(|| format!("cannot read {}", options.display()))?
        } else {
            Options::default()
        };
        let (kind, dialect) = match name.split('/').next() {
            Some("rules") => (Kind::Rule, options.dialect.clone().unwrap_or_else(|| "postgres".to_owned())),
            dialect => (Kind::Migration, dialect.unwrap_or_default().to_owned()),
        };
        let before = text(&folder.join("before.sql"))?;
        let after = text(&folder.join("after.sql"))?;
        Ok(Self { name, folder: folder.to_owned(), kind, dialect, before, after, options })
    }
}

fn text(file: &Path) -> Result<String, Error> {
    std::fs::read_to_string(file).doing(|| format!("cannot read {}", file.display()))
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    Ok(entries(folder)?.into_iter().filter(|entry| entry.is_dir()).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let listed = std::fs::read_dir(folder).doing(|| format!("cannot list {}", folder.display()))?;
    let mut entries: Vec<PathBuf> = listed.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    entries.sort();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_cases_of_both_dialects() {
        let all = Fixture::all().unwrap();
        let count = |dialect: &str| {
            all.iter().filter(|fixture| fixture.kind == Kind::Migration && fixture.dialect == dialect).count()
        };
        assert!(count("postgres") >= 30, "{}", count("postgres"));
        assert!(count("sqlite") >= 20, "{}", count("sqlite"));
    }
}
