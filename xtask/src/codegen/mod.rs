//! `codegen`: the registries of rules from their files, and the pages and the JSON Schemas from the registries.
//! `new-rule`: a file for a new rule.

mod pages;
mod registry;
mod risks;
mod template;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use registry::JUDGES;

/// Pages that are written by hand.
const BY_HAND: [&str; 1] = ["disagreements.md"];
const SCHEMA: &str = "docs/schemas/report.schema.json";
const HISTORY: &str = "docs/schemas/history.schema.json";
const GUIDE: &str = "docs/guide/specification.md";
const SPECIFICATION: &str = "docs/schemas/specification.schema.json";
const ROLLOUT: &str = "docs/schemas/rollout.schema.json";
/// Where the schemas of plans, rollbacks and proofs lie.
const SCHEMAS: &str = "docs/schemas";

/// Options of `codegen`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing; fail where something is stale.
    #[arg(long)]
    check: bool,
    /// Only what is made from the compiled registries.
    #[arg(long, hide = true)]
    pages_only: bool,
}

/// Options of `new-rule`.
#[derive(clap::Args)]
pub(crate) struct NewRule {
    /// What judges: `schema-diff`, `api-compat` (OpenAPI and JSON Schema), `graphql`, `protobuf`, `avro` or `asyncapi`.
    #[arg(value_name = "CRATE")]
    judge: String,
    /// The kind of object, a folder: `column`, `operation`, …
    group: String,
    /// The id, such that `allow <id>` reads as English: `column-dropped`.
    id: String,
}

/// Writes what is generated, or says what is stale.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = root();
    if !arguments.pages_only {
        let mut fresh = true;
        for judge in &JUDGES {
            for (path, text) in judge.registry(&root)? {
                fresh &= put(&root, &path, &text, arguments.check)?;
            }
        }
        if !fresh {
            // This program holds the old registries; the pages come from the new ones.
            let done = Command::new("cargo").args(["xtask", "codegen", "--pages-only"]).current_dir(&root).status()?;
            ensure!(done.success(), "the pages were not written");
            return Ok(());
        }
    }
    let mut wanted = pages::all()?;
    wanted.insert(SCHEMA.to_owned(), render::findings::json_schema());
    wanted.insert(HISTORY.to_owned(), render::findings::history_json_schema());
    wanted.insert(SPECIFICATION.to_owned(), plan_engine::specification::json_schema());
    wanted.insert(risks::PAGE.to_owned(), risks::page());
    wanted.insert(GUIDE.to_owned(), plan_engine::specification::guide());
    wanted.insert(ROLLOUT.to_owned(), cutover::rollout::json_schema());
    for (name, text) in render::schemas().into_iter().chain(validation::check::schemas()) {
        wanted.insert(format!("{SCHEMAS}/{name}"), text);
    }
    for (name, text) in [
        ("difference", validation::wire::diff_json_schema()),
        ("comparison", validation::wire::comparison_json_schema()),
        ("repair-report", validation::repair::report_json_schema()),
    ] {
        wanted.insert(format!("{SCHEMAS}/{name}.schema.json"), text);
    }
    for (path, text) in &wanted {
        put(&root, path, text, arguments.check)?;
    }
    [pages::PAGES, pages::API_PAGES]
        .iter()
        .try_for_each(|folder| remove_others(&root, folder, &wanted, arguments.check))
}

/// Makes the file of a new rule and registers it.
pub(crate) fn new_rule(arguments: &NewRule) -> Result<()> {
    let well_formed = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    ensure!(well_formed(&arguments.id) && arguments.id.contains('-'), "an id is like `column-dropped`");
    ensure!(well_formed(&arguments.group.replace('_', "-")), "a group is like `column`");
    let judge = JUDGES.iter().find(|judge| judge.name == arguments.judge);
    let judge =
        judge.context("rules are in `schema-diff`, `api-compat`, `graphql`, `protobuf`, `avro` or `asyncapi`")?;
    let root = root();
    let file = root.join(judge.rules).join(&arguments.group).join(format!("{}.rs", arguments.id.replace('-', "_")));
    ensure!(!file.exists(), "{} is there already", file.display());
    fs::create_dir_all(file.parent().context("a folder")?)?;
    fs::write(&file, (judge.template)(&arguments.id))?;
    for (path, text) in judge.registry(&root)? {
        put(&root, &path, &text, false)?;
    }
    println!("fill in {}, then run `cargo xtask codegen`", file.display());
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
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
fn remove_others(root: &Path, folder: &str, wanted: &BTreeMap<String, String>, check: bool) -> Result<()> {
    for file in sorted(&root.join(folder))?.iter().filter(|file| file.is_file()) {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let path = format!("{folder}/{name}");
        if !wanted.contains_key(&path) && !BY_HAND.contains(&name) {
            ensure!(!check, "{path} belongs to no rule: run `cargo xtask codegen`");
            fs::remove_file(file)?;
            println!("removed {path}");
        }
    }
    Ok(())
}
