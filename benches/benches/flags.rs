//! What deciding a flag costs: the target is 50 ns.

// The macros of criterion make public functions without documentation.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use cutover::bucketing::LaunchDarklySeed;
use cutover::flag::{Bucketing, Context};
use cutover::flagd::FlagdVersion;
use cutover::rollout::{Document, Store};
use cutover::{Percentage, Rollout, Timestamp};

/// A number, a short name and a UUID.
const KEYS: [(&str, &str); 3] =
    [("number", "4711"), ("name", "customer-4711"), ("uuid", "8d2c1e6a-52f4-4b0e-9a37-0c5d1f7be210")];

fn eighth() -> Percentage {
    Percentage::new(12.5).expect("a percentage")
}

fn bench_decision(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("flag");
    let modes = [
        ("native", Bucketing::Native),
        ("flagd", Bucketing::Flagd(FlagdVersion::V2)),
        ("unleash", Bucketing::Unleash { group: "new-user-service".to_owned() }),
        ("launch-darkly", Bucketing::LaunchDarkly(LaunchDarklySeed::of_flag("new-user-service", "pepper"))),
    ];
    for (mode, bucketing) in modes {
        let flag = Rollout::new("new-user-service").bucketed_like(bucketing).at(eighth());
        for (kind, key) in KEYS {
            group.bench_function(BenchmarkId::new(mode, kind), |bencher| {
                bencher.iter(|| black_box(&flag).is_enabled(black_box(key)));
            });
        }
    }
    let flag = Rollout::new("new-user-service").at(eighth());
    group.bench_function("native/u64", |bencher| {
        bencher.iter(|| black_box(&flag).is_enabled(black_box(4_711_000_815_u64)));
    });
    group.finish();
}

/// By its name from a store that a watcher may change, and for a request with segments.
fn bench_store(criterion: &mut Criterion) {
    let text = r#"{ "schema_version": "1.0", "flags": { "new-user-service": { "percentage": 12.5,
        "segments": [{ "segment": "staff", "percentage": 100 }] }, "plain": { "percentage": 12.5 } },
        "segments": { "staff": [{ "attribute": "role", "operator": "IN", "values": ["staff"] }] } }"#;
    let store = Store::new(Document::read(text).expect("a document"), Timestamp::default());
    let mut group = criterion.benchmark_group("store");
    group.bench_function("by-name", |bencher| {
        bencher.iter(|| black_box(&store).is_enabled(black_box("plain"), black_box("customer-4711")));
    });
    let snapshot = store.snapshot();
    let context = Context::new().with("user_id", "customer-4711").with("role", "guest");
    let flag = snapshot.flag("new-user-service").expect("a flag");
    group.bench_function("with-segment", |bencher| {
        bencher.iter(|| black_box(flag).decide(black_box(&context)).is_enabled());
    });
    group.finish();
}

criterion_group!(benches, bench_decision, bench_store);
criterion_main!(benches);
