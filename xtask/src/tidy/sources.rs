//! Leftovers, panics and sizes of source files.

use std::path::Path;

use anyhow::Context;

const LONGEST: usize = 500;

/// Not in any source file; in two parts, so that this file does not find itself.
const LEFTOVERS: [(&str, &str); 4] = [("todo", "!("), ("unimplemented", "!("), ("dbg", "!("), ("#[ig", "nore")];

/// Not in library code outside tests.
const PANICS: [(&str, &str); 4] = [(".unw", "rap()"), ("pan", "ic!("), (".exp", "ect(\""), ("assert_unch", "ecked(")];

pub(super) fn check(root: &Path, files: &[String]) -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| Path::new(file).extension().is_some_and(|it| it == "rs")) {
        let text = std::fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {file}"))?;
        let library = is_library(file);
        let lines: Vec<&str> = text.lines().collect();
        if library && lines.len() > LONGEST {
            problems.push(format!("{file}: {} lines; one file, one idea: at most {LONGEST}", lines.len()));
        }
        let tests = lines.iter().position(|line| line.trim() == "#[cfg(test)]").unwrap_or(lines.len());
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let place = format!("{file}:{}", at + 1);
            problems.extend(find(line, &LEFTOVERS).map(|word| format!("{place}: {word} is left over")));
            // A parser's own `expect` gives a result, which the question mark hands on.
            if library && at < tests && !line.contains("\")?") {
                problems.extend(find(line, &PANICS).map(|word| format!("{place}: {word} in library code can panic")));
            }
            if allows(line) && !explained(&lines, at) {
                problems.push(format!("{place}: an allowed lint needs a comment that says why"));
            }
        }
    }
    Ok(problems)
}

/// Whether the rules for libraries hold: everything under `crates/*/src` but test modules in files of their own.
fn is_library(file: &str) -> bool {
    let mut parts = file.split('/');
    parts.next() == Some("crates")
        && parts.nth(1) == Some("src")
        && !file.contains("/tests/")
        && !file.ends_with("/tests.rs")
        && !file.ends_with("_tests.rs")
        && !file.ends_with("/testing.rs")
}

fn find(line: &str, words: &[(&str, &str)]) -> Option<String> {
    words.iter().map(|(head, tail)| format!("{head}{tail}")).find(|word| line.contains(word.as_str()))
}

fn allows(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("#[allow(") || line.starts_with("#![allow(")
}

fn explained(lines: &[&str], at: usize) -> bool {
    let here = lines.get(at).copied().unwrap_or_default();
    let above = at.checked_sub(1).and_then(|above| lines.get(above)).copied().unwrap_or_default();
    here.contains("//") || here.contains("reason =") || above.trim_start().starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn library_code_is_told_from_tests() {
        assert!(is_library("crates/findings/src/rule.rs"));
        assert!(!is_library("crates/findings/tests/rule.rs"));
        assert!(!is_library("crates/findings/src/rule/tests.rs"));
        assert!(!is_library("xtask/src/main.rs"));
    }

    #[test]
    fn an_allowed_lint_is_explained_above_or_beside() {
        let lines = ["// The parser's own name.", "#[allow(dead_code)]", "fn a() {}", "#[allow(dead_code)]"];
        assert!(explained(&lines, 1));
        assert!(!explained(&lines, 3));
    }
}
