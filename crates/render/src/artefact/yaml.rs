//! YAML of plain data, with the order of keys kept: what is written is read the same by YAML 1.1 and 1.2.

use serde_json::Value;

/// Data to be written as YAML.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Yaml {
    /// A number, or true or false, as it is written.
    Plain(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Yaml>),
    /// Keys and values in their order.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// Keys and values in their order.
    pub(super) fn map<const N: usize>(members: [(&str, Self); N]) -> Self {
        Self::Map(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// A list.
    pub(super) fn list(items: impl IntoIterator<Item = impl Into<Self>>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// With one more key; as it was where this is no map.
    #[must_use]
    pub(super) fn with(mut self, key: &str, value: impl Into<Self>) -> Self {
        if let Self::Map(members) = &mut self {
            members.push((key.to_owned(), value.into()));
        }
        self
    }

    /// As a document, with a line break at the end.
    pub(super) fn document(&self) -> String {
        let mut text = String::new();
        match self {
            Self::Map(members) if !members.is_empty() => map(&mut text, members, 0, false),
            Self::List(items) if !items.is_empty() => list(&mut text, items, 0),
            other => {
                inline(&mut text, other, 0);
                text.push('\n');
            }
        }
        text
    }
}

/// Documents one behind the other in one file.
pub(super) fn documents(all: &[Yaml]) -> String {
    all.iter().map(Yaml::document).collect::<Vec<_>>().join("---\n")
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Yaml {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Yaml {
    fn from(value: bool) -> Self {
        Self::Plain(value.to_string())
    }
}

impl From<u32> for Yaml {
    fn from(value: u32) -> Self {
        Self::Plain(value.to_string())
    }
}

impl From<u64> for Yaml {
    fn from(value: u64) -> Self {
        Self::Plain(value.to_string())
    }
}

impl From<Vec<Yaml>> for Yaml {
    fn from(items: Vec<Yaml>) -> Self {
        Self::List(items)
    }
}

impl From<Value> for Yaml {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Plain("null".to_owned()),
            Value::Bool(it) => it.into(),
            Value::Number(it) => Self::Plain(it.to_string()),
            Value::String(it) => Self::Text(it),
            Value::Array(items) => Self::List(items.into_iter().map(Into::into).collect()),
            Value::Object(members) => Self::Map(members.into_iter().map(|(key, it)| (key, it.into())).collect()),
        }
    }
}

fn pad(text: &mut String, depth: usize) {
    text.push_str(&"  ".repeat(depth));
}

/// The members of a map; the first one stands where the text is, where `begun`.
fn map(text: &mut String, members: &[(String, Yaml)], depth: usize, begun: bool) {
    for (at, (key, value)) in members.iter().enumerate() {
        if !(begun && at == 0) {
            pad(text, depth);
        }
        text.push_str(&scalar(key));
        text.push(':');
        match value {
            Yaml::Map(inner) if !inner.is_empty() => {
                text.push('\n');
                map(text, inner, depth + 1, false);
            }
            Yaml::List(items) if !items.is_empty() => {
                text.push('\n');
                list(text, items, depth + 1);
            }
            other => {
                text.push(' ');
                inline(text, other, depth + 1);
                text.push('\n');
            }
        }
    }
}

fn list(text: &mut String, items: &[Yaml], depth: usize) {
    for item in items {
        pad(text, depth);
        text.push_str("- ");
        match item {
            Yaml::Map(members) if !members.is_empty() => map(text, members, depth + 1, true),
            Yaml::List(inner) if !inner.is_empty() => {
                text.push('\n');
                list(text, inner, depth + 1);
            }
            other => {
                inline(text, other, depth + 1);
                text.push('\n');
            }
        }
    }
}

fn inline(text: &mut String, value: &Yaml, depth: usize) {
    match value {
        Yaml::Plain(it) => text.push_str(it),
        Yaml::Text(it) if is_block(it) => block(text, it, depth),
        Yaml::Text(it) => text.push_str(&scalar(it)),
        Yaml::List(_) => text.push_str("[]"),
        Yaml::Map(_) => text.push_str("{}"),
    }
}

/// Whether a text of several lines can stand as a literal block.
fn is_block(text: &str) -> bool {
    let plain =
        |line: &str| !line.ends_with(' ') && line.chars().all(|c| c == '\t' || !c.is_control() && c != '\u{feff}');
    let separators = text.contains(['\u{85}', '\u{2028}', '\u{2029}', '\r']);
    let begins = text.starts_with(|c: char| !c.is_whitespace());
    text.trim_end_matches('\n').contains('\n')
        && begins
        && !separators
        && text.lines().all(plain)
        && !text.ends_with("\n\n")
}

fn block(text: &mut String, lines: &str, depth: usize) {
    text.push_str(if lines.ends_with('\n') { "|" } else { "|-" });
    for line in lines.lines() {
        text.push('\n');
        if !line.is_empty() {
            pad(text, depth);
            text.push_str(line);
        }
    }
}

/// A text in one line, in quotes where it could be read as something else.
fn scalar(text: &str) -> String {
    const WORDS: [&str; 11] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/'));
    if begins && text.chars().all(plain) && !WORDS.contains(&text.to_lowercase().as_str()) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_something_else_is_quoted() {
        for text in ["", "yes", "1", "0x10", "~", "a: b", "a #b", "- a", "*a", "2027-01-01", ".5", "on", "a\u{85}b"] {
            assert!(scalar(text).starts_with('"'), "{text}");
        }
        for text in ["apps/v1", "orders-new", "Rollout", "a.b_c"] {
            assert_eq!(scalar(text), text);
        }
    }

    #[test]
    fn maps_and_lists_are_nested() {
        let inner = Yaml::map([("name", "a".into()), ("run", "set -eu\necho 1\n".into())]);
        let list = Yaml::list([inner, Yaml::List(vec![1_u32.into(), Yaml::List(Vec::new())])]);
        let text = Yaml::map([("on", true.into()), ("steps", list), ("none", Yaml::Map(Vec::new()))]).document();
        let expected = "\"on\": true\nsteps:\n  - name: a\n    run: |\n      set -eu\n      echo 1\n  - \n    - 1\n    - []\nnone: {}\n";
        assert_eq!(text, expected);
    }
}
