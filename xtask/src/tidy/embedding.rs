//! Whoever embeds a library gets no driver, no runtime, no terminal library and no argument parser with it.

use std::path::Path;

use super::table::{EMBEDDED, HEAVY};

pub(super) fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    for package in EMBEDDED {
        let arguments = ["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}"];
        let tree = super::output(root, "cargo", &arguments)?;
        let mut heavy: Vec<&str> =
            tree.lines().filter_map(|line| line.split(' ').next()).filter(|name| HEAVY.contains(name)).collect();
        heavy.sort_unstable();
        heavy.dedup();
        problems.extend(heavy.into_iter().map(|name| format!("crate {package} pulls in {name}")));
    }
    Ok(problems)
}
