//! Any text as a schema in the predecessor's format: no panic, in either dialect.
#![no_main]

use findings::SourceText;
use libfuzzer_sys::fuzz_target;
use schema_diff::Dialect;
use schema_diff::read::predecessor;

fuzz_target!(|text: &str| {
    for dialect in Dialect::ALL {
        let _ = predecessor::translate(&SourceText::new("fuzz.json", text), dialect);
    }
});
