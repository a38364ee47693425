//! Two texts, parted by a line of equals signs, as documents of AsyncAPI: no panic, and a side against itself is silent.
#![no_main]

use api_compat::{Document, Kind, Limits, Options, compare};
use findings::{SourceText, Verdict};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (before, after) = text.split_once("\n====\n").unwrap_or((text, text));
    let mut limits = Limits::default();
    limits.values = 20_000;
    let read = |text: &str| Document::read(SourceText::new("fuzz.yaml", text), &limits);
    let (before, after) = (read(before), read(after));
    let options = Options::default().with_kind(Kind::AsyncApi);
    let _ = compare(&before, &after, &options).expect("a report");
    for side in [&before, &after] {
        assert_eq!(compare(side, side, &options).expect("a report").verdict, Verdict::Identical);
    }
});
