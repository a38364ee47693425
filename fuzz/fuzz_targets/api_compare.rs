//! A document with edits as authors make them, and others: what a comparison promises holds.
#![no_main]

use api_compat::{Document, Limits};
use findings::SourceText;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

#[path = "../../crates/api-compat/tests/edits/mod.rs"]
mod edits;

type Edits = (Vec<edits::apt::AptEdit>, Vec<edits::Edit>);

fn edit(document: &mut Value, edits: &Edits) {
    edits::apt::apply(document, &edits.0[..edits.0.len().min(4)]);
    edits::apply(document, &edits.1[..edits.1.len().min(2)]);
}

fn read(value: &Value) -> Document {
    Document::read(SourceText::new("fuzz.json", value.to_string()), &Limits::default())
}

fuzz_target!(|input: (u8, Edits, Edits)| {
    let (which, first, then) = input;
    let (kind, text) = edits::DOCUMENTS[usize::from(which) % edits::DOCUMENTS.len()];
    let mut before: Value = serde_json::from_str(text).expect("a document");
    edit(&mut before, &first);
    let mut after = before.clone();
    edit(&mut after, &then);
    edits::promises::hold(&read(&before), &read(&after), kind);
});
