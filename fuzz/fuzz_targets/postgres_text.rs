//! Any text: no panic, and a schema does not differ from itself.
#![no_main]

use findings::SourceText;
use libfuzzer_sys::fuzz_target;
use schema_diff::Dialect;
use schema_diff::diff::diff;
use schema_diff::read::{Limits, read};

fuzz_target!(|text: &str| {
    let reading = read(Dialect::Postgres, &[SourceText::new("fuzz.sql", text)], &Limits::default());
    let same = diff(&reading.catalogue, &reading.catalogue, &[]).expect("no rename is stated");
    assert!(same.changes.is_empty());
});
