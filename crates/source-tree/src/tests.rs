//! The three syntaxes give one tree, and read strictly they refuse the same.

use findings::{DiagnosticLevel, SourceText};
use serde_json::Value as Json;

use crate::testing::Read;
use crate::{Format, Limits, Options, Tree};

fn strict(name: &str, text: &str) -> Read {
    let limits = Limits::default().depth(48).values(2_000_000);
    Read::with(name, text, &Options::new(limits).format(Format::of(name, text)).strict("a note"))
}

fn json(name: &str, text: &str) -> Json {
    let read = strict(name, text);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    read.tree.to_json(read.root())
}

/// Line, column, code and message of each diagnostic.
fn faults(name: &str, text: &str) -> Vec<String> {
    let all = strict(name, text).diagnostics.into_iter();
    all.map(|it| {
        assert_eq!(it.level, DiagnosticLevel::Error);
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
    assert_eq!(self::json("a.json", json), expected);
    assert_eq!(self::json("a.yaml", yaml), expected);
    assert_eq!(self::json("a.toml", toml), expected);
}

#[test]
fn places_are_those_of_keys_and_values() {
    for (name, text, key, value) in [
        ("a.json", "{\"é\": {\"b\": 12}}", (8, 3), (13, 2)),
        ("a.yaml", "é:\n  b: 12\n", (6, 1), (9, 2)),
        ("a.toml", "['é']\nb = 12\n", (7, 1), (11, 2)),
    ] {
        let read = strict(name, text);
        let outer = read.tree.get(read.root(), "é").unwrap();
        let inner = read.tree.members(outer).next().unwrap();
        let span = read.tree.span(inner.value);
        assert_eq!((inner.key_span.start, span.start), (key.0, value.0), "{name}");
        assert_eq!(span.end - span.start, value.1, "{name}");
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
    assert_eq!(json("a.yaml", "a: &x {b: 1}\nc: *x\n").to_string(), r#"{"a":{"b":1},"c":{"b":1}}"#);
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

#[test]
fn numbers_of_each_syntax_are_spelt_as_json_spells_them() {
    for (text, number) in
        [("1_000", "1000"), ("0xff", "255"), ("0b101", "5"), ("+1.50", "1.50"), ("-6e-3", "-6e-3"), ("1e0_6", "1e06")]
    {
        let read = strict("a.toml", &format!("a = {text}\n"));
        let node = read.tree.find(read.root(), "/a").unwrap();
        assert_eq!(read.tree.value(node), crate::Value::Number(number), "{text}");
    }
    assert_eq!(faults("a.json", "[1e999]"), ["1:2 json-syntax the number is too large"]);
    assert_eq!(faults("a.yaml", "- 1e999"), ["1:3 yaml-syntax `1e999` is no finite number"]);
    assert_eq!(faults("a.toml", "a = 1e999"), ["1:5 toml-syntax the number is not finite"]);
}

#[test]
fn strictly_tags_mean_nothing_and_merge_keys_are_keys() {
    assert_eq!(
        faults("a.yaml", "a: !!binary eA==\n")[0],
        "1:4 yaml-tag the tag `tag:yaml.org,2002:!binary` means nothing in a note"
    );
    assert_eq!(json("a.yaml", "a: &x {b: 1}\nc: {<<: *x}\n")["c"]["<<"]["b"], 1);
}

#[test]
fn toml_is_read_where_it_is_asked_for_only() {
    let mut tree = Tree::default();
    let told = tree.add("", SourceText::new("a.toml", "a = 1\nb = 2\n"), &Options::default());
    assert_eq!((told, tree.to_json(tree.root().unwrap())), (vec![], Json::from("a = 1 b = 2")));
}
