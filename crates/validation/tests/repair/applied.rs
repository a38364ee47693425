use database::EngineKind;
use validation::repair::{
    Direction, Outcome, Policy, RepairObserver, RepairOptions, Repaired, Step, apply, write_script,
};

use crate::naive::{Found, shown};
use crate::{Pair, Server, pair, postgres, servers};

fn from_source() -> RepairOptions {
    RepairOptions::new(Direction::SourceToTarget).deleting_extra().with_batch(3)
}

fn mend(pair: &mut Pair, names: &[&str], options: &RepairOptions) -> Repaired {
    let mut found = Found::new(&mut pair.source, &mut pair.target, names);
    let engine = pair.target.kind();
    apply(&mut pair.target, &mut found.plan(engine, options), &mut ()).unwrap()
}

fn assert_equal(pair: &mut Pair, names: &[&str]) {
    for name in names {
        assert_eq!(shown(&mut pair.source, name), shown(&mut pair.target, name), "{name}");
    }
}

const BOOKINGS: &str = "CREATE TABLE booking (id integer PRIMARY KEY, guest text NOT NULL, price numeric(10,2), note text, changed integer); \
     INSERT INTO booking VALUES (1, 'Ida', 10.50, NULL, 1), (2, 'Ole', 20, 'late', 1), (3, 'Una', 30, '', 1), (4, 'Max', 40, 'x', 1)";

/// Two rows differ, one is missing, one is extra.
fn differing(server: &Server) -> Pair {
    let mut pair = pair(server, BOOKINGS);
    pair.source
        .execute("INSERT INTO booking VALUES (5, 'it''s \\ “5”', 50.00, NULL, 1); DELETE FROM booking WHERE id = 4")
        .unwrap();
    pair.target
        .execute(
            "UPDATE booking SET guest = 'ida', changed = 2 WHERE id = 1; UPDATE booking SET note = NULL WHERE id = 3",
        )
        .unwrap();
    pair
}

#[test]
fn the_target_becomes_what_the_source_is() {
    for server in servers() {
        let mut pair = differing(&server);
        let done = mend(&mut pair, &["booking"], &from_source().because("ticket 12"));
        assert_eq!((done.outcomes.applied, done.outcomes.changed, done.outcomes.refused), (4, 0, 0));
        assert_equal(&mut pair, &["booking"]);
    }
}

#[test]
fn every_row_written_stands_in_the_audit() {
    for server in servers() {
        let mut pair = differing(&server);
        mend(&mut pair, &["booking"], &from_source().because("ticket 12"));
        let name = match pair.target.kind() {
            EngineKind::Postgres => "migration_architect.repair_audit",
            _ => "migration_architect_repair_audit",
        };
        let sql =
            format!("SELECT action, row_key, before_values, after_values, outcome, why FROM {name} ORDER BY step");
        let audit = pair.target.query(&sql).unwrap();
        let line = |row| (0..6).map(|it| audit.value(row, it).unwrap_or_default()).collect::<Vec<_>>();
        assert_eq!(audit.len(), 4);
        assert_eq!(line(0)[0], "insert");
        assert!(line(0)[3].contains("it's"), "{:?}", line(0));
        assert_eq!((line(1)[0].as_str(), line(1)[4].as_str()), ("update", "applied"));
        assert!(line(1)[2].contains("\"ida\"") && line(1)[3].contains("\"Ida\""), "{:?}", line(1));
        assert_eq!(line(3)[0], "delete");
        assert!(line(3)[2].contains("Max") && line(3)[5].contains("extra_in_target: ticket 12"), "{:?}", line(3));
    }
}

#[test]
fn a_newer_value_is_never_overwritten() {
    for server in servers() {
        let mut pair = differing(&server);
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["booking"]);
        pair.target
            .execute(
                "UPDATE booking SET note = 'new' WHERE id = 1; UPDATE booking SET price = 41 WHERE id = 4; \
                 INSERT INTO booking VALUES (5, 'another', 1, NULL, 1); UPDATE booking SET note = '' WHERE id = 3",
            )
            .unwrap();
        let before = shown(&mut pair.target, "booking");
        let engine = pair.target.kind();
        let mut seen = Seen::default();
        let done = apply(&mut pair.target, &mut found.plan(engine, &from_source()), &mut seen).unwrap();
        assert_eq!(before, shown(&mut pair.target, "booking"));
        assert_eq!((done.outcomes.applied, done.outcomes.already, done.outcomes.changed), (0, 1, 3));
        assert_eq!(seen.0.iter().filter(|it| it.contains("other values")).count(), 3, "{:?}", seen.0);
    }
}

