//! Reader and JSON Schema agree: on the examples, on the broken specifications, and on examples with one value changed.

use std::collections::BTreeSet;

use findings::{Diagnostic, SourceText};
use serde_json::{Value as Json, json};
use testkit::fixture::SpecificationFixture;

use super::node::{self, Node};
use super::{guide, json_schema, read};

/// Faults that only the specification as a whole, or a look beyond the text, can show.
const BEYOND: [&str; 18] = [
    "always-fires",
    "bad-option",
    "circular-order",
    "contradiction",
    "duplicate-key",
    "duplicate-name",
    "implausible",
    "missing-id",
    "missing-type",
    "never-fires",
    "never-opens",
    "no-change",
    "no-such-time",
    "out-of-order",
    "undefined-name",
    "unknown-time-zone",
    "wrong-pattern",
    "json-syntax",
];

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(&json_schema()).unwrap()).unwrap()
}

/// Whether what the reader says of `value` and what the schema says of it go together; none where they do.
fn disagreement(diagnostics: &[Diagnostic], accepted: bool) -> Option<String> {
    let shape: Vec<&Diagnostic> = diagnostics.iter().filter(|it| !BEYOND.contains(&it.code.as_str())).collect();
    match (accepted, shape.is_empty()) {
        (true, false) => Some(format!("the schema takes what the reader refuses: {shape:?}")),
        (false, true) if diagnostics.is_empty() => Some("the reader takes what the schema refuses".to_owned()),
        _ => None,
    }
}

pub(super) fn tree(name: &str, text: &str) -> Option<Json> {
    Node::root(&node::read(&SourceText::new(name, text)).0).map(Node::json)
}

#[test]
fn the_schema_refuses_what_the_reader_refuses_of_the_broken_specifications() {
    let validator = validator();
    let fixtures = SpecificationFixture::all().unwrap();
    assert!(fixtures.len() >= 20);
    for fixture in fixtures {
        let Some(value) = tree(&fixture.file, &fixture.text) else { continue };
        let source = SourceText::new(fixture.file.as_str(), fixture.text.as_str());
        let (specification, diagnostics) = read(&source);
        assert!(specification.is_none(), "{}", fixture.name);
        let disagreement = disagreement(&diagnostics, validator.is_valid(&value));
        assert_eq!(disagreement, None, "{}", fixture.name);
        let beyond = diagnostics.iter().all(|it| BEYOND.contains(&it.code.as_str()));
        if beyond && !diagnostics.iter().any(|it| it.code == "never-opens" || it.code == "contradiction") {
            assert!(validator.is_valid(&value), "{}: {diagnostics:?}", fixture.name);
        }
    }
}

#[test]
fn reader_and_schema_agree_on_every_value_changed() {
    let validator = validator();
    let odd = odd_values();
    let mut tried = 0;
    let mut met = BTreeSet::new();
    for (name, text) in guide::EXAMPLES {
        let mut value = tree(name, text).unwrap();
        assert!(validator.is_valid(&value), "{name}");
        for odd in &odd {
            let mut changed = value.clone();
            changed["deadline"] = odd.clone();
            agree(&validator, &changed, "/deadline");
        }
        // Without a deadline nobody looks for windows before it, which takes its time.
        value.as_object_mut().unwrap().remove("deadline");
        for pointer in pointers(&value) {
            // One item of each list stands for all.
            let place: String = pointer.chars().filter(|it| !it.is_ascii_digit()).collect();
            if !met.insert(place) {
                continue;
            }
            // Every fourth value at each place, others at the next one: all of them everywhere take minutes.
            for other in odd.iter().skip(met.len() % 4).step_by(4) {
                let mut changed = value.clone();
                *changed.pointer_mut(&pointer).unwrap() = other.clone();
                agree(&validator, &changed, &pointer);
                tried += 1;
            }
            let mut changed = value.clone();
            if let Some(object) = changed.pointer_mut(&pointer).and_then(Json::as_object_mut) {
                object.insert("of_no_use".to_owned(), 1.into());
                agree(&validator, &changed, &pointer);
                let keys: Vec<String> = object_keys(&value, &pointer);
                for key in keys {
                    let mut changed = value.clone();
                    changed.pointer_mut(&pointer).and_then(Json::as_object_mut).unwrap().remove(&key);
                    agree(&validator, &changed, &format!("{pointer} without {key}"));
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}

#[track_caller]
fn agree(validator: &jsonschema::Validator, changed: &Json, at: &str) {
    let (_, diagnostics) = read(&SourceText::new("a.json", changed.to_string()));
    if let Some(disagreement) = disagreement(&diagnostics, validator.is_valid(changed)) {
        let value = changed.pointer(at).cloned().unwrap_or_default();
        panic!("{at} {value}: {disagreement}");
    }
}

fn object_keys(value: &Json, pointer: &str) -> Vec<String> {
    value.pointer(pointer).and_then(Json::as_object).into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

/// Pointers to every value; of long lists to the first three items.
pub(super) fn pointers(value: &Json) -> Vec<String> {
    let mut found = vec![String::new()];
    match value {
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate().take(3) {
                found.extend(pointers(item).into_iter().map(|rest| format!("/{at}{rest}")));
            }
        }
        Json::Object(members) => {
            for (key, item) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                found.extend(pointers(item).into_iter().map(|rest| format!("/{key}{rest}")));
            }
        }
        _ => {}
    }
    found
}

pub(super) fn odd_values() -> Vec<Json> {
    let mut odd = vec![
        Json::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(100),
        json!(101),
        json!(3e9),
        json!([]),
        json!([[]]),
        json!(["a"]),
        json!({}),
        json!({"above": 1, "below": 2}),
        json!({"a": "b"}),
    ];
    let texts = [
        "",
        " ",
        "a",
        "GET /a",
        "GET a",
        " GET /a",
        "0",
        "15",
        "15m",
        "1h 30m",
        "1 hour",
        "PT15M",
        "PT",
        "P1D",
        "P1DT",
        "30 GiB",
        "30GB",
        "-3 GB",
        "5%",
        "100%",
        "101%",
        "5 %",
        "1_0%",
        "007%",
        "1.5M",
        "1_000",
        "1,,0",
        "1,000.5",
        ".5",
        "20/s",
        "20 /min",
        "20 MB/s",
        "0 rows/s",
        "0.0 MB / h",
        "5 rows",
        "02:00",
        "24:00",
        "24:01",
        "25:00",
        "2:00",
        "Mon 09:00-17:00",
        "mon - Fri,Sun 09:00-24:00",
        "Mo 09:00-17:00",
        "daily 00:00-01:00",
        "Mon-Fri  09:00-17:00 ",
        "2027-01-01",
        "2027-02-30",
        "2027-01-01T10:00",
        "2027-01-01 10:00:00",
        "2027-01-01T24:00",
        "2027-01-01/2027-01-03",
        "2027-01-01/",
        "2027-01-01T10:00Z",
        "2027-01-01T10:00:00.5+01:00",
        "2027-01-01T10:00",
        "2027-01-01T10:00:00+0100",
        "2027-13-01T10:00Z",
        "UTC",
        "Europe/Nowhere",
        "a b",
        "p80",
        "database",
        "canary",
        "above",
        "250ms",
        "5 %%",
    ];
    odd.extend(texts.iter().map(|text| json!(text)));
    odd
}
