//! Texts and bodies of HCL, laid out as `terraform fmt` does.

use std::fmt::Write as _;

/// A quoted text. Terraform reads `${` and `%{` in it as templates: they are escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in template(text).chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other if other.is_control() => {
                // Writing to a string does not fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(other));
            }
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

/// A text whose `${` and `%{` stay what they are.
pub(super) fn template(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// Arguments of a body at a depth, their `=` below each other.
pub(super) fn arguments(depth: usize, all: &[(&str, String)]) -> String {
    let widest = all.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let indent = "  ".repeat(depth);
    let line = |(name, value): &(&str, String)| format!("{indent}{name:widest$} = {value}\n");
    all.iter().map(line).collect()
}

/// A comment, one line each.
pub(super) fn comment(text: &str) -> String {
    let line = |it: &str| if it.is_empty() { "#\n".to_owned() } else { format!("# {}\n", it.trim_end()) };
    text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_templates_and_end_nowhere_early() {
        assert_eq!(quoted("a\"b\\c\n${x}%{if}\u{7}"), "\"a\\\"b\\\\c\\n$${x}%%{if}\\u0007\"");
        assert_eq!(arguments(1, &[("to", "a.b".to_owned()), ("id", "\"x\"".to_owned())]), "  to = a.b\n  id = \"x\"\n");
        assert_eq!(comment("a\n\nb"), "# a\n#\n# b\n");
    }
}
