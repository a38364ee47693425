//! Comparing folders of `.proto` files of growing size, equal ones and changed ones: the time should grow with it and no faster.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::fmt::Write as _;
use std::hint::black_box;

use api_compat::{Kind, Limits, Options, ProtobufLevel, Sources, compare_sources};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use findings::SourceText;

/// Files, of ten messages each.
const SIZES: [usize; 3] = [1, 10, 100];

/// A file that imports the one before it; in every tenth message a field is of another type after the change.
fn file(index: usize, changed: bool) -> String {
    let mut text = format!("syntax = \"proto3\";\npackage bench.f{index};\n");
    if let Some(before) = index.checked_sub(1) {
        let _ = writeln!(text, "import \"f{before}.proto\";");
    }
    for message in 0..10 {
        let kind = if changed && (index + message).is_multiple_of(10) { "string" } else { "int32" };
        let _ = write!(text, "message M{message} {{\n  {kind} a = 1;\n  repeated string b = 2;\n");
        if let Some(before) = index.checked_sub(1) {
            let _ = writeln!(text, "  bench.f{before}.M{message} c = 3;");
        }
        text.push_str("}\n");
    }
    text
}

fn folder(files: usize, changed: bool) -> Sources {
    let files = (0..files).map(|index| {
        let path = format!("f{index}.proto");
        (path.clone(), SourceText::new(path, file(index, changed)))
    });
    Sources::folder("bench", files, &Limits::default())
}

fn bench_compare(criterion: &mut Criterion) {
    for (name, changed) in [("same", false), ("changed", true)] {
        let mut group = criterion.benchmark_group(format!("compare/protobuf/{name}"));
        group.sample_size(10);
        for files in SIZES {
            let (before, after) = (folder(files, false), folder(files, changed));
            let options = Options::default().with_kind(Kind::Protobuf).with_protobuf_level(ProtobufLevel::Wire);
            group.throughput(Throughput::Elements(files as u64));
            group.bench_function(BenchmarkId::from_parameter(files), |bencher| {
                bencher.iter(|| black_box(compare_sources(&before, &after, &options).expect("both are Protobuf")));
            });
        }
    }
}

criterion_group!(benches, bench_compare);
criterion_main!(benches);
