//! The registries of rules, from the files in which the rules lie.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use super::{sorted, stem};

/// A crate that judges.
pub(super) struct Judge {
    /// As on the command line of `new-rule`.
    pub(super) name: &'static str,
    /// Where its rules lie: a folder per kind of object, a file per rule; beside it, the file that lists them.
    pub(super) rules: &'static str,
    /// The files that list them: path below the folder of the rules, without extension, and text.
    texts: fn(&Groups) -> Result<Texts>,
    /// The text of a new rule's file.
    pub(super) template: fn(&str) -> String,
}

/// Files to write: path and text.
type Texts = Vec<(String, String)>;

/// The modules of the rules by group, in order.
type Groups = BTreeMap<String, Vec<String>>;

pub(super) const JUDGES: [Judge; 6] = [
    Judge {
        name: "schema-diff",
        rules: "crates/schema-diff/src/rules/registry",
        texts: of_schema_diff,
        template: super::template::schema_diff,
    },
    Judge {
        name: "api-compat",
        rules: "crates/api-compat/src/rules/registry",
        texts: of_api_compat,
        template: super::template::api_compat,
    },
    format("graphql", "crates/api-compat/src/graphql/rules/registry"),
    format("protobuf", "crates/api-compat/src/protobuf/rules/registry"),
    format("avro", "crates/api-compat/src/avro/rules/registry"),
    format("asyncapi", "crates/api-compat/src/asyncapi/rules/registry"),
];

/// A format of `api-compat` with rules over changes of its own.
const fn format(name: &'static str, rules: &'static str) -> Judge {
    Judge { name, rules, texts: of_format, template: super::template::format }
}

impl Judge {
    /// The files that list the rules: path and text.
    pub(super) fn registry(&self, root: &Path) -> Result<Texts> {
        let mut groups = Groups::new();
        let folder = root.join(self.rules);
        if !folder.is_dir() {
            return Ok(Texts::new());
        }
        for group in sorted(&folder)? {
            let modules = sorted(&group)?.iter().map(|file| stem(file)).collect::<Result<Vec<_>>>()?;
            groups.insert(stem(&group)?, modules.into_iter().filter(|module| module != "mod").collect());
        }
        let texts = (self.texts)(&groups)?.into_iter();
        texts.map(|(path, text)| Ok((format!("{}{path}.rs", self.rules), formatted(root, &text)?))).collect()
    }
}

/// As `cargo fmt` would have it.
fn formatted(root: &Path, text: &str) -> Result<String> {
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024"]).current_dir(root).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot start rustfmt")?;
    child.stdin.take().context("rustfmt reads nothing")?.write_all(text.as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "rustfmt does not take the registry");
    Ok(String::from_utf8(output.stdout)?)
}

const MARK: &str = "Written by `cargo xtask codegen`; do not edit.";

fn of_schema_diff(groups: &Groups) -> Result<Texts> {
    let mut text = format!("//! All rules. {MARK}\n\nuse findings::RuleMetadata;\n\nuse super::rule::Check;\n\n");
    for (group, modules) in groups {
        writeln!(text, "mod {group} {{")?;
        for module in modules {
            writeln!(text, "    pub(super) mod {module};")?;
        }
        writeln!(text, "}}")?;
    }
    let paths = groups.iter().flat_map(|(group, modules)| modules.iter().map(move |it| format!("{group}::{it}")));
    let (checks, metadata): (String, String) =
        paths.map(|path| (format!("{path}::check,"), format!("&{path}::RULE,"))).unzip();
    write!(
        text,
        "\n/// What judges, by kind of object and id of the rule.\n\
         pub(super) const CHECKS: &[Check] = &[{checks}];\n\n\
         /// What is known of the rules apart from their code, in the same order.\n\
         pub(super) const METADATA: &[&RuleMetadata] = &[{metadata}];\n"
    )?;
    Ok(vec![(String::new(), text)])
}

/// A file for each group, and one that lists the groups: those about schemas are asked by themselves.
fn of_api_compat(groups: &Groups) -> Result<Texts> {
    let mut texts = Vec::new();
    for (group, modules) in groups {
        let mut text = format!("//! Rules of one group. {MARK}\n\nuse crate::rules::RuleFile;\n\n");
        modules.iter().try_for_each(|module| writeln!(text, "mod {module};"))?;
        let files: Vec<_> = modules.iter().map(|it| format!("({it}::RULES, {it}::check)")).collect();
        let files = files.join(",");
        writeln!(text, "\n/// By id of the rule.\npub(super) const FILES: &[RuleFile] = &[{files}];")?;
        texts.push((format!("/{group}/mod"), text));
    }
    let mut text = format!("//! All rules by group. {MARK}\n\nuse super::RuleFile;\n\n");
    groups.keys().try_for_each(|group| writeln!(text, "mod {group};"))?;
    let files = |wanted: fn(&str) -> bool| -> String {
        let files: Vec<_> = groups.keys().filter(|group| wanted(group)).map(|it| format!("{it}::FILES")).collect();
        files.join(",")
    };
    let (schema, others) = (files(|group| group == "schema"), files(|group| group != "schema"));
    write!(
        text,
        "\n/// About everything but schemas.\npub(super) const OTHERS: &[&[RuleFile]] = &[{others}];\n\n\
         /// About schemas.\npub(super) const SCHEMA: &[&[RuleFile]] = &[{schema}];\n"
    )?;
    texts.push((String::new(), text));
    Ok(texts)
}

/// One file: the rules of a format, whose `rules` module says what a rule's file holds.
fn of_format(groups: &Groups) -> Result<Texts> {
    let mut text = format!("//! All rules of the format. {MARK}\n\nuse super::RuleFile;\n\n");
    for (group, modules) in groups {
        writeln!(text, "mod {group} {{")?;
        for module in modules {
            writeln!(text, "    pub(super) mod {module};")?;
        }
        writeln!(text, "}}")?;
    }
    let paths = groups.iter().flat_map(|(group, modules)| modules.iter().map(move |it| format!("{group}::{it}")));
    let files: String = paths.map(|path| format!("({path}::RULES, {path}::check),")).collect();
    write!(text, "\n/// By kind of object and id of the rule.\npub(super) const FILES: &[RuleFile] = &[{files}];\n")?;
    Ok(vec![(String::new(), text)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_file_is_registered() {
        let root = super::super::root();
        for judge in &JUDGES {
            for (path, text) in judge.registry(&root).unwrap() {
                let written = std::fs::read_to_string(root.join(&path)).unwrap_or_default();
                assert_eq!(written, text, "{path}: run `cargo xtask codegen`");
            }
        }
    }
}
