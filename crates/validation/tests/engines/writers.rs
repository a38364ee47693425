//! Two tables that are compared while both are written to.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use database::{EngineUrl, Session};
use validation::wire::plain;
use validation::{CompareOptions, Comparison, Difference, Side, StrategyChoice, Verdict, Wanted, compare};

use super::{database, postgres, side};

const ACCOUNTS: &str = "
    CREATE TABLE accounts (id integer PRIMARY KEY, owner text NOT NULL, cents bigint NOT NULL, seen timestamptz);
    INSERT INTO accounts SELECT i, 'owner ' || i, i * 100, '2024-05-01 10:00+00' FROM generate_series(1, 20000) AS i;";

/// Writes the same to the source and, a moment later, to the target, until it is told to stop.
fn write(source: &EngineUrl, target: &EngineUrl, number: i64, stop: &AtomicBool) -> u64 {
    let (mut one, mut other) = (Session::open(source).unwrap(), Session::open(target).unwrap());
    let mut round = 0;
    while !stop.load(Ordering::Relaxed) {
        let id = (round * 7919 + number * 4001) % 20_000 + 1;
        let statement = match round % 4 {
            0 => format!("DELETE FROM accounts WHERE id = {id}"),
            1 => format!(
                "INSERT INTO accounts VALUES ({}, 'new', 1, NULL) ON CONFLICT DO NOTHING",
                20_000 + round * 2 + number
            ),
            _ => format!("UPDATE accounts SET cents = cents + 1, seen = NULL WHERE id = {id}"),
        };
        one.execute(&statement).unwrap();
        std::thread::sleep(Duration::from_millis(3));
        other.execute(&statement).unwrap();
        round += 1;
    }
    u64::try_from(round).unwrap()
}

/// Tells writers to stop when it goes, so that a test that fails ends.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn writers_on_both_sides_leave_no_false_difference() {
    let server = postgres();
    let (source, target) = (database(&server, ACCOUNTS), database(&server, ACCOUNTS));
    // What really differs, in rows that nobody writes to: the writers leave numbers below 0 alone.
    for (database, cents) in [(&source, 1), (&target, 2)] {
        database.open().unwrap().execute(&format!("INSERT INTO accounts VALUES (-1, 'real', {cents}, NULL)")).unwrap();
    }
    source.open().unwrap().execute("INSERT INTO accounts VALUES (-2, 'only here', 1, NULL)").unwrap();
    let stop = AtomicBool::new(false);
    let run = |strategy: StrategyChoice| -> (Comparison, Vec<Difference>) {
        let mut one = side(&source, "accounts", &Wanted::default());
        std::thread::sleep(Duration::from_millis(40));
        let mut other = side(&target, "accounts", &Wanted::default());
        assert!(one.info().is_live);
        let options = CompareOptions::default().with_strategy(strategy).with_recheck(5, Duration::from_millis(20));
        let mut told = Vec::new();
        let comparison = compare(&mut one, &mut other, &options, &mut told).unwrap();
        (comparison, told)
    };
    std::thread::scope(|scope| {
        let _stop = Stop(&stop);
        let writers: Vec<_> = (0..2)
            .map(|number| {
                scope.spawn({
                    let (stop, source, target) = (&stop, source.url(), target.url());
                    move || write(source, target, number, stop)
                })
            })
            .collect();
        let mut vanished = 0;
        for strategy in [StrategyChoice::Buckets, StrategyChoice::Merge, StrategyChoice::Auto] {
            let (comparison, told) = run(strategy);
            vanished += comparison.settled.vanished;
            let stable: Vec<_> = told.iter().filter(|it| it.settling.as_str() == "stable").collect();
            let keys: Vec<String> = stable.iter().map(|it| plain(&it.key[0])).collect();
            assert_eq!(keys, ["-2", "-1"], "{strategy:?}");
            assert_eq!(comparison.verdict(), Verdict::Different);
        }
        stop.store(true, Ordering::Relaxed);
        assert!(writers.into_iter().all(|it| it.join().unwrap() > 20));
        assert!(vanished > 0, "the two snapshots differed while they were written to");
    });
}

const VISITS: &str = "
    CREATE TABLE visits (place text, day integer, guests integer);
    INSERT INTO visits SELECT 'gate ' || i % 40, i / 200, i % 7 FROM generate_series(1, 8000) AS i;
    INSERT INTO visits SELECT 'gate ' || i % 40, i / 200, i % 7 FROM generate_series(1, 3000) AS i;";