#[derive(Default)]
struct Seen(Vec<String>);

impl RepairObserver for Seen {
    fn step(&mut self, _: &database::Table, _: &Step, outcome: &Outcome) -> validation::Result<()> {
        self.0.push(outcome.note().unwrap_or_default().to_owned());
        Ok(())
    }
}

#[test]
fn policies_decide_whose_values_count() {
    for server in servers() {
        let cases = [
            (RepairOptions::new(Direction::SourceToTarget), ["Ida", "4 kept", "5 there"]),
            (
                RepairOptions::new(Direction::SourceToTarget).with_policy(Policy::OnlyMissing),
                ["ida", "4 kept", "5 there"],
            ),
            (
                RepairOptions::new(Direction::SourceToTarget).with_policy(Policy::TargetWins),
                ["ida", "4 kept", "5 there"],
            ),
            (
                RepairOptions::new(Direction::SourceToTarget).with_policy(Policy::Newest("changed".into())),
                ["ida", "4 kept", "5 there"],
            ),
        ];
        for (options, [guest, extra, missing]) in cases {
            let mut pair = differing(&server);
            mend(&mut pair, &["booking"], &options);
            let rows = shown(&mut pair.target, "booking");
            assert!(rows[0].contains(guest), "{:?}: {}", options.policy, rows[0]);
            assert_eq!((rows.len(), extra, missing), (5, "4 kept", "5 there"));
        }
        let mut pair = differing(&server);
        let options = RepairOptions::new(Direction::TargetToSource).deleting_extra();
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["booking"]);
        let engine = pair.source.kind();
        apply(&mut pair.source, &mut found.plan(engine, &options), &mut ()).unwrap();
        assert_equal(&mut pair, &["booking"]);
        assert!(shown(&mut pair.source, "booking")[0].contains("ida"));
    }
}

#[test]
fn tables_that_refer_to_each_other_are_mended_together() {
    let setup = "CREATE TABLE team (id integer PRIMARY KEY, lead_id integer); \
         CREATE TABLE person (id integer PRIMARY KEY, team_id integer NOT NULL, boss_id integer, name varchar(40) UNIQUE, \
         FOREIGN KEY (team_id) REFERENCES team (id), FOREIGN KEY (boss_id) REFERENCES person (id))";
    for server in servers() {
        let mut pair = pair(&server, setup);
        if pair.target.kind() != EngineKind::Sqlite {
            let circle = "ALTER TABLE team ADD FOREIGN KEY (lead_id) REFERENCES person (id)";
            pair.source.execute(circle).unwrap();
            pair.target.execute(circle).unwrap();
        }
        let rows = |first: u32| {
            format!(
                "INSERT INTO team VALUES ({first}, NULL); \
                 INSERT INTO person VALUES ({0}, {first}, NULL, 'p{0}'), ({1}, {first}, {0}, 'p{1}'); \
                 UPDATE person SET boss_id = {1} WHERE id = {0}; UPDATE team SET lead_id = {1} WHERE id = {first}",
                first + 1,
                first + 2
            )
        };
        pair.source.execute(&rows(10)).unwrap();
        pair.source.execute(&rows(20)).unwrap();
        pair.target.execute(&rows(30)).unwrap();
        let done = mend(&mut pair, &["person", "team"], &from_source().with_batch(1));
        assert_eq!((done.outcomes.refused, done.outcomes.changed), (0, 0), "{:?}", pair.target.kind());
        assert_equal(&mut pair, &["team", "person"]);
    }
}

#[test]
fn what_is_refused_is_tried_again_and_said() {
    let setup = "CREATE TABLE seat (id integer PRIMARY KEY, code varchar(40) UNIQUE, seat_row integer, CONSTRAINT seat_row_is_small CHECK (seat_row < 90)); \
         INSERT INTO seat VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)";
    for server in servers() {
        let mut pair = pair(&server, setup);
        // Row 1 takes the code that row 2 gives away.
        pair.source
            .execute("UPDATE seat SET code = 'z' WHERE id = 2; UPDATE seat SET code = 'b' WHERE id = 1")
            .unwrap();
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["seat"]);
        let copy = found.0[0].differences[0].clone();
        found.0[0].differences.push(copy);
        let last = found.0[0].differences.last_mut().unwrap();
        let row = vec![database::Value::Integer(3), database::Value::Text("c".into()), database::Value::Integer(99)];
        (last.key, last.source) = (vec![database::Value::Integer(3)], Some(row.clone()));
        (last.target, last.columns) =
            (Some(vec![row[0].clone(), row[1].clone(), database::Value::Integer(3)]), vec![2]);
        let engine = pair.target.kind();
        let mut seen = Seen::default();
        let done = apply(&mut pair.target, &mut found.plan(engine, &from_source()), &mut seen).unwrap();
        assert_eq!((done.outcomes.applied, done.outcomes.refused), (2, 1), "{:?}", seen.0);
        assert!(seen.0.iter().any(|it| it.contains("seat_row")), "{:?}", seen.0);
        assert_equal(&mut pair, &["seat"]);
    }
}

