//! Two texts, parted by a line of equals signs, as schemas of Avro: no panic, and a side against itself is silent.
#![no_main]

use api_compat::{Direction, Document, Kind, Limits, Options, compare};
use findings::{SourceText, Verdict};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (before, after) = text.split_once("\n====\n").unwrap_or((text, text));
    let mut limits = Limits::default();
    limits.values = 20_000;
    let read = |text: &str| Document::read(SourceText::new("fuzz.avsc", text), &limits);
    let (before, after) = (read(before), read(after));
    let options = Options::default().with_kind(Kind::Avro).with_direction(Direction::Full);
    let report = compare(&before, &after, &options).expect("a report");
    let mirrored = compare(&after, &before, &options).expect("a report");
    let breaks = |verdict: Verdict| verdict >= Verdict::PotentiallyBreaking;
    assert_eq!(breaks(report.verdict), breaks(mirrored.verdict));
    for side in [&before, &after] {
        assert_eq!(compare(side, side, &options).expect("a report").verdict, Verdict::Identical);
    }
});
