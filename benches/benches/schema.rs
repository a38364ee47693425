//! Reading, comparing and planning for schemas of growing size: the time should grow with it and no faster.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use findings::SourceText;
use plan_engine::plan::Side;
use plan_engine::{MakeOptions, make};
use schema_diff::Dialect;
use schema_diff::diff::diff;
use schema_diff::read::{Limits, Reading, read};

const SIZES: [usize; 3] = [100, 1_000, 8_192];
const CHANGES: usize = 500;

fn reading(text: &str) -> Reading {
    read(Dialect::Postgres, &[SourceText::new("schema.sql", text)], &Limits::default())
}

fn sides(tables: usize) -> (Reading, Reading) {
    (reading(&schema_benches::before(tables)), reading(&schema_benches::after(tables, CHANGES)))
}

fn bench_read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    for tables in SIZES {
        let text = schema_benches::before(tables);
        group.throughput(Throughput::Elements(tables as u64));
        group.bench_with_input(BenchmarkId::from_parameter(tables), &text, |bencher, text| {
            bencher.iter(|| reading(text));
        });
    }
}

fn bench_diff(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("diff");
    group.sample_size(10);
    for tables in SIZES {
        let sides = sides(tables);
        group.throughput(Throughput::Elements(tables as u64));
        group.bench_with_input(BenchmarkId::from_parameter(tables), &sides, |bencher, (before, after)| {
            bencher.iter(|| diff(&before.catalogue, &after.catalogue, &[]));
        });
    }
}

fn bench_plan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan");
    group.sample_size(10);
    for tables in SIZES {
        let (before, after) = sides(tables);
        let (before, after) = (Side::of(&before), Side::of(&after));
        group.throughput(Throughput::Elements(tables as u64));
        group.bench_function(BenchmarkId::from_parameter(tables), |bencher| {
            bencher.iter(|| make(before.clone(), after.clone(), &MakeOptions::new()).expect("a plan"));
        });
    }
}

criterion_group!(benches, bench_read, bench_diff, bench_plan);
criterion_main!(benches);
