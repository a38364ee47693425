//! Reading, comparing and planning for schemas of growing size: the time should grow with it and no faster.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use findings::SourceText;
use plan_engine::plan::Side;
use plan_engine::{MakeOptions, make};
use schema_diff::Dialect;
use schema_diff::diff::diff;
use schema_diff::read::{Limits, Reading, read};

const SIZES: [usize; 3] = [100, 1_000, 8_192];
const CHANGES: usize = 500;

fn reading(dialect: Dialect, text: &str) -> Reading {
    read(dialect, &[SourceText::new("schema.sql", text)], &Limits::default())
}

fn sides(dialect: Dialect, tables: usize) -> (Reading, Reading) {
    let (before, after) = (schema_benches::before(dialect, tables), schema_benches::after(dialect, tables, CHANGES));
    (reading(dialect, &before), reading(dialect, &after))
}

/// A bench of each size in both dialects; `made` prepares what `run` is measured on.
fn group<T>(
    criterion: &mut Criterion,
    name: &str,
    made: impl Fn(Dialect, usize) -> T,
    run: impl Fn(Dialect, &T) + Copy,
) {
    for dialect in [Dialect::Postgres, Dialect::Sqlite] {
        let mut group = criterion.benchmark_group(format!("{name}/{dialect}"));
        group.sample_size(10);
        for tables in SIZES {
            let input = made(dialect, tables);
            group.throughput(Throughput::Elements(tables as u64));
            group.bench_with_input(BenchmarkId::from_parameter(tables), &input, |bencher, input| {
                bencher.iter(|| run(dialect, input));
            });
        }
    }
}

fn bench_read(criterion: &mut Criterion) {
    group(criterion, "read", schema_benches::before, |dialect, text| drop(black_box(reading(dialect, text))));
}

fn bench_diff(criterion: &mut Criterion) {
    group(criterion, "diff", sides, |_, (before, after)| {
        drop(black_box(diff(&before.catalogue, &after.catalogue, &[])));
    });
}

fn bench_plan(criterion: &mut Criterion) {
    let both = |dialect, tables| {
        let (before, after) = sides(dialect, tables);
        (Side::of(&before), Side::of(&after))
    };
    group(criterion, "plan", both, |_, (before, after)| {
        drop(black_box(make(before.clone(), after.clone(), &MakeOptions::new()).expect("a plan")));
    });
}

criterion_group!(benches, bench_read, bench_diff, bench_plan);
criterion_main!(benches);