#[test]
fn rows_without_a_key_become_as_many_as_they_should_be() {
    for server in servers() {
        let mut pair = pair(&server, "CREATE TABLE reading (sensor text, value integer)");
        pair.source.execute("INSERT INTO reading VALUES ('a', 1), ('a', 1), ('a', 1), (NULL, 2), ('c', NULL)").unwrap();
        pair.target
            .execute("INSERT INTO reading VALUES ('a', 1), ('b', 2), ('b', 2), ('c', NULL), ('c', NULL)")
            .unwrap();
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["reading"]);
        let engine = pair.target.kind();
        let done = apply(&mut pair.target, &mut found.plan(engine, &from_source()), &mut ()).unwrap();
        assert_eq!(done.outcomes.applied, 4);
        assert_equal(&mut pair, &["reading"]);
        // The same once more: nothing is doubled.
        let again = apply(&mut pair.target, &mut found.plan(engine, &from_source()), &mut ()).unwrap();
        assert_eq!((again.attempt, again.outcomes.applied, again.outcomes.already), (2, 0, 4));
        assert_equal(&mut pair, &["reading"]);
    }
}

#[test]
fn identities_generated_columns_and_sequences_of_postgres() {
    let setup = "CREATE TABLE bill (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, net numeric NOT NULL, tax numeric NOT NULL, \
         gross numeric GENERATED ALWAYS AS (net + tax) STORED, no serial, at timestamptz, tags text[], doc jsonb, raw json, span interval, f real, p point, bits bit(3), code char(4))";
    let mut pair = pair(&postgres(), setup);
    pair.source
        .execute(
            "INSERT INTO bill (net, tax, at, tags, doc, raw, span, f, p, bits, code) SELECT i + 0.10, 0.20, timestamptz '2024-02-29 23:59:59.999999+02', \
             ARRAY['a,b', NULL, '\"\\'], '{\"b\": 1.00}', '{\"a\" :1}', interval '1 month -1 day 00:00:00.5', 'NaN', point(1, 2.5), B'101', 'ab' FROM generate_series(1, 60) i",
        )
        .unwrap();
    pair.target.execute("INSERT INTO bill (net, tax, doc, raw, f) VALUES (1.1, 0.2, '{}', '{\"a\":1}', '-0')").unwrap();
    let done = mend(&mut pair, &["bill"], &from_source());
    assert_eq!((done.outcomes.applied, done.outcomes.refused, done.outcomes.changed), (60, 0, 0));
    assert_equal(&mut pair, &["bill"]);
    assert_eq!(done.notes.len(), 2, "{:?}", done.notes);
    let next = pair.target.query("INSERT INTO bill (net, tax) VALUES (0, 0) RETURNING id, no").unwrap();
    assert_eq!((next.value(0, 0).as_deref(), next.value(0, 1).as_deref()), (Some("61"), Some("61")));
}

#[test]
fn the_script_does_what_applying_does() {
    for server in servers() {
        let mut pair = differing(&server);
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["booking"]);
        let engine = pair.target.kind();
        let mut script = Vec::new();
        write_script(&mut found.plan(engine, &from_source()), &mut script).unwrap();
        let script = String::from_utf8(script).unwrap();
        assert!(script.contains("1 to insert, 2 to update, 1 to delete, 0 left"), "{script}");
        pair.target.execute(&script).unwrap();
        assert_equal(&mut pair, &["booking"]);
        // Once more it changes nothing.
        pair.target.execute(&script).unwrap();
        assert_equal(&mut pair, &["booking"]);
    }
}

