//! Documents that nobody would write: each ends in a report, with what is wrong told, soon and without a panic.

mod edits;

use api_compat::{Document, Kind, Limits};
use findings::SourceText;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use edits::{DOCUMENTS, apt, promises};

fn document(value: &Value) -> Document {
    Document::read(SourceText::new("a.json", value.to_string()), &Limits::default())
}

/// Compares both ways and each with itself; a kind is given, since an edit may take away what tells it.
fn compared(before: &Value, after: &Value, kind: Kind) {
    promises::hold(&document(before), &document(after), kind);
}

/// As many cases, always the same; with `PROPTEST_CASES` as many as that says, others each time.
fn cases(count: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok());
    let rng_seed = if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) };
    ProptestConfig { failure_persistence: None, rng_seed, ..ProptestConfig::with_cases(wanted.unwrap_or(count)) }
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn edits_of_authors_end_in_a_report_that_keeps_its_promises(
        (which, first, then) in (
            0..DOCUMENTS.len(), prop::collection::vec(any::<apt::AptEdit>(), 0..3), prop::collection::vec(any::<apt::AptEdit>(), 1..4),
        )
    ) {
        let (kind, text) = DOCUMENTS[which];
        let mut before: Value = serde_json::from_str(text).expect("a document");
        apt::apply(&mut before, &first);
        let mut after = before.clone();
        apt::apply(&mut after, &then);
        compared(&before, &after, kind);
    }

    #[test]
    fn edits_of_any_kind_end_in_a_report(
        first in prop::collection::vec((prop::collection::vec(any::<u8>(), 1..8), any::<u8>()), 0..3),
        then in prop::collection::vec((prop::collection::vec(any::<u8>(), 1..8), any::<u8>()), 1..3),
    ) {
        for (kind, text) in DOCUMENTS.into_iter().take(2) {
            let mut before: Value = serde_json::from_str(text).expect("a document");
            edits::apply(&mut before, &first);
            let mut after = before.clone();
            edits::apply(&mut after, &then);
            compared(&before, &after, kind);
        }
    }
}

#[test]
fn references_in_a_circle_end() {
    let schema = |max: u32| {
        json!({"$ref": "#/$defs/a", "$defs": {
            "a": {"$ref": "#/$defs/b"}, "b": {"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#"}]},
            "c": {"properties": {"c": {"$ref": "#/$defs/c", "maxLength": max}}},
        }})
    };
    compared(&schema(1), &schema(2), Kind::JsonSchema);
    let api = |to: &str| json!({"openapi": "3.0.0", "paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": to}}});
    compared(&api("#/paths/~1a"), &api("#/paths/~1b"), Kind::OpenApi);
}

#[test]
fn many_schemas_that_refer_to_each_other_cost_linear_time() {
    let schema = |last: &str| {
        let link = |at: usize| {
            (
                format!("d{at}"),
                json!({"properties": {"a": {"$ref": format!("#/$defs/d{}", at + 1)},
            "b": {"$ref": format!("#/$defs/d{}", (at * 7 + 1) % 2000)}}}),
            )
        };
        let mut defs: serde_json::Map<_, _> = (0..2000).map(link).collect();
        defs.insert("d2000".to_owned(), json!({"type": last}));
        json!({"$ref": "#/$defs/d0", "$defs": defs})
    };
    compared(&schema("string"), &schema("integer"), Kind::JsonSchema);
}

#[test]
fn every_keyword_may_have_every_type() {
    let values = [json!(null), json!(true), json!(-1.5), json!("x"), json!(["x", 1]), json!({"x": {"$ref": 1}})];
    for (kind, text) in DOCUMENTS {
        let original: Value = serde_json::from_str(text).expect("a document");
        for value in &values {
            let mut wrong = original.clone();
            every_leaf(&mut wrong, value);
            compared(&original, &wrong, kind);
        }
    }
}

fn every_leaf(at: &mut Value, value: &Value) {
    match at {
        Value::Array(items) if !items.is_empty() => items.iter_mut().for_each(|item| every_leaf(item, value)),
        Value::Object(members) if !members.is_empty() => members.values_mut().for_each(|it| every_leaf(it, value)),
        other => *other = value.clone(),
    }
}

#[test]
fn ten_thousand_levels_are_told_with_their_place() {
    for text in ["[".repeat(10_000), "{\"not\":".repeat(10_000), "- ".repeat(10_000)] {
        let document = Document::read(SourceText::new("a", text.as_str()), &Limits::default());
        let [told] = document.diagnostics() else { panic!("{:?}", document.diagnostics()) };
        assert_eq!(told.code, "too-deep");
        assert!(told.location.as_ref().is_some_and(|place| place.start.column > 500));
    }
}

#[test]
fn long_documents_are_read_in_linear_time() {
    // Keys that are all the same, a string of megabytes, a line of megabytes: quadratic work would take minutes.
    let doubled = format!("{{{}\"a\": 1}}", "\"a\": 0, ".repeat(40_000));
    let string = format!("[\"{}\"]", "\\u00e9x".repeat(200_000));
    let items = format!("[{}1]", "{\"a\": [1, 2.5e3]}, ".repeat(40_000));
    for text in [doubled, string, items] {
        for name in ["a.json", "a.yaml"] {
            let text = if name == "a.yaml" { format!("# YAML\n{text}") } else { text.clone() };
            let document = Document::read(SourceText::new(name, text), &Limits::default());
            assert!(document.to_json().is_some(), "{:?}", document.diagnostics());
            assert!(document.diagnostics().len() < 100);
        }
    }
}
