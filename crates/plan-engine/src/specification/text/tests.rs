//! The three syntaxes give one tree.

use findings::SourceText;

use super::*;

fn tree(name: &str, text: &str) -> Node {
    let (node, faults) = read(&SourceText::new(name, text));
    assert!(faults.is_empty(), "{faults:?}");
    node.unwrap()
}

/// Without places.
fn plain(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(it) => (*it).into(),
        Value::Number(it) => (*it).into(),
        Value::String(it) => it.as_str().into(),
        Value::List(items) => items.iter().map(plain).collect(),
        Value::Object(members) => members.iter().map(|it| (it.key.clone(), plain(&it.value))).collect(),
    }
}

/// Line, column and code of each fault.
fn faults(name: &str, text: &str) -> Vec<String> {
    let source = SourceText::new(name, text);
    let (_, faults) = read(&source);
    let told = faults.into_iter().map(|fault| fault.diagnostic(&source));
    told.map(|it| {
        let place = it.location.unwrap();
        format!("{}:{} {} {}", place.start.line, place.start.column, it.code, it.message)
    })
    .collect()
}

#[test]
fn the_three_syntaxes_give_one_tree() {
    let json = r#"{"a": {"é": [1, "two", true], "b": -2.5e3}, "c": [{"d": "x"}, {"d": "y"}], "e": "\ud83d\ude00\n\""}"#;
    let yaml = "a:\n  é: [1, two, true]\n  b: -2.5e3\nc:\n- d: x\n- {d: 'y'}\ne: \"😀\\n\\\"\"\n";
    let toml = "e = \"😀\\n\\\"\"\n[a]\n\"é\" = [1, \"two\", true]\nb = -2.5e3\n[[c]]\nd = \"x\"\n[[c]]\nd = \"y\"\n";
    let expected: serde_json::Value = serde_json::from_str(json).unwrap();
    let as_floats = |text: serde_json::Value| text.to_string().replace("1.0", "1");
    assert_eq!(as_floats(plain(&tree("a.json", json))), as_floats(expected.clone()));
    assert_eq!(as_floats(plain(&tree("a.yaml", yaml))), as_floats(expected.clone()));
    assert_eq!(as_floats(plain(&tree("a.toml", toml))), as_floats(expected));
}

#[test]
fn without_an_extension_the_beginning_tells() {
    for (text, expected) in [
        ("{\"a\": 1}", Syntax::Json),
        ("\n# note\na: 1", Syntax::Yaml),
        ("# note\n\na = 1", Syntax::Toml),
        ("[a]\nb = 1", Syntax::Toml),
        ("[[a]]\nb = 1", Syntax::Toml),
        ("- a = 1", Syntax::Yaml),
        ("a: b = c", Syntax::Yaml),
    ] {
        assert_eq!(syntax("-", text), expected, "{text}");
    }
    assert_eq!(syntax("HEAD:a.TOML", "a: 1"), Syntax::Toml);
}

#[test]
fn places_are_those_of_keys_and_values() {
    for (name, text, key, value) in [
        ("a.json", "{\"é\": {\"b\": 12}}", (8, 3), (13, 2)),
        ("a.yaml", "é:\n  b: 12\n", (6, 1), (9, 2)),
        ("a.toml", "['é']\nb = 12\n", (7, 1), (11, 2)),
    ] {
        let node = tree(name, text);
        let inner = node.get("é").unwrap().value.get("b").unwrap();
        assert_eq!((inner.key_span.start, inner.value.span.start), (key.0, value.0), "{name}");
        assert_eq!(inner.value.span.end - inner.value.span.start, value.1, "{name}");
        assert!(inner.key_span.end - inner.key_span.start >= key.1, "{name}");
    }
}

#[test]
fn keys_that_stand_twice_are_faults_where_they_stand_again() {
    assert_eq!(faults("a.json", "{\"a\": 1,\n \"b\": 2, \"a\": 3}").len(), 1);
    assert!(faults("a.json", "{\"a\": 1,\n \"b\": 2, \"a\": 3}")[0].starts_with("2:10 duplicate-key"));
    assert!(faults("a.yaml", "a: 1\nb: 2\na: 3\n")[0].starts_with("3:1 duplicate-key"));
    assert!(faults("a.toml", "a = 1\nb = 2\na = 3\n")[0].starts_with("3:1 duplicate-key"));
}

#[test]
fn broken_texts_are_faults_where_they_break() {
    assert!(faults("a.json", "{\"a\": 1,\n \"é\": x}")[0].starts_with("2:7 json-syntax"));
    assert!(faults("a.json", "[\"\\ud800\"]")[0].starts_with("1:3 json-syntax half of a surrogate pair"));
    assert!(faults("a.yaml", "a: [1, 2\nb: 3\n")[0].contains("yaml-syntax"));
    assert!(faults("a.yaml", "a: 1\n---\nb: 2\n")[0].starts_with("3:1 yaml-documents"));
    assert!(faults("a.yaml", "a: &x [*x]\n")[0].contains("yaml-alias"));
    assert!(faults("a.yaml", "a: .inf\n")[0].starts_with("1:4 yaml-syntax"));
    assert!(faults("a.toml", "a = \nb = 2\n")[0].starts_with("1:"));
    assert!(faults("a.toml", "a = nan\n")[0].starts_with("1:5 toml-syntax"));
}

#[test]
fn aliases_and_depth_are_limited() {
    assert_eq!(plain(&tree("a.yaml", "a: &x {b: 1}\nc: *x\n")).to_string(), r#"{"a":{"b":1.0},"c":{"b":1.0}}"#);
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for at in 1..12 {
        let before = at - 1;
        bomb += &format!("a{at}: &a{at} [{}]\n", vec![format!("*a{before}"); 10].join(", "));
    }
    assert!(faults("a.yaml", &bomb)[0].contains("too-many-values"));
    for (name, text) in [
        ("a.json", "[".repeat(100_000)),
        ("a.yaml", "[".repeat(10_000)),
        ("a.toml", format!("a = {}", "[".repeat(10_000))),
    ] {
        assert!(!faults(name, &text).is_empty(), "{name}");
    }
    assert!(faults("a.json", &"[".repeat(100)).first().unwrap().contains("1:49 too-deep"));
}
