//! Reading and comparing GraphQL schemas of growing size, witnesses included: the time should grow with it and no faster.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::fmt::Write as _;
use std::hint::black_box;

use api_compat::{Kind, Limits, Options, Sources, compare_sources};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use findings::SourceText;

/// Types: some 15 kB, 150 kB and 1.5 MB of text.
const SIZES: [usize; 3] = [60, 600, 6_000];

/// A schema of so many types, each reached from the one before; in every hundredth a field has changed where `changed`.
fn schema(types: usize, changed: bool) -> String {
    let mut text = String::from("type Query { first(id: ID!): T0 }\n");
    for at in 0..types {
        let field = if changed && at % 100 == 50 { "other" } else { "some" };
        let _ = writeln!(
            text,
            "\"\"\"\nThe type with the number {at}.\n\"\"\"\ntype T{at} {{\n  \"What comes next.\"\n  next(first: Int = 10): T{}\n  \
             {field}: String!\n  near(by: Filter{at}): [T{}!]\n}}\ninput Filter{at} {{ name: String max: Int = 1 }}",
            (at + 1) % types,
            at / 2
        );
    }
    text
}

fn file(name: &str, text: &str) -> Sources {
    Sources::file(SourceText::new(name, text), &Limits::default())
}

fn bench_compare(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compare/graphql");
    group.sample_size(10);
    let options = Options::default().with_kind(Kind::GraphQl);
    for types in SIZES {
        let (old, new) = (schema(types, false), schema(types, true));
        group.throughput(Throughput::Bytes((old.len() + new.len()) as u64));
        group.bench_function(BenchmarkId::from_parameter(types), |bencher| {
            bencher.iter(|| {
                let (before, after) = (file("before.graphql", &old), file("after.graphql", &new));
                black_box(compare_sources(&before, &after, &options).expect("both are GraphQL"))
            });
        });
    }
}

criterion_group!(benches, bench_compare);
criterion_main!(benches);
