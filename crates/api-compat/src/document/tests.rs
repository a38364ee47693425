//! Random texts: what the readers make of them is what another reader makes of them.

use findings::{DiagnosticLevel, SourceText};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value};

use super::{Document, Limits, Resolve as _};

/// Characters that a reader may stumble over, and some others.
fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(
        "\"\\/\u{8}\n\r\t\0\u{7f}\u{85}\u{2028}é漢😀 :#-{}[],&*!|>'%@`~<=.e0".chars().collect::<Vec<_>>(),
    );
    vec(prop_oneof![odd, any::<char>(), prop::char::range('a', 'z')], 0..12).prop_map(String::from_iter)
}

fn number() -> impl Strategy<Value = Value> {
    let float = any::<f64>().prop_filter("finite", |it| it.is_finite());
    prop_oneof![any::<i64>().prop_map(Value::from), float.prop_map(Value::from), (-9..9).prop_map(Value::from)]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), number(), text().prop_map(Value::from),];
    leaf.prop_recursive(5, 60, 20, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((text(), inner), 0..20).prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// The value in another spelling: members the other way round, escapes where none are needed, space between all.
fn respelt(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[\n {} ]", items.iter().map(respelt).collect::<Vec<_>>().join("\t,")),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| format!("{} :\r\n{}", escaped(key), respelt(value));
            format!("{{ {} }}", members.iter().rev().map(member).collect::<Vec<_>>().join(" ,"))
        }
        Value::String(text) => escaped(text),
        Value::Number(number) if number.is_i64() => format!("{number}.0E+0"),
        other => other.to_string(),
    }
}

fn escaped(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("\\u{unit:04X}"));
    format!("\"{}\"", units.collect::<String>())
}

/// The value as YAML in block style.
fn block(value: &Value, indent: usize) -> String {
    let space = " ".repeat(indent);
    match value {
        Value::Array(items) if !items.is_empty() => {
            items.iter().map(|item| format!("\n{space}- {}", block(item, indent + 2))).collect::<Vec<_>>().concat()
        }
        Value::Object(members) if !members.is_empty() => members
            .iter()
            .map(|(key, value)| format!("\n{space}{}: {}", quoted(key), block(value, indent + 2)))
            .collect::<Vec<_>>()
            .concat(),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// As YAML's double quotes want it: all but printable ASCII is escaped.
fn quoted(text: &str) -> String {
    let character = |it: char| match it {
        '"' | '\\' => format!("\\{it}"),
        ' '..='~' => it.to_string(),
        _ => format!("\\U{:08x}", u32::from(it)),
    };
    format!("\"{}\"", text.chars().map(character).collect::<String>())
}

fn read(name: &str, text: &str) -> Document {
    // What serde_json allows.
    let limits = Limits::default().depth(127);
    Document::read(SourceText::new(name, text), &limits)
}

fn digest(document: &Document) -> u64 {
    document.tree.digest(document.tree.root().expect("it was read"))
}

proptest! {
    #[test]
    fn json_is_read_as_another_reader_reads_it(value in value()) {
        let plain = read("a.json", &value.to_string());
        prop_assert_eq!(plain.diagnostics(), []);
        prop_assert_eq!(plain.to_json(), Some(value.clone()));
        let other = read("a.json", &respelt(&value));
        prop_assert_eq!(other.diagnostics(), []);
        prop_assert_eq!(digest(&plain), digest(&other));
    }

    #[test]
    fn yaml_is_read_as_json_is(value in value()) {
        let json = read("a.json", &value.to_string());
        let yaml = read("a.yaml", &format!("# block style\n{}\n", block(&value, 0)));
        prop_assert_eq!(yaml.diagnostics(), []);
        prop_assert_eq!(yaml.to_json(), Some(value));
        prop_assert_eq!(digest(&json), digest(&yaml));
    }

    #[test]
    fn each_value_is_found_by_its_pointer_and_stands_where_its_place_says(value in value()) {
        let document = read("a.json", &value.to_string());
        let tree = &document.tree;
        let root = tree.root().expect("it was read");
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            prop_assert_eq!(tree.resolve(root, &format!("#{}", tree.pointer(node).replace('%', "%25"))), Some(node));
            let place = tree.locate(node).expect("it stands somewhere");
            let text = &value.to_string()[place.span.start..place.span.end];
            prop_assert_eq!(serde_json::from_str::<Value>(text).ok(), Some(tree.to_json(node)));
            open.extend(tree.items(node));
            open.extend(tree.entries(node).map(|(_, value)| value));
        }
    }

    #[test]
    fn broken_json_is_refused_where_another_reader_refuses_it(
        value in value(),
        edits in vec((any::<Index>(), prop::sample::select(b"\"\\{}[],:0-.eE+tn u\n\0\xc3".to_vec()), any::<bool>()), 1..4),
    ) {
        let mut bytes = value.to_string().into_bytes();
        for (at, byte, insert) in edits {
            let at = at.index(bytes.len());
            if insert { bytes.insert(at, byte) } else { bytes[at] = byte }
        }
        let text = String::from_utf8_lossy(&bytes);
        // One that begins like JSON, named so: what is no JSON is not tried as YAML.
        let text = format!("[{text}]");
        let document = read("a.json", &text);
        match serde_json::from_str::<Value>(&text) {
            Ok(expected) => prop_assert_eq!(document.to_json(), Some(expected)),
            // A number beyond a float's range is none for the other reader, and fine for this one.
            Err(error) if error.to_string().contains("out of range") => {}
            Err(error) => {
                prop_assert!(document.to_json().is_none(), "{}", error);
                let is_error = document.diagnostics().iter().all(|it| it.level == DiagnosticLevel::Error);
                prop_assert!(is_error && document.diagnostics().len() == 1);
            }
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(texts in vec(prop_oneof![text(), Just("\n  - ".to_owned()), Just("a: ".to_owned()), Just("&a *a <<: ".to_owned())], 0..20)) {
        let document = read("-", &texts.concat());
        let _ = (document.to_json(), document.missing_files(), document.kind());
        prop_assert!(document.tree.root().is_some() || !document.diagnostics().is_empty());
    }
}
