//! Comparing documents of AsyncAPI of growing size, with their witnesses: the time should grow with it and no faster.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::fmt::Write as _;
use std::hint::black_box;

use api_compat::{Document, Kind, Limits, Options, compare};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use findings::SourceText;

/// Channels, with an operation and a message each.
const SIZES: [usize; 3] = [1, 10, 100];

/// Every tenth channel has another address after the change, and every tenth message asks for more.
fn document(channels: usize, changed: bool) -> String {
    let mut text = "asyncapi: 3.0.0\ninfo: {title: Depot, version: '1'}\nchannels:\n".to_owned();
    for at in 0..channels {
        let moved = if changed && at % 10 == 3 { "moved." } else { "" };
        let required = if changed && at % 10 == 7 { "[id, size]" } else { "[id]" };
        let _ = write!(
            text,
            "  c{at}:\n    address: {moved}parcels.{at}\n    messages:\n      M:\n        payload:\n          type: object\n          \
             required: {required}\n          properties: {{id: {{type: integer}}, size: {{type: string}}}}\n"
        );
    }
    text.push_str("operations:\n");
    for at in 0..channels {
        let _ = writeln!(text, "  take{at}: {{action: receive, channel: {{$ref: '#/channels/c{at}'}}}}");
    }
    text
}

fn bench_compare(criterion: &mut Criterion) {
    let read = |text: String| Document::read(SourceText::new("bench.yaml", text), &Limits::default());
    for (name, changed) in [("same", false), ("changed", true)] {
        let mut group = criterion.benchmark_group(format!("compare/asyncapi/{name}"));
        group.sample_size(10);
        for channels in SIZES {
            let (before, after) = (read(document(channels, false)), read(document(channels, changed)));
            let options = Options::default().with_kind(Kind::AsyncApi);
            group.throughput(Throughput::Elements(channels as u64));
            group.bench_function(BenchmarkId::from_parameter(channels), |bencher| {
                bencher.iter(|| black_box(compare(&before, &after, &options).expect("both are AsyncAPI")));
            });
        }
    }
}

criterion_group!(benches, bench_compare);
criterion_main!(benches);
