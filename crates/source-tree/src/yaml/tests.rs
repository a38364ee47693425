use findings::DiagnosticLevel;
use serde_json::json;

use crate::Value;
use crate::testing::{self, Read};

fn read(text: &str) -> Read {
    testing::read("a.yaml", text)
}

fn value(text: &str) -> serde_json::Value {
    let read = read(text);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    read.tree.to_json(read.root())
}

/// The value, and codes and places of the warnings.
fn warned(text: &str) -> (serde_json::Value, Vec<String>) {
    let document = read(text);
    (document.tree.to_json(document.root()), document.codes(DiagnosticLevel::Warning))
}

fn refused(text: &str) -> Vec<String> {
    let document = read(text);
    assert!(document.tree.root().is_none(), "{text}");
    document.codes(DiagnosticLevel::Error)
}

#[test]
fn plain_scalars_are_those_of_the_core_schema() {
    let text = "
openapi: 3.0.1
version: 1.10
count: 0x1F
empty:
flag: true
no: no
quoted: '200'
tagged: !!str 12
float: !!float 12
200: OK
";
    let expected = json!({
        "openapi": "3.0.1", "version": 1.10, "count": 31, "empty": null, "flag": true, "no": "no",
        "quoted": "200", "tagged": "12", "float": 12, "200": "OK",
    });
    assert_eq!(value(text), expected);
}

#[test]
fn texts_are_decoded_in_every_style() {
    let text = r#"
double: "\u00e9 \x41 \
  joined"
single: 'it''s'
folded: >-
  one
  two

  three
literal: |
  one
    two
plain: one
  two # no part of it
"#;
    let expected = json!({
        "double": "é A joined", "single": "it's", "folded": "one two\nthree", "literal": "one\n  two\n",
        "plain": "one two",
    });
    assert_eq!(value(text), expected);
}

#[test]
fn places_count_characters() {
    let document = read("é:\n  - ü: 1 # ö\n    x: {y: ['z', \"a\"]}\n\nlast: |\n  text\n\n");
    let tree = &document.tree;
    let root = tree.root().unwrap();
    let place = |pointer: &str| {
        let node = tree.find(root, pointer).unwrap();
        let place = tree.locate(node).unwrap();
        (place.start.line, place.start.column, place.end.line, place.end.column)
    };
    assert_eq!(place(""), (1, 1, 6, 7));
    assert_eq!(place("/é"), (2, 3, 3, 23));
    assert_eq!(place("/é/0/ü"), (2, 8, 2, 9));
    assert_eq!(place("/é/0/x"), (3, 8, 3, 23));
    assert_eq!(place("/é/0/x/y/1"), (3, 18, 3, 21));
    assert_eq!(place("/last"), (6, 3, 6, 7));
    let key = tree.locate_key(tree.find(root, "/é/0/x").unwrap()).unwrap();
    assert_eq!((key.start.line, key.start.column, key.end.column), (3, 5, 6));
}

