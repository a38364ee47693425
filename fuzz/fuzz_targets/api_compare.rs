//! Two documents with random edits: a report, no panic, and nothing differs from itself.
#![no_main]

use api_compat::{Document, Kind, Limits, Options, compare};
use findings::SourceText;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

#[path = "../../crates/api-compat/tests/edits/mod.rs"]
mod edits;

const DOCUMENTS: [(Kind, &str); 2] = [
    (Kind::OpenApi, include_str!("../../crates/api-compat/tests/documents/openapi.json")),
    (Kind::JsonSchema, include_str!("../../crates/api-compat/tests/documents/schema.json")),
];

fn document(value: &Value) -> Document {
    Document::read(SourceText::new("fuzz.json", value.to_string()), &Limits::default())
}

fuzz_target!(|input: (bool, Vec<edits::Edit>, Vec<edits::Edit>)| {
    let (schema, first, then) = input;
    let (kind, text) = DOCUMENTS[usize::from(schema)];
    let mut before: Value = serde_json::from_str(text).expect("a document");
    edits::apply(&mut before, &first[..first.len().min(4)]);
    let mut after = before.clone();
    edits::apply(&mut after, &then[..then.len().min(4)]);
    let (before, after) = (document(&before), document(&after));
    let mut options = Options::default();
    options.kind = Some(kind);
    compare(&before, &after, &options).expect("a kind is given");
    let same = compare(&after, &after, &options).expect("a kind is given");
    assert!(same.findings.is_empty());
});
