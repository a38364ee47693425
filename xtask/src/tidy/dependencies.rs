//! Direct dependencies between the crates of the workspace follow the table.

use std::path::Path;

use anyhow::Context;
use serde_json::Value;

use super::table::{FREE, TABLE};

pub(super) fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let text = super::output(root, "cargo", &["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Value = serde_json::from_str(&text).context("`cargo metadata` prints no JSON")?;
    let packages: Vec<Package> = list(&metadata["packages"]).map(Package::read).collect();
    let members: Vec<&str> = packages.iter().map(|package| package.name).collect();
    let mut problems = Vec::new();
    for package in &packages {
        if FREE.contains(&package.name) {
            continue;
        }
        let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == package.name) else {
            problems.push(format!("crate {} is not in the table of xtask/src/tidy/table.rs", package.name));
            continue;
        };
        let wrong = package.dependencies.iter().filter(|name| members.contains(name) && !allowed.contains(name));
        problems.extend(wrong.map(|name| format!("crate {} must not depend on {name}", package.name)));
    }
    Ok(problems)
}

struct Package<'a> {
    name: &'a str,
    dependencies: Vec<&'a str>,
}

impl<'a> Package<'a> {
    fn read(package: &'a Value) -> Self {
        let real = list(&package["dependencies"]).filter(|dependency| dependency["kind"] != "dev");
        Self { name: name(package), dependencies: real.map(name).collect() }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn name(value: &Value) -> &str {
    value["name"].as_str().unwrap_or_default()
}
