//! `codegen`: the registry of rules from their files, and the pages and the JSON Schema from the registry.
//! `new-rule`: a file for a new rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use findings::RuleMetadata;

/// Where the rules lie: a folder per kind of object, a file per rule.
const RULES: &str = "crates/schema-diff/src/rules/registry";
const REGISTRY: &str = "crates/schema-diff/src/rules/registry.rs";
const PAGES: &str = "docs/rules";
const SCHEMA: &str = "docs/schemas/report.schema.json";
/// Where the schemas of plans, rollbacks and proofs lie.
const SCHEMAS: &str = "docs/schemas";

/// Options of `codegen`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing; fail where something is stale.
    #[arg(long)]
    check: bool,
    /// Only what is made from the compiled registry.
    #[arg(long, hide = true)]
    pages_only: bool,
}

/// Options of `new-rule`.
#[derive(clap::Args)]
pub(crate) struct NewRule {
    /// The kind of object, a folder: `column`, `constraint`, …
    group: String,
    /// The id, such that `allow <id>` reads as English: `column-dropped`.
    id: String,
}

/// Writes what is generated, or says what is stale.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = root();
    if !arguments.pages_only {
        let files = rule_files(&root)?;
        let fresh = put(&root, REGISTRY, &registry(&files)?, arguments.check)?;
        if !fresh {
            // This program holds the old registry; the pages come from the new one.
            let done = Command::new("cargo").args(["xtask", "codegen", "--pages-only"]).current_dir(&root).status()?;
            ensure!(done.success(), "the pages were not written");
            return Ok(());
        }
    }
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    wanted.insert(SCHEMA.to_owned(), render::findings::json_schema());
    for (name, text) in render::schemas() {
        wanted.insert(format!("{SCHEMAS}/{name}"), text);
    }
    wanted.insert(format!("{PAGES}/README.md"), index());
    for rule in schema_diff::rules::registry().iter() {
        wanted.insert(format!("{PAGES}/{}.md", rule.id), page(rule));
    }
    for (path, text) in &wanted {
        put(&root, path, text, arguments.check)?;
    }
    remove_others(&root, &wanted, arguments.check)
}

/// Makes the file of a new rule and registers it.
pub(crate) fn new_rule(arguments: &NewRule) -> Result<()> {
    let well_formed = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    ensure!(well_formed(&arguments.id) && arguments.id.contains('-'), "an id is like `column-dropped`");
    ensure!(well_formed(&arguments.group), "a group is like `column`");
    let root = root();
    let file = root.join(RULES).join(&arguments.group).join(format!("{}.rs", arguments.id.replace('-', "_")));
    ensure!(!file.exists(), "{} is there already", file.display());
    fs::create_dir_all(file.parent().context("a folder")?)?;
    fs::write(&file, template(&arguments.id))?;
    put(&root, REGISTRY, &registry(&rule_files(&root)?)?, false)?;
    println!("fill in {}, then run `cargo xtask codegen`", file.display());
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// The modules of the rules by group, in order.
fn rule_files(root: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut groups = BTreeMap::new();
    for group in sorted(&root.join(RULES))? {
        let mut modules = Vec::new();
        for file in sorted(&group)? {
            modules.push(stem(&file)?);
        }
        groups.insert(stem(&group)?, modules);
    }
    Ok(groups)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> Result<String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).context("a file name in UTF-8")?;
    Ok(stem.to_owned())
}

fn registry(groups: &BTreeMap<String, Vec<String>>) -> Result<String> {
    let mut text = String::from(
        "//! All rules. Written by `cargo xtask codegen`; do not edit.\n\nuse findings::RuleMetadata;\n\nuse super::rule::Check;\n\n",
    );
    for (group, modules) in groups {
        writeln!(text, "mod {group} {{")?;
        for module in modules {
            writeln!(text, "    pub(super) mod {module};")?;
        }
        writeln!(text, "}}")?;
    }
    let paths: Vec<String> =
        groups.iter().flat_map(|(group, modules)| modules.iter().map(move |it| format!("{group}::{it}"))).collect();
    writeln!(text, "\n/// What judges, by kind of object and id of the rule.\npub(super) const CHECKS: &[Check] = &[")?;
    for path in &paths {
        writeln!(text, "    {path}::check,")?;
    }
    writeln!(text, "];\n\n/// What is known of the rules apart from their code, in the same order.")?;
    writeln!(text, "pub(super) const METADATA: &[&RuleMetadata] = &[")?;
    for path in &paths {
        writeln!(text, "    &{path}::RULE,")?;
    }
    writeln!(text, "];")?;
    Ok(text)
}

