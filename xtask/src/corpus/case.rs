//! Cases as JSONL files hold them.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// A case; other keys of its line are left alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Case {
    /// Unique in its file.
    pub(super) id: String,
    /// Whose SQL it is.
    #[serde(default)]
    pub(super) dialect: String,
    /// The schema before.
    #[serde(default)]
    pub(super) before: String,
    /// The schema after.
    #[serde(default)]
    pub(super) after: Option<String>,
    /// Rows that are there before and must survive: a script of `INSERT`s.
    #[serde(default, rename = "seed_before")]
    pub(super) rows: Option<String>,
    /// The migration that the authors wrote.
    #[serde(default)]
    pub(super) migration: Option<String>,
    /// What else is known of it.
    #[serde(default)]
    pub(super) meta: Option<Meta>,
    /// The file that it stands in.
    #[serde(default)]
    pub(super) file: String,
}

/// What else is known of a case.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Meta {
    /// The oldest major version of the engine that takes it.
    #[serde(default, rename = "minVersion")]
    pub(super) min_version: Option<u32>,
}

/// `path` where it is a file, the JSONL files in it where it is a folder.
pub(super) fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let listed = std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
    let mut files: Vec<PathBuf> = listed.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    Ok(files)
}

/// The cases of one file.
pub(super) fn read(file: &Path) -> anyhow::Result<Vec<Case>> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(file)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let case: Case = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
            Ok(Case { file: name.clone(), ..case })
        })
        .collect()
}
