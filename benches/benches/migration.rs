//! A plan from its specification to its schedule: made, levelled, and drawn 10,000 times. The time should grow linearly with
//! the steps.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use findings::SourceText;
use plan_engine::migration::schedule::{MigrationSchedule, ScheduleOptions, schedule};
use plan_engine::migration::{Inputs, MigrationPlan, make};
use plan_engine::specification;
use schedule::Instant;

const STEPS: [usize; 3] = [1_000, 3_000, 10_000];

fn made(text: &str) -> MigrationPlan {
    let (specification, _) = specification::read(&SourceText::new("orders.yaml", text));
    make(&specification.expect("a sound specification"), Inputs::new()).expect("it can be planned")
}

fn scheduled(plan: &MigrationPlan) -> MigrationSchedule {
    // Monday, 2027-01-11, 9:00 UTC.
    let options = ScheduleOptions::new(Instant::from_seconds(1_799_658_000)).draws(10_000, 1);
    schedule(plan, &options).expect("it can be scheduled")
}

fn bench_migration(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("migration");
    group.sample_size(10);
    for steps in STEPS {
        let text = schema_benches::migration::specification(steps);
        let plan = made(&text);
        let json = plan.to_json().expect("it can be written");
        group.throughput(Throughput::Elements(plan.steps().count() as u64));
        group.bench_function(BenchmarkId::new("make", steps), |bencher| {
            bencher.iter(|| black_box(made(&text).to_json().expect("it can be written")));
        });
        group.bench_function(BenchmarkId::new("read", steps), |bencher| {
            bencher.iter(|| black_box(MigrationPlan::from_json(&json).expect("it can be read")));
        });
        group.bench_function(BenchmarkId::new("schedule", steps), |bencher| {
            bencher.iter(|| black_box(scheduled(&plan)));
        });
        group.bench_function(BenchmarkId::new("whole", steps), |bencher| {
            bencher.iter(|| black_box(scheduled(&made(&text))));
        });
    }
}

criterion_group!(benches, bench_migration);
criterion_main!(benches);