#[test]
fn json_and_yaml_are_the_same_tree() {
    let yaml = read("a: [1.0, \"x\\ty\", null]\nb: {}\nc: 'é'\n");
    let json = read(r#"{"c": "\u00e9", "b": {}, "a": [1, "x\ty", null]}"#);
    let digest = |document: &Read| document.tree.digest(document.tree.root().unwrap());
    assert_eq!(digest(&yaml), digest(&json));
}

#[test]
fn what_begins_like_json_may_be_yaml() {
    assert_eq!(value("{a: [b, 'c'], \"d\":1}"), json!({"a": ["b", "c"], "d": 1}));
    assert_eq!(value("\"a\": 1\nb: 2\n"), json!({"a": 1, "b": 2}));
    assert_eq!(value("true"), json!(true));
    let document = testing::read("a.json", "{a: 1}");
    assert_eq!(document.codes(DiagnosticLevel::Error), ["json-syntax 1:2"]);
    let document = testing::read("-", "{\"a\": 1");
    assert_eq!(document.codes(DiagnosticLevel::Error), ["json-syntax 1:8"]);
}

#[test]
fn aliases_share_what_they_stand_for() {
    let document = read("a: &x {b: [1, 2]}\nc: *x\nd: &k key\n*k : 1\n");
    let tree = &document.tree;
    let root = tree.root().unwrap();
    assert_eq!(tree.to_json(root), json!({"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": "key", "key": 1}));
    let shared = tree.find(root, "/c/b").unwrap();
    assert_eq!(tree.find(root, "/a/b"), Some(shared));
    assert_eq!(tree.pointer(shared), "/a/b");
    let alias = tree.find(root, "/c").unwrap();
    assert_eq!((tree.pointer(alias), tree.locate(alias).unwrap().start.line), ("/c".into(), 2));
    assert_eq!(tree.digest(alias), tree.digest(tree.find(root, "/a").unwrap()));
}

#[test]
fn merge_keys_take_members() {
    let text = "
base: &base {a: 1, b: 2}
more: &more {b: 3, c: 4}
one: {b: 0, <<: *base, d: 5}
both:
  <<: [*base, *more]
  '<<': quoted
inline:
  <<: {z: 1}
";
    let document = read(text);
    let tree = &document.tree;
    let root = tree.root().unwrap();
    let at = |pointer: &str| tree.to_json(tree.find(root, pointer).unwrap());
    assert_eq!(at("/one"), json!({"a": 1, "b": 0, "d": 5}));
    assert_eq!(at("/inline"), json!({"z": 1}));
    assert_eq!(tree.pointer(tree.find(root, "/one/a").unwrap()), "/base/a");
    assert_eq!(tree.pointer(tree.find(root, "/one/d").unwrap()), "/one/d");
    assert_eq!(document.codes(DiagnosticLevel::Warning), ["duplicate-key 6:3"]);
    assert_eq!(warned("a:\n  <<: 1\n  b: 2\n"), (json!({"a": {"b": 2}}), vec!["yaml-merge 2:3".into()]));
}

#[test]
fn what_json_has_no_word_for_is_told() {
    assert_eq!(warned("a: .inf\n"), (json!({"a": ".inf"}), vec!["yaml-number 1:4".into()]));
    assert_eq!(warned("a: !thing 1\n"), (json!({"a": 1}), vec!["yaml-tag 1:4".into()]));
    assert_eq!(warned("a: 1\nb: 2\n\"a\": 3\n"), (json!({"a": 3, "b": 2}), vec!["duplicate-key 1:1".into()]));
    assert_eq!(refused("? [a]\n: b\n"), ["yaml-key 1:3"]);
    assert_eq!(refused("a: 1\n---\nb: 2\n"), ["yaml-documents 3:1"]);
    assert_eq!(value("---\na: 1\n---\n"), json!({"a": 1}));
    assert_eq!(refused("a: &x [*x]\n"), ["yaml-alias 1:8"]);
    assert_eq!(refused("a: 1\nb: \0\n"), ["yaml-syntax 2:4"]);
    assert_eq!(refused("# nothing\n"), ["empty 1:1"]);
    assert_eq!(refused(""), ["empty 1:1"]);
    assert_eq!(refused("é: [1\nb: 2\n").len(), 1);
    assert_eq!(refused("a: b: c\n"), ["yaml-syntax 1:5"]);
}

#[test]
fn aliases_are_counted_as_if_they_were_written_out() {
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for at in 1..30 {
        let before = format!("*a{}", at - 1);
        laughs += &format!("a{at}: &a{at} [{}]\n", vec![before; 10].join(", "));
    }
    let [code] = refused(&laughs).try_into().unwrap();
    assert!(code.starts_with("too-many-values 8:"), "{code}");
}

#[test]
fn aliases_do_not_get_around_the_limit_of_depth() {
    let mut chain = "a0: &a0 [1]\n".to_owned();
    for at in 1..600 {
        chain += &format!("a{at}: &a{at} [*a{}]\n", at - 1);
    }
    assert_eq!(refused(&chain).len(), 1);
    assert_eq!(refused(&"[".repeat(10_000)), ["too-deep 1:513"]);
    let deep = (0..1_000).map(|at| format!("{}a:\n", " ".repeat(at))).collect::<Vec<_>>().concat();
    assert_eq!(refused(&deep), ["too-deep 513:513"]);
}

#[test]
fn an_alias_counts_as_a_number_or_a_text_too() {
    let document = read("a: &n 0x10\nb: *n\n");
    let tree = &document.tree;
    let node = tree.find(tree.root().unwrap(), "/b").unwrap();
    assert_eq!(tree.value(node), Value::Number("16"));
}
