//! Two tables that are compared while both are written to.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use database::{EngineUrl, Session};
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
            let keys: Vec<String> = stable.iter().map(|it| validation::wire::plain(&it.key[0])).collect();
            assert_eq!(keys, ["-2", "-1"], "{strategy:?}");
            assert_eq!(comparison.verdict(), Verdict::Different);
        }
        stop.store(true, Ordering::Relaxed);
        assert!(writers.into_iter().all(|it| it.join().unwrap() > 20));
        assert!(vanished > 0, "the two snapshots differed while they were written to");
    });
}
