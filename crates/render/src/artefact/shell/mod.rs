//! Shell scripts: strict mode, `--dry-run`, lines of a log, and values that are quoted.

/// What all scripts share.
pub(super) const SHARED: &str = include_str!("migration.sh");

/// Texts of the specification stand in single quotes so that nothing in them is run, and not every script calls all functions.
pub(super) const FIRST_LINES: &str = "#!/usr/bin/env bash\n# shellcheck disable=SC2016,SC2317\n";

/// A script that needs no other file.
pub(super) struct Script<'a> {
    /// What it does, a line each.
    pub(super) about: &'a [String],
    /// Settings that the environment can change, with their values.
    pub(super) settings: &'a [(&'a str, String)],
    /// What it is made of, in order.
    pub(super) parts: &'a [&'a str],
}

impl Script<'_> {
    /// The text.
    pub(super) fn text(&self) -> String {
        let mut text = FIRST_LINES.to_owned();
        for line in self.about {
            text.push_str(&comment(line));
        }
        text.push('\n');
        text.push_str(&code(SHARED));
        if !self.settings.is_empty() {
            text.push_str("\n# Values of the specification; an environment variable of the same name goes first.\n");
        }
        for (name, value) in self.settings {
            text.push_str(&format!("setting {name} {}\n", quoted(value)));
        }
        for part in self.parts {
            text.push('\n');
            text.push_str(&code(part));
        }
        text
    }
}

/// A part without the line that tells shellcheck of which shell a file without a first line is.
fn code(part: &str) -> String {
    part.strip_prefix("# shellcheck shell=bash\n").unwrap_or(part).to_owned()
}

/// A text as one word of the shell, whatever it holds.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', "'\\''"))
}

/// A text as a comment in one line.
pub(super) fn comment(text: &str) -> String {
    format!("# {}\n", line(text))
}

/// A text in one line.
pub(super) fn line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_word_or_a_comment() {
        assert_eq!(quoted("it's $(rm -rf) `x`"), "'it'\\''s $(rm -rf) `x`'");
        assert_eq!(comment("a\nrm -rf /"), "# a rm -rf /\n");
    }
}
