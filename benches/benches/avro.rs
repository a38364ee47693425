//! Comparing schemas of Avro of growing size, with their witnesses: the time should grow with it and no faster.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::hint::black_box;

use api_compat::{Direction, Document, Kind, Limits, Options, compare};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use findings::SourceText;

/// Records within each other, of four fields each.
const SIZES: [usize; 3] = [1, 10, 100];

/// Records side by side in one; every tenth has lost a symbol and got a field after the change.
fn schema(records: usize, changed: bool) -> String {
    let record = |at: usize| {
        let other = changed && at.is_multiple_of(10);
        let symbols = if other { r#"["A", "B"]"# } else { r#"["A", "B", "C"]"# };
        let more = if other { r#", {"name": "more", "type": "long"}"# } else { "" };
        format!(
            r#"{{"name": "f{at}", "type": {{"type": "record", "name": "R{at}", "fields": [{{"name": "id", "type": "long"}},
            {{"name": "kind", "type": {{"type": "enum", "name": "K{at}", "symbols": {symbols}}}}},
            {{"name": "note", "type": ["null", "string"], "default": null}},
            {{"name": "sums", "type": {{"type": "map", "values": "double"}}}}{more}]}}}}"#
        )
    };
    let fields: Vec<String> = (0..records).map(record).collect();
    format!(r#"{{"type": "record", "name": "All", "namespace": "bench", "fields": [{}]}}"#, fields.join(","))
}

fn bench_compare(criterion: &mut Criterion) {
    let read = |text: String| Document::read(SourceText::new("bench.avsc", text), &Limits::default());
    for (name, changed) in [("same", false), ("changed", true)] {
        let mut group = criterion.benchmark_group(format!("compare/avro/{name}"));
        group.sample_size(10);
        for records in SIZES {
            let (before, after) = (read(schema(records, false)), read(schema(records, changed)));
            let options = Options::default().with_kind(Kind::Avro).with_direction(Direction::Full);
            group.throughput(Throughput::Elements(records as u64));
            group.bench_function(BenchmarkId::from_parameter(records), |bencher| {
                bencher.iter(|| black_box(compare(&before, &after, &options).expect("both are Avro")));
            });
        }
    }
}

criterion_group!(benches, bench_compare);
criterion_main!(benches);
