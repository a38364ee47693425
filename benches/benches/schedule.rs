//! Simulating task graphs, where the time should grow with steps times draws and no faster; levelling them, where it is
//! to stay well under a second.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use schedule::{Instant, LevelOptions, PathOptions, SimulateOptions, critical_path, level, simulate};
use schema_benches::schedule::{graph, staffed};

const STEPS: [usize; 3] = [100, 1_000, 10_000];
const DRAWS: [u32; 2] = [1_000, 10_000];

fn start() -> Instant {
    // Monday, 2027-01-11, 9:00 UTC.
    Instant::from_seconds(1_799_658_000)
}

fn bench_simulate(criterion: &mut Criterion) {
    for (name, hours) in [("around-the-clock", false), ("office-hours", true)] {
        let mut group = criterion.benchmark_group(format!("simulate/{name}"));
        group.sample_size(10);
        for steps in STEPS {
            let graph = graph(steps, hours).expect("a sound graph");
            for draws in DRAWS {
                let options = SimulateOptions::new(start()).draws(draws);
                group.throughput(Throughput::Elements(steps as u64 * u64::from(draws)));
                group.bench_function(BenchmarkId::new(steps.to_string(), draws), |bencher| {
                    bencher.iter(|| black_box(simulate(&graph, &options).expect("it can be simulated")));
                });
            }
        }
    }
}

fn bench_level(criterion: &mut Criterion) {
    for (name, hours) in [("around-the-clock", false), ("office-hours", true)] {
        let mut group = criterion.benchmark_group(format!("level/{name}"));
        group.sample_size(10);
        for steps in STEPS {
            let graph = staffed(steps, hours).expect("a sound graph");
            group.throughput(Throughput::Elements(steps as u64));
            group.bench_function(BenchmarkId::from_parameter(steps), |bencher| {
                bencher.iter(|| black_box(level(&graph, &LevelOptions::new(start())).expect("it can be levelled")));
            });
            group.bench_function(BenchmarkId::new("critical-path", steps), |bencher| {
                bencher.iter(|| black_box(critical_path(&graph, &PathOptions::new(start())).expect("it has a path")));
            });
        }
    }
}

criterion_group!(benches, bench_simulate, bench_level);
criterion_main!(benches);
