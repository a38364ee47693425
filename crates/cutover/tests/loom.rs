//! Every interleaving of a few threads on a breaker, by the model checker loom: `cargo xtask test` runs it with `--cfg loom`.

// `loom` is set by whoever runs the model checker, as its documentation says; cargo does not know of it.
#![allow(unexpected_cfgs)]
#![cfg(loom)]

use std::sync::Arc;
use std::time::Duration;

use cutover::breaker::{BreakerBuilder, BreakerEvent, BreakerState};
use cutover::{CircuitBreaker, Error, ManualClock};
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

fn builder() -> BreakerBuilder {
    CircuitBreaker::builder("loom").count_window(2).minimum_calls(2).half_open_calls(1)
}

fn check(model: impl Fn() -> Result<(), Error> + Send + Sync + 'static) {
    loom::model(move || model().unwrap_or_else(|error| panic!("{error}")));
}

fn join(handle: thread::JoinHandle<()>) {
    assert!(handle.join().is_ok());
}

#[test]
fn a_half_open_breaker_never_has_more_calls_under_way_than_it_permits() {
    check(|| {
        let clock = Arc::new(ManualClock::default());
        let breaker = Arc::new(builder().clock(Arc::clone(&clock)).initial_state(BreakerState::Open).build()?);
        clock.advance(Duration::from_secs(61));
        let under_way = Arc::new(AtomicUsize::new(0));
        let attempt = |breaker: &CircuitBreaker, under_way: &AtomicUsize| {
            if let Some(permit) = breaker.try_acquire() {
                assert_eq!(under_way.fetch_add(1, Ordering::SeqCst), 0);
                under_way.fetch_sub(1, Ordering::SeqCst);
                permit.release();
            }
        };
        let other = thread::spawn({
            let (breaker, under_way) = (Arc::clone(&breaker), Arc::clone(&under_way));
            move || attempt(&breaker, &under_way)
        });
        attempt(&breaker, &under_way);
        join(other);
        // Every permit was given back.
        assert!(breaker.try_acquire().is_some());
        Ok(())
    });
}

#[test]
fn failures_of_two_threads_open_it_once_and_none_is_lost() {
    check(|| {
        let opened = Arc::new(AtomicUsize::new(0));
        let heard = Arc::clone(&opened);
        let listener = move |event: &BreakerEvent| {
            if matches!(event, BreakerEvent::Transition { to: BreakerState::Open, .. }) {
                heard.fetch_add(1, Ordering::SeqCst);
            }
        };
        let breaker = Arc::new(builder().clock(ManualClock::default()).on_event(listener).build()?);
        let fail = |breaker: &CircuitBreaker| {
            if let Some(permit) = breaker.try_acquire() {
                permit.failure();
            }
        };
        let theirs = Arc::clone(&breaker);
        let other = thread::spawn(move || fail(&theirs));
        fail(&breaker);
        join(other);
        assert_eq!((breaker.state(), breaker.metrics().failed), (BreakerState::Open, 2));
        assert_eq!(opened.load(Ordering::SeqCst), 1);
        assert!(breaker.try_acquire().is_none());
        Ok(())
    });
}

#[test]
fn what_permits_without_the_lock_agrees_with_what_is_behind_it() {
    check(|| {
        let breaker = Arc::new(builder().clock(ManualClock::default()).build()?);
        let theirs = Arc::clone(&breaker);
        let other = thread::spawn(move || {
            theirs.record(true, Duration::ZERO);
            theirs.record(true, Duration::ZERO);
        });
        breaker.reset();
        let closing = breaker.transition(BreakerState::Closed);
        join(other);
        assert!(closing.is_ok());
        assert_eq!(breaker.try_acquire().is_some(), breaker.state() == BreakerState::Closed);
        Ok(())
    });
}

#[test]
fn an_end_that_comes_late_does_not_decide_over_a_later_state() {
    check(|| {
        let clock = Arc::new(ManualClock::default());
        let breaker = Arc::new(builder().count_window(1).minimum_calls(1).clock(Arc::clone(&clock)).build()?);
        let theirs = Arc::clone(&breaker);
        let late = thread::spawn(move || {
            if let Some(permit) = theirs.try_acquire() {
                permit.failure();
            }
        });
        breaker.transition(BreakerState::Open)?;
        clock.advance(Duration::from_secs(61));
        let trial = breaker.try_acquire();
        join(late);
        if let Some(trial) = trial {
            // Either the late call had the trial's place before, or the trial decides.
            trial.success();
        }
        assert!(matches!(breaker.state(), BreakerState::Closed | BreakerState::Open | BreakerState::HalfOpen));
        assert_eq!(breaker.try_acquire().is_some(), breaker.state() != BreakerState::Open);
        Ok(())
    });
}

#[test]
fn no_success_is_lost_or_counted_for_a_later_state() {
    check(|| {
        let breaker = Arc::new(CircuitBreaker::builder("loom").count_window(4).minimum_calls(4).build()?);
        // Successes are counted without the lock from the first one on that had it.
        breaker.record(false, Duration::ZERO);
        let theirs = Arc::clone(&breaker);
        let other = thread::spawn(move || {
            if let Some(permit) = theirs.try_acquire() {
                permit.success();
            }
            theirs.record(true, Duration::ZERO);
        });
        if let Some(permit) = breaker.try_acquire() {
            permit.success();
        }
        join(other);
        let metrics = breaker.metrics();
        assert_eq!((metrics.calls, metrics.failed), (4, 1));
        let late = breaker.try_acquire();
        breaker.reset();
        if let Some(late) = late {
            late.success();
        }
        assert_eq!(breaker.metrics().calls, 0);
        Ok(())
    });
}
