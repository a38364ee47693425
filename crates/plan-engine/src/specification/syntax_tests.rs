//! What a specification says does not depend on the syntax that it is written in.

use findings::SourceText;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value as Json};

use super::agreement_tests::{odd_values, pointers, tree};
use super::model::Places;
use super::{Specification, guide, read};

/// In double quotes, with escapes that JSON, YAML and TOML have in common.
fn quoted(text: &str) -> String {
    let character = |it: char| match it {
        '"' | '\\' => format!("\\{it}"),
        ' '..='~' => it.to_string(),
        _ if u32::from(it) > 0xffff => it.to_string(),
        _ => format!("\\u{:04x}", u32::from(it)),
    };
    format!("\"{}\"", text.chars().map(character).collect::<String>())
}

/// YAML in block style.
fn yaml(value: &Json, indent: usize) -> String {
    let space = " ".repeat(indent);
    match value {
        Json::Array(items) if !items.is_empty() => {
            items.iter().map(|item| format!("\n{space}- {}", yaml(item, indent + 2))).collect::<Vec<_>>().concat()
        }
        Json::Object(members) if !members.is_empty() => {
            let member =
                |(key, value): (&String, &Json)| format!("\n{space}{}: {}", quoted(key), yaml(value, indent + 2));
            members.iter().map(member).collect::<Vec<_>>().concat()
        }
        Json::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// TOML, each field of the whole in a line.
fn toml(value: &Json) -> String {
    let pair = |(key, value): (&String, &Json)| format!("{} = {}", quoted(key), inline(value));
    value.as_object().into_iter().flatten().map(|member| pair(member) + "\n").collect::<Vec<_>>().concat()
}

fn inline(value: &Json) -> String {
    match value {
        Json::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Json::Object(members) => {
            let pair = |(key, value): (&String, &Json)| format!("{} = {}", quoted(key), inline(value));
            format!("{{{}}}", members.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        Json::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// Without what TOML has no word for.
fn without_null(value: &Json) -> Json {
    match value {
        Json::Array(items) => items.iter().filter(|it| !it.is_null()).map(without_null).collect(),
        Json::Object(members) => {
            let kept = members.iter().filter(|(_, it)| !it.is_null());
            kept.map(|(key, it)| (key.clone(), without_null(it))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// What is read, and codes and pointers of what is wrong.
fn said(name: &str, text: &str) -> (Option<Specification>, Vec<(String, Option<String>)>) {
    let (specification, diagnostics) = read(&SourceText::new(name, text));
    let told = diagnostics.into_iter().map(|it| (it.code, it.location.and_then(|place| place.pointer))).collect();
    (specification.map(|it| Specification { places: Places::default(), ..it }), told)
}

fn value() -> impl Strategy<Value = Json> {
    let text = "\\PC{1,12}|[ \\n\\t\"'#:=\\[\\]{}é漢😀-]{1,6}";
    prop_oneof![
        3 => select(odd_values()),
        1 => text.prop_map(Json::from),
        1 => any::<f64>().prop_filter("finite", |it| it.is_finite()).prop_map(Json::from),
        1 => any::<i64>().prop_map(Json::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_specification_says_the_same_in_json_yaml_and_toml(
        example in select(guide::EXAMPLES.to_vec()),
        changes in prop::collection::vec((any::<Index>(), value()), 0..3),
    ) {
        let mut whole = tree(example.0, example.1).unwrap();
        // Without a deadline nobody looks for windows before it, which takes its time.
        whole.as_object_mut().unwrap().remove("deadline");
        for (at, value) in changes {
            let all: Vec<String> = pointers(&whole).into_iter().filter(|it| !it.is_empty()).collect();
            if let Some(place) = all.get(at.index(all.len().max(1))).and_then(|it| whole.pointer_mut(it)) {
                *place = value;
            }
        }
        let whole = without_null(&whole);
        let json = said("a.json", &whole.to_string());
        prop_assert_eq!(&said("a.yaml", &format!("---{}\n", yaml(&whole, 0))), &json);
        prop_assert_eq!(&said("a.toml", &toml(&whole)), &json);
    }
}
