//! Two texts, parted by a line of equals signs, as documents of each kind: what a comparison promises holds.
#![no_main]

use api_compat::{Document, Kind, Limits};
use findings::SourceText;
use libfuzzer_sys::fuzz_target;

#[path = "../../crates/api-compat/tests/edits/mod.rs"]
#[allow(dead_code, reason = "the promises are meant, not the edits")]
mod edits;

fuzz_target!(|text: &str| {
    let (before, after) = text.split_once("\n====\n").unwrap_or((text, text));
    let mut limits = Limits::default();
    limits.values = 20_000;
    let read = |text: &str| Document::read(SourceText::new("fuzz", text), &limits);
    let (before, after) = (read(before), read(after));
    for kind in [Kind::OpenApi, Kind::JsonSchema] {
        edits::promises::hold(&before, &after, kind);
    }
});