/// Writes `text` where it is not there yet; true where it was.
fn put(root: &Path, path: &str, text: &str, check: bool) -> Result<bool> {
    let file = root.join(path);
    if fs::read_to_string(&file).is_ok_and(|old| old == text) {
        return Ok(true);
    }
    if check {
        bail!("{path} is stale: run `cargo xtask codegen`");
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&file, text).with_context(|| format!("cannot write {path}"))?;
    println!("wrote {path}");
    Ok(false)
}

/// Takes away pages of rules that are no more.
fn remove_others(root: &Path, wanted: &BTreeMap<String, String>, check: bool) -> Result<()> {
    for file in sorted(&root.join(PAGES))? {
        let path = format!("{PAGES}/{}", file.file_name().and_then(|name| name.to_str()).unwrap_or_default());
        if !wanted.contains_key(&path) {
            ensure!(!check, "{path} belongs to no rule: run `cargo xtask codegen`");
            fs::remove_file(&file)?;
            println!("removed {path}");
        }
    }
    Ok(())
}

fn index() -> String {
    let mut text = String::from(
        "# Rules\n\nWritten by `cargo xtask codegen`; do not edit. `compat explain RULE` prints a page. To allow a finding, \
         write `-- allow RULE: reason` on the line of the definition or the line before.\n\n\
         | rule | severity | who breaks | dialects | what it finds |\n|---|---|---|---|---|\n",
    );
    for rule in schema_diff::rules::registry().iter() {
        text.push_str(&format!(
            "| [{id}]({id}.md) | `{}` | {} | {} | {} |\n",
            rule.severity,
            parties(rule),
            rule.kinds.join(", "),
            rule.summary,
            id = rule.id,
        ));
    }
    text
}

fn page(rule: &RuleMetadata) -> String {
    format!("<!-- Written by `cargo xtask codegen`; do not edit. -->\n{}", render::findings::rule_page(rule))
}

fn parties(rule: &RuleMetadata) -> String {
    rule.who_breaks.iter().map(|party| format!("`{party}`")).collect::<Vec<_>>().join(", ")
}

fn template(id: &str) -> String {
    format!(
        r#"//! What changed, in one line.

use findings::{{Finding, Party, RuleMetadata, Severity}};

use crate::diff::{{Change, ChangeKind}};
use crate::rules::context::Context;
use crate::rules::rule::EVERYWHERE;

/// What changed, in one line.
pub(crate) const RULE: RuleMetadata = RuleMetadata {{
    id: "{id}",
    severity: Severity::Breaking,
    kinds: EVERYWHERE,
    who_breaks: &[Party::OldWriters],
    summary: "What changed, in one line.",
    explanation: "Why that matters, for whom, and the way out. See the manual, section.",
    bad: ("", ""),
    good: ("", ""),
}};

/// Judges `change`, where it is one of this kind.
pub(crate) fn check(change: &Change, context: &Context<'_>) -> Option<Finding> {{
    let ChangeKind::MaybeRenamed {{ .. }} = &change.kind else {{ return None }};
    Some(context.finding(&RULE, change, "what changed", "why that matters", "what to do"))
}}
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_file_is_registered() {
        let root = root();
        let wanted = registry(&rule_files(&root).unwrap()).unwrap();
        let written = fs::read_to_string(root.join(REGISTRY)).unwrap();
        assert_eq!(written, wanted, "run `cargo xtask codegen`");
    }
}
