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
    for package in ["api-compat", "cutover", "schedule", "source-tree"] {
        problems.extend(tree(root, package)?);
    }
    Ok(problems)
}

/// Libraries that others embed show their dependencies as a tree, which is the one that cargo resolves.
fn tree(root: &Path, package: &str) -> anyhow::Result<Option<String>> {
    let readme = std::fs::read_to_string(root.join(format!("crates/{package}/README.md")))?;
    // Other blocks of text may stand before it.
    let start = readme.find(&format!("```text\n{package}\n")).and_then(|at| readme.get(at + "```text\n".len()..));
    let shown = start.and_then(|rest| rest.split_once("```")).map(|(tree, _)| tree);
    let arguments =
        ["tree", "--package", package, "--edges", "normal,no-proc-macro", "--depth", "2", "--format", "{p}"];
    let tree = super::output(root, "cargo", &arguments)?;
    let mut names: Vec<&str> = tree.lines().map(|line| line.split(" v").next().unwrap_or(line)).collect();
    // The last line ends as the others do.
    names.push("");
    let names = names.join("\n");
    let problem = format!("crates/{package}/README.md shows another tree of dependencies than\n{names}");
    Ok((shown != Some(names.as_str())).then_some(problem))
}
