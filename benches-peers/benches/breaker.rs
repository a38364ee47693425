//! A call through a closed breaker, here and with `recloser`: by one thread, and by two at the same time.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use cutover::CircuitBreaker;
use recloser::Recloser;

type Answer = Result<u64, ()>;

fn ours() -> CircuitBreaker {
    CircuitBreaker::builder("bench").count_window(100).minimum_calls(100).build().expect("the settings are right")
}

/// One that asks the clock before and after each call, since it tells slow ones.
fn ours_with_slow_calls() -> CircuitBreaker {
    let builder = CircuitBreaker::builder("bench").count_window(100).slow_calls(0.5, Duration::from_secs(1));
    builder.build().expect("the settings are right")
}

fn theirs() -> Recloser {
    Recloser::custom().error_rate(0.5).closed_len(100).half_open_len(10).open_wait(Duration::from_secs(60)).build()
}

fn answer(number: u64) -> Answer {
    black_box(Ok(number))
}

/// The time that `threads` threads take for so many calls each, all at the same time.
fn at_once(threads: u32, calls: u64, call: impl Fn(u64) + Sync) -> Duration {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| (0..calls).for_each(&call));
        }
    });
    start.elapsed()
}

fn one_thread(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a call by one thread");
    let (plain, slow, peer) = (ours(), ours_with_slow_calls(), theirs());
    group.bench_function("cutover", |bencher| bencher.iter(|| black_box(plain.call(|| answer(1)).is_ok())));
    group.bench_function("recloser", |bencher| bencher.iter(|| black_box(peer.call(|| answer(1)).is_ok())));
    group.bench_function("cutover, telling slow calls", |bencher| {
        bencher.iter(|| black_box(slow.call(|| answer(1)).is_ok()));
    });
    group.finish();
}

/// Both threads do as many calls as one does above: a time that stays the same is perfect scaling.
fn two_threads(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a call by each of two threads");
    let (plain, slow, peer) = (ours(), ours_with_slow_calls(), theirs());
    group.bench_function("cutover", |bencher| {
        bencher.iter_custom(|calls| at_once(2, calls, |number| drop(black_box(plain.call(|| answer(number))))));
    });
    group.bench_function("recloser", |bencher| {
        bencher.iter_custom(|calls| at_once(2, calls, |number| drop(black_box(peer.call(|| answer(number))))));
    });
    group.bench_function("cutover, telling slow calls", |bencher| {
        bencher.iter_custom(|calls| at_once(2, calls, |number| drop(black_box(slow.call(|| answer(number))))));
    });
    group.finish();
}

criterion_group!(benches, one_thread, two_threads);
criterion_main!(benches);
