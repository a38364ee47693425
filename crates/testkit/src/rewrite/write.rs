//! JSON and YAML as text, keys in any order.

use serde_json::{Map, Value};

use super::Chance;

/// `value` as JSON with its keys in an order by chance.
pub fn json(value: &Value, chance: &mut Chance) -> String {
    let mut text = String::new();
    write_json(value, chance, &mut text);
    text
}

fn write_json(value: &Value, chance: &mut Chance, text: &mut String) {
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                text.push(if at == 0 { '[' } else { ',' });
                write_json(item, chance, text);
            }
            text.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Object(members) => {
            for (at, (key, member)) in shuffled(members, chance).into_iter().enumerate() {
                text.push_str(if at == 0 { "{\n" } else { ",\n" });
                text.push_str(&format!("{}: ", Value::from(key)));
                write_json(member, chance, text);
            }
            text.push_str(if members.is_empty() { "{}" } else { "}" });
        }
        plain => text.push_str(&plain.to_string()),
    }
}

/// `value` as YAML in block style with its keys in an order by chance.
pub fn yaml(value: &Value, chance: &mut Chance) -> String {
    let mut text = String::new();
    write_yaml(value, 0, chance, &mut text);
    text
}

fn write_yaml(value: &Value, indent: usize, chance: &mut Chance, text: &mut String) {
    let margin = " ".repeat(indent);
    match value {
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                text.push_str(&format!("{margin}-"));
                inner(item, indent, chance, text);
            }
        }
        Value::Object(members) if !members.is_empty() => {
            for (key, member) in shuffled(members, chance) {
                text.push_str(&format!("{margin}{}:", word(key)));
                inner(member, indent, chance, text);
            }
        }
        plain => text.push_str(&format!("{margin}{}\n", scalar(plain))),
    }
}

fn inner(value: &Value, indent: usize, chance: &mut Chance, text: &mut String) {
    let is_block = match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    };
    if is_block {
        text.push('\n');
        write_yaml(value, indent + 2, chance, text);
    } else {
        text.push_str(&format!(" {}\n", scalar(value)));
    }
}

/// Strings in double quotes, whose escapes YAML shares with JSON (YAML 1.2, 1.3 and 5.7), or plain where that is safe.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => word(text),
        other => other.to_string(),
    }
}

/// Plain where it can be taken for nothing else.
fn word(text: &str) -> String {
    let is_name = text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_ascii_lowercase().as_str());
    if is_name { text.to_owned() } else { Value::from(text).to_string() }
}

fn shuffled<'v>(members: &'v Map<String, Value>, chance: &mut Chance) -> Vec<(&'v str, &'v Value)> {
    let mut members: Vec<_> = members.iter().map(|(key, value)| (key.as_str(), value)).collect();
    chance.shuffle(&mut members);
    members
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_in_any_order_is_the_same_value() {
        let value = json!({ "a": [1, {}, [], { "b": null }], "c": "ü\"", "d": 1.5 });
        let text = json(&value, &mut Chance::new(7));
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(value));
    }

    #[test]
    fn yaml_is_written_in_blocks() {
        let text = yaml(&json!({ "a": [1, { "b": "no" }, []] }), &mut Chance::new(1));
        assert_eq!(text, "a:\n  - 1\n  -\n    b: \"no\"\n  - []\n");
    }
}
