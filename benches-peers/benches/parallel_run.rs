//! What a parallel run costs the primary: a call alone, one that is not sampled, and one that is.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use cutover::ParallelRun;

/// A request and an answer as small services have them.
type Text = String;

#[expect(clippy::ptr_arg, reason = "a path takes its request so")]
fn path(request: &Text) -> Text {
    black_box(request.clone())
}

fn overhead(criterion: &mut Criterion) {
    let request = "user/4711".to_owned();
    let mut group = criterion.benchmark_group("the primary's call");
    group.bench_function("alone", |bencher| bencher.iter(|| path(&request)));
    let run = ParallelRun::new("bench").primary(path).candidate(path).sample(0.0);
    group.bench_function("not sampled", |bencher| bencher.iter(|| run.call(&request)));
    // With places enough, none is skipped; the threads work them off between the batches.
    let run = ParallelRun::new("bench").primary(path).candidate(path).concurrency(1, 1 << 16);
    run.start();
    group.bench_function("sampled", |bencher| {
        bencher.iter_custom(|calls| {
            let mut taken = Duration::ZERO;
            for batch in 0..calls.div_ceil(1_000) {
                let start = Instant::now();
                for _ in 0..1_000.min(calls - batch * 1_000) {
                    black_box(run.call(&request));
                }
                taken += start.elapsed();
                assert!(run.settle(Duration::from_secs(60)));
            }
            taken
        });
    });
    assert_eq!(run.report().skipped, 0);
    // As it is in a service: the threads sleep, and each sampled call wakes one.
    let run = ParallelRun::new("bench").primary(path).candidate(path).concurrency(1, 16);
    run.start();
    group.bench_function("sampled, with a thread to wake", |bencher| {
        bencher.iter_batched(|| assert!(run.settle(Duration::from_secs(60))), |()| run.call(&request), BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group!(benches, overhead);
criterion_main!(benches);
