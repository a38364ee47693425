use super::*;
use crate::ManualClock;
use crate::breaker::settings::Span;

const GOOD: Outcome = Outcome { failed: false, slow: false };
const BAD: Outcome = Outcome { failed: true, slow: false };

fn settings() -> Settings {
    Settings {
        window: Span::Calls(6),
        minimum: 4,
        half_open_calls: 2,
        backoff: crate::backoff::Backoff { first: Duration::from_secs(10), ..Settings::default().backoff },
        ..Settings::default()
    }
}

fn open(settings: Settings, clock: &ManualClock) -> Machine {
    let mut machine = Machine::new(settings, clock);
    for _ in 0..4 {
        machine.record(BAD, clock, &mut Vec::new());
    }
    assert_eq!(machine.state(), BreakerState::Open);
    machine
}

#[test]
fn nothing_is_judged_before_there_are_enough_calls() {
    let clock = ManualClock::default();
    let mut machine = Machine::new(settings(), &clock);
    let mut told = Vec::new();
    for outcome in [BAD, BAD, GOOD] {
        machine.record(outcome, &clock, &mut told);
    }
    assert_eq!(machine.metrics(&clock, &mut told).failure_rate, None);
    assert_eq!(told, []);
    machine.record(GOOD, &clock, &mut told);
    let opened = Told::Transition { from: BreakerState::Closed, to: BreakerState::Open };
    assert_eq!(told, [Told::FailureRate(0.5), opened]);
    assert_eq!(machine.metrics(&clock, &mut told).calls, 4);
}

#[test]
fn an_open_machine_turns_half_open_only_when_asked_after_the_wait() {
    let clock = ManualClock::default();
    let mut machine = open(settings(), &clock);
    clock.advance(Duration::from_secs(10));
    assert!(!machine.try_acquire(&clock, &mut Vec::new()));
    clock.advance(Duration::from_nanos(1));
    machine.tick(&clock, &mut Vec::new());
    assert_eq!(machine.state(), BreakerState::Open);
    assert!(machine.try_acquire(&clock, &mut Vec::new()));
    assert_eq!(machine.state(), BreakerState::HalfOpen);
}

#[test]
fn an_automatic_machine_turns_half_open_by_itself() {
    let clock = ManualClock::default();
    let mut machine = open(Settings { is_automatic: true, ..settings() }, &clock);
    clock.advance(Duration::from_secs(10));
    machine.tick(&clock, &mut Vec::new());
    assert_eq!(machine.state(), BreakerState::HalfOpen);
}

#[test]
fn half_open_permits_are_counted_and_given_back() {
    let clock = ManualClock::default();
    let mut machine = open(settings(), &clock);
    clock.advance(Duration::from_secs(11));
    let told = &mut Vec::new();
    assert!(machine.try_acquire(&clock, told) && machine.try_acquire(&clock, told));
    assert!(!machine.try_acquire(&clock, told));
    machine.release();
    assert!(machine.try_acquire(&clock, told));
    machine.record(GOOD, &clock, told);
    assert_eq!(machine.state(), BreakerState::HalfOpen);
    machine.record(GOOD, &clock, told);
    assert_eq!(machine.state(), BreakerState::Closed);
}

#[test]
fn waits_that_nobody_saw_were_over_in_their_time() {
    let clock = ManualClock::default();
    let mut machine = open(Settings { half_open_wait: Some(Duration::from_secs(1)), ..settings() }, &clock);
    clock.advance(Duration::from_secs(11));
    assert!(machine.try_acquire(&clock, &mut Vec::new()));
    // Half-open until 12 s, open until 22 s: at 23 s the next call may try again.
    clock.advance(Duration::from_secs(12));
    let mut told = Vec::new();
    assert!(machine.try_acquire(&clock, &mut told));
    let states: Vec<_> = told.iter().filter(|told| matches!(told, Told::Transition { .. })).collect();
    assert_eq!(states.len(), 2);
}

#[test]
fn a_year_without_calls_is_no_year_of_transitions() {
    let clock = ManualClock::default();
    let settings = Settings { is_automatic: true, half_open_wait: Some(Duration::from_secs(1)), ..settings() };
    let mut machine = open(settings, &clock);
    clock.advance(Duration::from_hours(365 * 24));
    let mut told = Vec::new();
    machine.tick(&clock, &mut told);
    assert!(told.len() <= MOST_WAITS as usize);
}

#[test]
fn one_that_only_measures_tells_each_rate_once() {
    let clock = ManualClock::default();
    let mut machine = Machine::new(Settings { initial: BreakerState::MetricsOnly, ..settings() }, &clock);
    let mut told = Vec::new();
    for _ in 0..10 {
        machine.record(BAD, &clock, &mut told);
        assert!(machine.try_acquire(&clock, &mut told));
    }
    assert_eq!(told, [Told::FailureRate(1.0)]);
}

#[test]
fn an_illegal_way_is_an_error_and_changes_nothing() {
    let clock = ManualClock::default();
    let mut machine = Machine::new(settings(), &clock);
    let refused = machine.transition(BreakerState::HalfOpen, None, &clock, &mut Vec::new());
    assert_eq!(refused.map_err(|error| error.kind()), Err(crate::ErrorKind::Transition));
    assert_eq!((machine.state(), machine.generation()), (BreakerState::Closed, 0));
}

#[test]
fn each_opening_in_a_row_waits_longer() {
    let clock = ManualClock::default();
    let mut base = settings();
    base.backoff.factor = 3.0;
    let mut machine = open(base, &clock);
    clock.advance(Duration::from_secs(11));
    assert!(machine.try_acquire(&clock, &mut Vec::new()));
    machine.record(BAD, &clock, &mut Vec::new());
    machine.record(BAD, &clock, &mut Vec::new());
    assert_eq!(machine.state(), BreakerState::Open);
    clock.advance(Duration::from_secs(30));
    assert!(!machine.try_acquire(&clock, &mut Vec::new()));
    clock.advance(Duration::from_secs(1));
    assert!(machine.try_acquire(&clock, &mut Vec::new()));
}
