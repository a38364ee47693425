//! Whatever differs: after the repair nothing does, in either direction, and the same repair again changes nothing.

use database::{Decimal, Instant, Session, Value};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use validation::repair::{Direction, RepairOptions, apply};

use crate::naive::{Found, shown};
use crate::{pair, servers};

const TABLES: [&str; 2] = ["thing", "heap"];

type Rows = Vec<(i64, Value, Value, Value)>;

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        prop::sample::select(vec!["", "NULL", "it's", "a\\", "é", "e\u{301}", "😀", "a\tb", "{\"x\"}"])
            .prop_map(|it| Value::Text(it.to_owned())),
        "[ -~]{0,6}".prop_map(Value::Text),
    ]
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        (0..3_i64).prop_map(|it| Value::Decimal(Decimal::parse(&format!("{it}.50")).unwrap())),
        Just(Value::Decimal(Decimal::parse("12345678901234567890.12345678901234567890").unwrap())),
    ]
}

fn time() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        prop::sample::select(vec![-62_135_596_800_000_000, -1, 0, 253_402_300_799_999_999])
            .prop_map(|it| Value::Timestamp(Instant::of_micros(it))),
    ]
}

fn rows() -> impl Strategy<Value = Rows> {
    prop::collection::vec((0..12_i64, value(), number(), time()), 0..14)
}

fn fill(session: &mut Session, rows: &Rows) {
    let is_postgres = session.kind() == database::EngineKind::Postgres;
    let places = if is_postgres { "$1, $2, $3, $4" } else { "?, ?, ?, ?" };
    for table in TABLES {
        session.execute(&format!("DELETE FROM {table}")).unwrap();
        for (id, text, number, time) in rows {
            let (ignoring, behind) =
                if crate::is_mysql(session) { (" IGNORE", "") } else { ("", " ON CONFLICT DO NOTHING") };
            let sql = format!("INSERT{ignoring} INTO {table} VALUES ({places}){behind}");
            let values = [Value::Integer((*id).into()), text.clone(), number.clone(), time.clone()];
            session.execute_with(&sql, &values).unwrap();
        }
    }
}

#[test]
fn whatever_differs_is_mended() {
    for server in servers() {
        let mut pair = pair(
            &server,
            &"CREATE TABLE thing (id bigint PRIMARY KEY, a text, b numeric(60,20), c TIME NULL); \
             CREATE TABLE heap (id bigint, a text, b numeric(60,20), c TIME NULL)"
                .replace("TIME", if matches!(server, crate::Server::MySql(_)) { "datetime(6)" } else { "timestamp" }),
        );
        let mut runner = TestRunner::new(Config { cases: 20, failure_persistence: None, ..Config::default() });
        let pair = std::cell::RefCell::new(&mut pair);
        let outcome = runner.run(&(rows(), rows(), 1..6_usize, any::<bool>()), |(source, target, batch, forwards)| {
            let mut pair = pair.borrow_mut();
            fill(&mut pair.source, &source);
            fill(&mut pair.target, &target);
            let direction = if forwards { Direction::SourceToTarget } else { Direction::TargetToSource };
            let options = RepairOptions::new(direction).deleting_extra().with_batch(batch);
            let pair = &mut **pair;
            let mut found = Found::new(&mut pair.source, &mut pair.target, &TABLES);
            let written = if forwards { &mut pair.target } else { &mut pair.source };
            let engine = written.kind();
            let done = apply(written, &mut found.plan(engine, &options), &mut ()).unwrap();
            prop_assert_eq!((done.outcomes.changed, done.outcomes.refused, done.outcomes.already), (0, 0, 0));
            let again = apply(written, &mut found.plan(engine, &options), &mut ()).unwrap();
            prop_assert_eq!(again.outcomes.already, done.outcomes.applied);
            for name in TABLES {
                prop_assert_eq!(shown(&mut pair.source, name), shown(&mut pair.target, name));
            }
            Ok(())
        });
        outcome.unwrap();
    }
}
