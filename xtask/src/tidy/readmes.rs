//! Every crate says what it is.

use std::path::Path;

use anyhow::Context;

pub(super) fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    for entry in std::fs::read_dir(root.join("crates")).context("cannot list the crates")? {
        let folder = entry?.path();
        if folder.join("Cargo.toml").is_file() && !folder.join("README.md").is_file() {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            problems.push(format!("crates/{name} has no README.md"));
        }
    }
    problems.sort();
    Ok(problems)
}
