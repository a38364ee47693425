use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

use super::*;
use crate::ManualClock;
use crate::parallel::{Difference, ignoring, on_ok};

const PATIENCE: Duration = Duration::from_mins(1);

#[expect(clippy::trivially_copy_pass_by_ref, reason = "paths take their requests so")]
fn double(number: &u32) -> u32 {
    number * 2
}

/// Something that is closed until it is opened.
#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn open(&self) {
        *self.is_open.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let is_open = self.is_open.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.opened.wait_while(is_open, |is_open| !*is_open));
    }
}

#[test]
fn answers_are_the_primarys_and_differences_are_found() {
    let wrong = |number: &u32| if number.is_multiple_of(10) { 0 } else { number * 2 };
    let run = ParallelRun::new("run").primary(double).candidate(wrong).concurrency(2, 1_000);
    assert!((1..=500).all(|number| run.call(&number) == number * 2));
    assert!(run.settle(PATIENCE));
    let report = run.report();
    assert_eq!((report.calls, report.sampled, report.skipped), (500, 500, 0));
    assert_eq!((report.parity.compared, report.parity.mismatches), (500, 50));
    assert_eq!(report.samples.len(), 20);
    assert!(run.settle(Duration::MAX), "no instant lies so far ahead");
}

#[test]
fn a_run_may_have_any_name() {
    let run = ParallelRun::new("a\0b").primary(double).candidate(double);
    assert_eq!((run.call(&4), run.name()), (8, "a\0b"));
}

#[test]
fn a_share_of_the_calls_is_sampled() {
    let run = ParallelRun::new("run").primary(double).candidate(double).sample(0.1).concurrency(1, 100_000);
    for number in 0..20_000 {
        run.call(&number);
    }
    // Four standard deviations of 20,000 draws of a tenth.
    assert!(run.report().sampled.abs_diff(2_000) < 170, "{}", run.report().sampled);
    let none = ParallelRun::new("run").primary(double).candidate(double).sample(f64::NAN);
    assert_eq!((none.call(&4), none.sample(0.0).call(&4)), (8, 8));
}

#[test]
fn a_candidate_that_hangs_floods_or_panics_keeps_nobody_waiting() {
    let gate = Arc::new(Gate::default());
    let theirs = Arc::clone(&gate);
    let hang = move |number: &u32| {
        theirs.pass();
        number * 2
    };
    let clock = Arc::new(ManualClock::default());
    let run = ParallelRun::new("hang").primary(double).candidate(hang).concurrency(2, 3).clock(Arc::clone(&clock));
    // The candidate hangs for as long as this test likes: every answer is there although it is.
    assert!((0..1_000).all(|number| run.call(&number) == number * 2));
    assert!(run.report().skipped >= 995, "{:?}", run.report());
    assert_eq!(run.report().parity.compared, 0);
    while !is_running(&run, 2) {
        thread::yield_now();
    }
    clock.advance(Duration::from_secs(11));
    assert_eq!(run.report().timed_out, 2);
    gate.open();
    assert!(run.settle(PATIENCE));
    // Those that came back are counted as before, and what waited is compared.
    let waited = 1_000 - run.report().skipped - 2;
    assert_eq!((run.report().timed_out, run.report().parity.compared), (2, waited));

    let run = ParallelRun::new("panic").primary(double).candidate(|_: &u32| -> u32 { std::panic::panic_any(()) });
    assert_eq!(run.call(&21), 42);
    assert!(run.settle(PATIENCE));
    assert_eq!((run.report().panicked, run.report().parity.compared), (1, 0));
}

fn is_running<P, C, K>(run: &ParallelRun<P, C, K>, count: usize) -> bool {
    run.engine.get().is_some_and(|engine| engine.shared.running() == count)
}

#[test]
fn both_paths_run_at_once() {
    // Each waits until the other has begun: one after the other, they would never end.
    let (from_primary, to_candidate) = mpsc::channel();
    let (from_candidate, to_primary) = mpsc::channel();
    let primary = {
        let ends = Mutex::new((from_primary, to_primary));
        move |number: &u32| {
            let ends = ends.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = ends.0.send(());
            ends.1.recv().map_or(0, |()| *number)
        }
    };
    let candidate = {
        let ends = Mutex::new((from_candidate, to_candidate));
        move |number: &u32| {
            let ends = ends.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = ends.0.send(());
            ends.1.recv().map_or(0, |()| *number)
        }
    };
    let run = ParallelRun::new("both").primary(primary).candidate(candidate);
    assert_eq!(run.call(&7), 7);
    assert!(run.settle(PATIENCE));
    assert_eq!(run.report().parity.compared, 1);
}

#[test]
fn what_the_primary_does_not_know_itself_is_noise() {
    let tick = Arc::new(AtomicU64::new(0));
    let legacy = {
        let tick = Arc::clone(&tick);
        move |id: &u32| serde_json::json!({"id": id, "at": tick.fetch_add(1, Ordering::Relaxed)})
    };
    let new = move |id: &u32| {
        let id = if id.is_multiple_of(50) { 0 } else { *id };
        serde_json::json!({"id": id, "at": tick.fetch_add(1, Ordering::Relaxed)})
    };
    let comparison = ignoring::<&str>([]);
    let run = ParallelRun::new("noise").primary(legacy).candidate(new).compare(comparison).baseline(0.5);
    let run = run.concurrency(2, 10_000).keep(3, ["/id"]);
    for id in 1..=500 {
        run.call_labelled(&id, |id| Some(format!("user {id}")));
    }
    assert!(run.settle(PATIENCE));
    let report = run.report();
    assert_eq!((report.parity.compared, report.parity.mismatches), (500, 10));
    assert!(report.baseline > 150);
    assert_eq!(
        report.paths.iter().map(|it| (it.path.as_str(), it.is_noise)).collect::<Vec<_>>(),
        [("/at", true), ("/id", false)]
    );
    assert!(report.samples.iter().all(|it| it.label.as_ref().is_some_and(|label| label.starts_with("user "))));
    let shown = report.samples.iter().flat_map(|it| &it.differences).find(|it| it.path == "/at");
    assert!(shown.is_some_and(|it| it.primary == "a number"));
}

#[test]
fn errors_of_the_candidate_are_differences_of_the_run_only() {
    let primary = |id: &u32| Ok::<u32, String>(*id);
    let candidate = |id: &u32| if *id == 3 { Err("down".to_owned()) } else { Ok(*id) };
    let comparison = on_ok(|left: &u32, right: &u32| -> Vec<Difference> {
        if left == right { Vec::new() } else { vec![Difference::of_all((*left).into(), (*right).into())] }
    });
    let run = ParallelRun::new("errors").primary(primary).candidate(candidate).compare(comparison);
    assert!((0..10).all(|id| run.call(&id) == Ok(id)));
    assert!(run.settle(PATIENCE));
    assert_eq!(run.report().parity.mismatches, 1);
}

#[test]
fn a_panic_of_the_primary_is_the_callers_and_is_not_compared() {
    let run = ParallelRun::new("primary").primary(|_: &u32| -> u32 { std::panic::panic_any(()) }).candidate(double);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run.call(&1)));
    assert!(panicked.is_err() && run.settle(PATIENCE));
    assert_eq!((run.report().panicked, run.report().parity.compared), (0, 0));
}
