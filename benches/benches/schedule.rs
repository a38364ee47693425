//! Simulating task graphs: the time should grow with steps times draws and no faster.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use schedule::{Instant, SimulateOptions, simulate};
use schema_benches::schedule::graph;

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

criterion_group!(benches, bench_simulate);
criterion_main!(benches);
