//! Any text as YAML: no panic, a value or a reason, and the same value once it is written as JSON.
#![no_main]

use api_compat::{Document, Limits};
use findings::SourceText;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut limits = Limits::default();
    limits.values = 100_000;
    let document = Document::read(SourceText::new("fuzz.yaml", text), &limits);
    let _ = (document.missing_files(), document.kind());
    let Some(value) = document.to_json() else {
        assert!(!document.diagnostics().is_empty());
        return;
    };
    let again = Document::read(SourceText::new("fuzz.json", value.to_string()), &limits);
    assert_eq!(again.to_json(), Some(value));
});
