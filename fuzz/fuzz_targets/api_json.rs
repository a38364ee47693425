//! Any text as JSON: read, or refused, as serde_json does it.
#![no_main]

use api_compat::{Document, Limits};
use findings::SourceText;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // Named so and in brackets: what is no JSON is not tried as YAML.
    let text = format!("[{text}]");
    let mut limits = Limits::default();
    // What serde_json allows.
    limits.depth = 127;
    let document = Document::read(SourceText::new("fuzz.json", text.as_str()), &limits);
    match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(expected) => assert_eq!(document.to_json(), Some(expected)),
        // A number beyond a float's range is none for serde_json, and fine here.
        Err(error) if error.to_string().contains("out of range") => {}
        Err(_) => assert!(document.to_json().is_none() && !document.diagnostics().is_empty()),
    }
});