/// Writes the same rows without a key to the source and, a moment later, to the target.
fn write_keyless(source: &EngineUrl, target: &EngineUrl, number: i64, stop: &AtomicBool) -> i64 {
    let (mut one, mut other) = (Session::open(source).unwrap(), Session::open(target).unwrap());
    let mut round = 0;
    while !stop.load(Ordering::Relaxed) {
        let day = 1000 + number * 100_000 + round;
        // Places of its own: two who change the same rows could do so in another order on each side.
        let gate = round % 20 * 2 + number;
        let statement = match round % 4 {
            0 => format!("DELETE FROM visits WHERE place = 'gate {gate}' AND day = {} AND guests < 2", round % 17),
            1 => format!("UPDATE visits SET day = {day} WHERE place = 'gate {gate}' AND day BETWEEN 20 AND 22"),
            _ => format!("INSERT INTO visits VALUES ('new', {day}, 1), ('new', {day}, 1)"),
        };
        one.execute(&statement).unwrap();
        std::thread::sleep(Duration::from_millis(3));
        other.execute(&statement).unwrap();
        round += 1;
    }
    round
}

/// The rows told, with how often each side has them, in order.
fn shown<'a>(told: impl Iterator<Item = &'a Difference>) -> Vec<String> {
    let place = |it: &Difference| plain(&it.key[0]);
    let mut shown: Vec<String> = told.map(|it| format!("{} {} {}", place(it), it.in_source, it.in_target)).collect();
    shown.sort();
    shown
}

#[test]
fn writers_leave_no_false_difference_in_rows_without_a_key() {
    let server = postgres();
    let (source, target) = (database(&server, VISITS), database(&server, VISITS));
    // What really differs, in rows that nobody writes to.
    source.open().unwrap().execute("INSERT INTO visits VALUES ('only', 1, 1), ('more', 1, 1), ('more', 1, 1)").unwrap();
    target.open().unwrap().execute("INSERT INTO visits VALUES ('more', 1, 1), ('there', NULL, 1)").unwrap();
    let real = ["more 2 1", "only 1 0", "there 0 1"];
    let stop = AtomicBool::new(false);
    let run = |rounds: u32, pause: u64| -> (Comparison, Vec<Difference>) {
        let mut one = side(&source, "visits", &Wanted::default());
        std::thread::sleep(Duration::from_millis(60));
        let mut other = side(&target, "visits", &Wanted::default());
        let options = CompareOptions::default().with_recheck(rounds, Duration::from_millis(pause));
        let mut told = Vec::new();
        let comparison = compare(&mut one, &mut other, &options, &mut told).unwrap();
        assert_eq!(comparison.settled.unchecked, 0);
        (comparison, told)
    };
    std::thread::scope(|scope| {
        let _stop = Stop(&stop);
        let writers: Vec<_> = (0..2)
            .map(|number| {
                scope.spawn({
                    let (stop, source, target) = (&stop, source.url(), target.url());
                    move || write_keyless(source, target, number, stop)
                })
            })
            .collect();
        for _ in 0..3 {
            let (comparison, told) = run(4, 20);
            assert_eq!(shown(told.iter().filter(|it| it.settling.as_str() == "stable")), real);
            assert!(comparison.settled.vanished > 0, "the two snapshots differed while they were written to");
            assert_eq!(comparison.verdict(), Verdict::Different);
        }
        // Who stops while rows are counted again leaves nothing open.
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            stop.store(true, Ordering::Relaxed);
        });
        let (comparison, told) = run(4, 150);
        assert_eq!(shown(told.iter()), real);
        assert_eq!((comparison.settled.stable, comparison.settled.transient), (3, 0));
        assert!(comparison.settled.vanished > 0);
        assert!(writers.into_iter().all(|it| it.join().unwrap() > 20));
    });
}

#[test]
fn a_row_without_a_key_that_differs_and_is_changed_does_not_vanish() {
    let server = postgres();
    let (source, target) = (database(&server, VISITS), database(&server, VISITS));
    source.open().unwrap().execute("INSERT INTO visits VALUES ('only', 0, 1)").unwrap();
    let (mut one, mut other) =
        (side(&source, "visits", &Wanted::default()), side(&target, "visits", &Wanted::default()));
    let done = AtomicBool::new(false);
    let (comparison, told) = std::thread::scope(|scope| {
        let _stop = Stop(&done);
        scope.spawn(|| {
            let mut session = source.open().unwrap();
            while !done.load(Ordering::Relaxed) {
                session.execute("UPDATE visits SET day = day + 1 WHERE place = 'only'").unwrap();
            }
        });
        let options = CompareOptions::default().with_recheck(2, Duration::from_millis(10));
        let mut told = Vec::new();
        let comparison = compare(&mut one, &mut other, &options, &mut told).unwrap();
        (comparison, told)
    });
    assert_eq!((told.len(), told[0].settling.as_str()), (1, "transient"));
    assert_eq!(comparison.verdict(), Verdict::Unsettled, "its successor differs as well");
}
