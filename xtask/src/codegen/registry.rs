//! The registries of rules, from the files in which the rules lie.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

use super::{sorted, stem};

/// A crate that judges.
pub(super) struct Judge {
    /// As on the command line of `new-rule`.
    pub(super) name: &'static str,
    /// Where its rules lie: a folder per kind of object, a file per rule.
    pub(super) rules: &'static str,
    /// The file that lists them.
    pub(super) registry: &'static str,
    /// The registry's text for the modules of the rules by group.
    pub(super) text: fn(&Groups) -> Result<String>,
    /// The text of a new rule's file.
    pub(super) template: fn(&str) -> String,
}

/// The modules of the rules by group, in order.
pub(super) type Groups = BTreeMap<String, Vec<String>>;

pub(super) const JUDGES: [Judge; 2] = [
    Judge {
        name: "schema-diff",
        rules: "crates/schema-diff/src/rules/registry",
        registry: "crates/schema-diff/src/rules/registry.rs",
        text: of_schema_diff,
        template: super::template::schema_diff,
    },
    Judge {
        name: "api-compat",
        rules: "crates/api-compat/src/rules/registry",
        registry: "crates/api-compat/src/rules/registry.rs",
        text: of_api_compat,
        template: super::template::api_compat,
    },
];

/// Rules that judge no change of their own.
const NO_CHANGE: [&str; 5] = [
    "unclassified",
    "crate::bump",
    "whole::version_not_raised",
    "whole::version_lowered",
    "whole::major_version_not_raised",
];

impl Judge {
    pub(super) fn registry_text(&self, root: &Path) -> Result<String> {
        let mut groups = Groups::new();
        for group in sorted(&root.join(self.rules))? {
            let modules = sorted(&group)?.iter().map(|file| stem(file)).collect::<Result<_>>()?;
            groups.insert(stem(&group)?, modules);
        }
        (self.text)(&groups)
    }
}

const HEAD: &str =
    "//! All rules. Written by `cargo xtask codegen`; do not edit.\n\nuse findings::RuleMetadata;\n\nuse super::";

fn of_schema_diff(groups: &Groups) -> Result<String> {
    let mut text = format!("{HEAD}rule::Check;\n\n");
    modules(&mut text, groups)?;
    let paths: Vec<String> = paths(groups, |_| true);
    list(&mut text, "What judges, by kind of object and id of the rule.", "CHECKS: &[Check]", &paths, "check")?;
    let doc = "What is known of the rules apart from their code, in the same order.";
    let paths: Vec<String> = paths.iter().map(|path| format!("&{path}")).collect();
    list(&mut text, doc, "METADATA: &[&RuleMetadata]", &paths, "RULE")?;
    Ok(text)
}

fn of_api_compat(groups: &Groups) -> Result<String> {
    let mut text = format!("{HEAD}{{Check, unclassified, whole}};\n\n");
    modules(&mut text, groups)?;
    let others = paths(groups, |group| group != "schema");
    list(&mut text, "What judges changes outside schemas.", "CHECKS: &[Check]", &others, "check")?;
    let schema = paths(groups, |group| group == "schema");
    list(&mut text, "What judges changes of schemas.", "SCHEMA_CHECKS: &[Check]", &schema, "check")?;
    let mut all: Vec<String> = NO_CHANGE.iter().map(|&path| path.to_owned()).collect();
    all.extend(paths(groups, |_| true));
    let doc = "What is known of the rules apart from their code, by file.";
    list(&mut text, doc, "METADATA: &[&[RuleMetadata]]", &all, "RULES")?;
    Ok(text)
}

fn modules(text: &mut String, groups: &Groups) -> Result<()> {
    for (group, modules) in groups {
        writeln!(text, "mod {group} {{")?;
        for module in modules {
            writeln!(text, "    pub(super) mod {module};")?;
        }
        writeln!(text, "}}")?;
    }
    Ok(())
}

fn paths(groups: &Groups, wanted: fn(&str) -> bool) -> Vec<String> {
    let wanted = groups.iter().filter(|(group, _)| wanted(group));
    wanted.flat_map(|(group, modules)| modules.iter().map(move |it| format!("{group}::{it}"))).collect()
}

fn list(text: &mut String, doc: &str, declaration: &str, paths: &[String], item: &str) -> Result<()> {
    if paths.is_empty() {
        writeln!(text, "\n/// {doc}\npub(super) const {declaration} = &[];")?;
        return Ok(());
    }
    writeln!(text, "\n/// {doc}\npub(super) const {declaration} = &[")?;
    for path in paths {
        writeln!(text, "    {path}::{item},")?;
    }
    writeln!(text, "];")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_file_is_registered() {
        let root = super::super::root();
        for judge in &JUDGES {
            let written = std::fs::read_to_string(root.join(judge.registry)).unwrap();
            assert_eq!(written, judge.registry_text(&root).unwrap(), "run `cargo xtask codegen`");
        }
    }
}