#[test]
fn what_triggers_and_references_do_besides_is_named() {
    let setup = "CREATE TABLE tour (id integer PRIMARY KEY, name text); CREATE TABLE log (line text); \
         CREATE TABLE stop (id integer PRIMARY KEY, tour_id integer, \
         FOREIGN KEY (tour_id) REFERENCES tour (id) ON DELETE CASCADE)";
    for server in servers() {
        let mut pair = pair(&server, setup);
        let trigger = match pair.target.kind() {
            EngineKind::Postgres => {
                "CREATE FUNCTION logged() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES ('x'); RETURN NULL; END $$; \
                 CREATE TRIGGER kept AFTER INSERT OR DELETE ON tour FOR EACH ROW EXECUTE FUNCTION logged(); \
                 CREATE TRIGGER idle AFTER UPDATE ON tour FOR EACH ROW EXECUTE FUNCTION logged()"
            }
            EngineKind::MariaDb | EngineKind::MySql => {
                "CREATE TRIGGER kept AFTER DELETE ON tour FOR EACH ROW INSERT INTO log VALUES ('x'); \
                 CREATE TRIGGER idle AFTER UPDATE ON tour FOR EACH ROW INSERT INTO log VALUES ('x')"
            }
            _ => {
                "CREATE TRIGGER kept AFTER DELETE ON tour BEGIN INSERT INTO log VALUES ('x'); END; \
                 CREATE TRIGGER idle AFTER UPDATE ON tour BEGIN INSERT INTO log VALUES ('x'); END"
            }
        };
        pair.target.execute(trigger).unwrap();
        pair.target.execute("INSERT INTO tour VALUES (1, 'a')").unwrap();
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["tour"]);
        let engine = pair.target.kind();
        let mut plan = found.plan(engine, &from_source());
        plan.name_effects(&mut pair.target).unwrap();
        let notes = plan.notes().join("\n");
        assert!(notes.contains("the trigger kept fires on delete here and writes to log;"), "{notes}");
        assert!(
            !notes.contains("idle") && notes.contains("stop that refer to it by") && notes.contains("deleted"),
            "{notes}"
        );
    }
}

#[test]
fn keys_that_are_checked_at_the_end_are_no_hindrance() {
    let setup = "CREATE TABLE slot (id integer PRIMARY KEY, place integer UNIQUE DEFERRABLE INITIALLY DEFERRED, note varchar(3)); \
         INSERT INTO slot VALUES (1, 10, 'a'), (2, 20, 'b')";
    let mut pair = pair(&postgres(), setup);
    pair.source.execute("UPDATE slot SET place = 30 - place; INSERT INTO slot VALUES (3, 30, 'c')").unwrap();
    let done = mend(&mut pair, &["slot"], &from_source());
    assert_eq!((done.outcomes.applied, done.outcomes.refused), (3, 0));
    assert_equal(&mut pair, &["slot"]);
}

#[test]
fn a_text_that_is_too_long_is_refused_and_not_cut_off() {
    for server in servers() {
        let mut pair = pair(&server, "CREATE TABLE short (id integer PRIMARY KEY, note varchar(40))");
        pair.source.execute("INSERT INTO short VALUES (1, 'four')").unwrap();
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["short"]);
        if pair.target.kind() == EngineKind::Sqlite {
            continue;
        }
        let narrower =
            if crate::is_mysql(&pair.target) { "MODIFY note varchar(3)" } else { "ALTER note TYPE varchar(3)" };
        pair.target.execute(&format!("ALTER TABLE short {narrower}")).unwrap();
        let engine = pair.target.kind();
        let done = apply(&mut pair.target, &mut found.plan(engine, &from_source()), &mut ()).unwrap();
        assert_eq!((done.outcomes.applied, done.outcomes.refused), (0, 1));
        assert!(shown(&mut pair.target, "short").is_empty());
    }
}

#[test]
fn two_that_apply_the_same_repair_write_each_row_once() {
    for server in servers() {
        let mut pair = differing(&server);
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["booking"]);
        let engine = pair.target.kind();
        let options = from_source().with_batch(1);
        let url = pair.target_url.clone();
        let outcomes = std::thread::scope(|scope| {
            let runs = [found.clone(), found.clone()].map(|mut found| {
                let (url, options) = (url.clone(), options.clone());
                scope.spawn(move || {
                    let mut session = database::Session::open(&url.parse().unwrap()).unwrap();
                    apply(&mut session, &mut found.plan(engine, &options), &mut ())
                })
            });
            runs.map(|it| it.join().unwrap())
        });
        // One may find the other at it, and ends; what is left is done by a third.
        for error in outcomes.iter().filter_map(|it| it.as_ref().err()) {
            assert!(!error.to_string().is_empty());
        }
        apply(&mut pair.target, &mut found.plan(engine, &options), &mut ()).unwrap();
        assert_equal(&mut pair, &["booking"]);
        let prefix = if engine == EngineKind::Postgres { "migration_architect." } else { "migration_architect_" };
        let sql = format!("SELECT count(*) FROM {prefix}repair_audit WHERE outcome = 'applied'");
        assert_eq!(pair.target.query(&sql).unwrap().scalar().as_deref(), Some("4"));
    }
}
