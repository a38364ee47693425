//! MySQL and MariaDB: what `MIGRATION_ARCHITECT_MYSQL_URL` names, and `MIGRATION_ARCHITECT_MYSQL8_URL` where that is set.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU32, Ordering};

use database::{EngineUrl, Session, Value};
use validation::{
    Buckets, Checksum, CompareOptions, EngineOptions, EngineSide, EngineTable, Equality, Form, HashMethod, KeyRange,
    Partition, Side, Wanted, compare, compare_keys, forms, pair,
};

use testkit::engine::mysql_urls;

use super::{database, postgres, side};

/// A database of our own, dropped when this is.
struct Scratch {
    server: Session,
    name: String,
    url: EngineUrl,
}

impl Scratch {
    fn new(url: &str, sql: &[&str]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("ma_sides_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut server = Session::open(&url.parse().unwrap()).unwrap();
        server.execute(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).unwrap();
        let (base, _) = url.rsplit_once('/').unwrap();
        let scratch = Self { server, url: format!("{base}/{name}").parse().unwrap(), name };
        scratch.run(sql);
        scratch
    }

    fn run(&self, sql: &[&str]) {
        Session::open(&self.url).unwrap().execute_all(sql).unwrap();
    }

    fn side(&self, name: &str, wanted: &Wanted) -> EngineSide {
        let table = EngineTable::open(&self.url, None, name, &EngineOptions::default()).unwrap();
        let (selection, _) = pair(table.table(), table.table(), wanted).unwrap();
        table.select(selection).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.server.execute(&format!("DROP DATABASE {}", self.name)).unwrap();
    }
}

const KINDS: &[&str] = &[
    "SET SESSION sql_mode = ''",
    "CREATE TABLE kinds (id bigint PRIMARY KEY, tiny tinyint, big bigint unsigned, price decimal(12,2), whole decimal(30,0),
     deep decimal(40,20), note text, code char(6), raw varbinary(20), padded binary(4), born date, at_ time(6), seen datetime(6),
     seen_zone timestamp(3) NULL, mood enum('calm', 'loud'), tags set('a', 'b'), latin varchar(20) CHARACTER SET latin1, y year)",
    "INSERT INTO kinds VALUES
     (1, 1, 18446744073709551615, 1.50, 0, 1.00000000000000000001, 'a', 'ab', 0x00ff, 'ab', '2024-02-29', '23:59:59.5', '2024-02-29 12:00:00.000001',
      '2024-02-29 12:00:00.5', 'loud', 'a,b', 'é', 2024),
     (2, -1, 0, -0.01, 100, -100.1, '~', '', '', '', '0001-01-01', '-00:00:00.5', '0001-01-01', '1970-01-01 00:00:01', 'calm', '', '', 1901),
     (3, 0, 7, 0, -5, 0, 'zażółć 🦀 t1:a', 'x', 'é', 'é', '9999-12-31', '838:59:59', '9999-12-31 23:59:59.999999', NULL, '', NULL, 'ÿ', 0),
     (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
     (5, NULL, NULL, 10, NULL, NULL, '', NULL, NULL, NULL, '0000-00-00', '-838:59:58.999999', '0000-00-00', NULL, NULL, NULL, NULL, NULL),
     (6, NULL, NULL, NULL, NULL, NULL, repeat('x', 65000), NULL, NULL, NULL, '2024-00-00', NULL, '2024-02-00 01:00:00', NULL, NULL, NULL, NULL, NULL)",
];

#[test]
fn digests_of_the_engine_are_those_that_are_computed_here() {
    for url in mysql_urls().unwrap() {
        let scratch = Scratch::new(&url, KINDS);
        let has_md5 = Session::open(&scratch.url).unwrap().query("SELECT MD5('')").is_ok();
        let mut side = scratch.side("kinds", &Wanted::default());
        let names: Vec<String> = side.selection().fields.iter().map(|it| it.name.clone()).collect();
        let (as_is, _) = forms(side.info(), side.info(), &names, Equality::Exact);
        let by_value = as_is.iter().zip(&names).map(|(form, name)| match name.as_str() {
            "id" | "price" | "whole" | "deep" => Form::Number,
            _ => form.clone(),
        });
        for forms in [as_is.clone(), by_value.collect()] {
            assert_eq!(side.pushes_down(&forms), has_md5, "{forms:?}");
            let method = HashMethod::Canonical(forms);
            let buckets = Buckets::Ranges {
                within: KeyRange::default(),
                bounds: vec![vec![Value::Integer(2)], vec![Value::Integer(5)]],
            };
            for buckets in [buckets, Buckets::Hashed(4), Buckets::One] {
                let mut partition = Partition::new(&method, &buckets, &[0]).unwrap();
                let mut here = vec![Checksum::default(); buckets.len()];
                let mut expected = Vec::new();
                side.rows(&KeyRange::default(), &mut |row| {
                    partition.add(row, &mut here);
                    expected.push((row[..1].to_vec(), partition.digest(row)));
                    Ok(ControlFlow::Continue(()))
                })
                .unwrap();
                let mut computed = Vec::new();
                let all: Vec<usize> = (0..buckets.len()).collect();
                side.digests(&method, &buckets, &all, &mut |key, digest| {
                    computed.push((key.to_vec(), digest));
                    Ok(ControlFlow::Continue(()))
                })
                .unwrap();
                computed.sort_by(|one, other| compare_keys(&one.0, &other.0));
                assert_eq!(computed, expected, "{buckets:?}");
                assert_eq!(side.checksums(&method, &buckets).unwrap(), here, "{buckets:?}");
            }
        }
    }
}

#[test]
fn two_engines_agree_where_their_rows_do() {
    for url in mysql_urls().unwrap() {
        let server = postgres();
        let one = database(
        &server,
        "CREATE TABLE trips (id bigint, leg smallint, fare numeric(12,2), note text, day date, seen timestamp, paid boolean, raw bytea,
         PRIMARY KEY (id, leg));
         INSERT INTO trips SELECT i / 3, i % 3, i / 4.0, CASE WHEN i % 5 > 0 THEN 'trip ' || i END, '2024-01-01'::date + i,
         '2024-01-01'::timestamp + i * interval '1.000001 s', i % 2 = 0, sha256(i::text::bytea) FROM generate_series(1, 30000) AS i;
         ANALYZE trips",
    );
        let other = Scratch::new(&url, &[
        "CREATE TABLE trips (id bigint, leg smallint, fare decimal(14,4), note text, day date, seen datetime(6), paid boolean,
         raw varbinary(32), PRIMARY KEY (id, leg))",
        "INSERT INTO trips WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
         SELECT i DIV 3, i % 3, i / 4, IF(i % 5 > 0, CONCAT('trip ', i), NULL), '2024-01-01' + INTERVAL i DAY,
         '2024-01-01' + INTERVAL i * 1000001 MICROSECOND, i % 2 = 0, UNHEX(SHA2(i, 256))
         FROM (SELECT a.i + b.i * 1000 - 1000 AS i FROM n AS a JOIN (SELECT i FROM n WHERE i <= 30) AS b) AS all_of_them",
    ]);
        let compared = |found: &mut Vec<_>| {
            let wanted = Wanted::default();
            let (mut source, mut target) = (side(&one, "trips", &wanted), other.side("trips", &wanted));
            let result = compare(&mut source, &mut target, &CompareOptions::default(), found).unwrap();
            assert_eq!(result.source.rows, 30_000, "{}", result.reason);
            (result.missing, result.extra, result.mismatched)
        };
        assert_eq!(compared(&mut Vec::new()), (0, 0, 0));
        other.run(&[
            "UPDATE trips SET fare = fare + 0.0001 WHERE id = 77 AND leg = 1",
            "UPDATE trips SET note = '' WHERE note IS NULL AND id < 6",
            "UPDATE trips SET seen = seen + INTERVAL 1 MICROSECOND WHERE id = 9000",
            "DELETE FROM trips WHERE id = 500 AND leg = 0",
        ]);
        let nulls = (1..18).filter(|it| it % 5 == 0).count() as u64;
        assert_eq!(compared(&mut Vec::new()), (1, 0, 1 + 3 + nulls));
    }
}

#[test]
fn keys_that_the_collation_takes_for_equal_are_told_apart() {
    for url in mysql_urls().unwrap() {
        let sql =
            ["CREATE TABLE words (word varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY, n int)"];
        let insert = ["INSERT INTO words VALUES ('a', 1), ('A', 2), ('ä', 3), ('b', 4)"];
        let (one, other) = (
            Scratch::new(&url, &sql),
            Scratch::new(&url, &[&sql[0].replace("utf8mb4_bin PRIMARY", "utf8mb4_general_ci PRIMARY")]),
        );
        one.run(&insert);
        other.run(&["INSERT INTO words VALUES ('A', 1), ('b', 4)"]);
        let wanted = Wanted::default();
        let (mut source, mut target) = (one.side("words", &wanted), other.side("words", &wanted));
        assert!(!target.info().sorted);
        let result = compare(&mut source, &mut target, &CompareOptions::default(), &mut ()).unwrap();
        assert_eq!((result.missing, result.extra, result.mismatched), (2, 0, 1));
    }
}

#[test]
fn keys_are_looked_up_in_a_character_set_that_does_not_hold_them() {
    let sql = "CREATE TABLE words (word varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, part int, n int, PRIMARY KEY (word, part))";
    let narrow = [
        sql.replace("utf8mb4 COLLATE utf8mb4_bin", "latin1 COLLATE latin1_general_cs"),
        sql.replace("utf8mb4", "utf8mb3"),
        sql.replace("CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "CHARACTER SET ascii COLLATE ascii_bin NULL")
            .replace("PRIMARY KEY (word, part)", "UNIQUE (word, part)"),
    ];
    for url in mysql_urls().unwrap() {
        for sql_of_target in &narrow {
            let (one, other) = (Scratch::new(&url, &[sql]), Scratch::new(&url, &[sql_of_target]));
            one.run(&["INSERT INTO words VALUES ('a', 0, 1), ('ł😀', 0, 2), ('?', 0, 4), ('e', 0, 5)"]);
            other.run(&["INSERT INTO words VALUES ('a', 0, 1), ('?', 0, 3), ('f', 0, 5)"]);
            for turned in [false, true] {
                let wanted = Wanted::default().with_key(["word", "part"]);
                let (mut source, mut target) = (one.side("words", &wanted), other.side("words", &wanted));
                let (source, target) = if turned { (&mut target, &mut source) } else { (&mut source, &mut target) };
                let result = compare(source, target, &CompareOptions::default(), &mut ()).unwrap();
                let expected = if turned { (1, 2, 1) } else { (2, 1, 1) };
                assert_eq!((result.missing, result.extra, result.mismatched), expected, "{sql_of_target}");
            }
        }
    }
}

#[test]
fn keys_that_are_exact_numbers_stay_exact() {
    for url in mysql_urls().unwrap() {
        let sql = ["CREATE TABLE sums (amount decimal(38,18) PRIMARY KEY, n int)"];
        let numbers = "INSERT INTO sums VALUES (12345678901234567890.000000000000000001, 1), (12345678901234567890.000000000000000002, 2), (3, 3)";
        let scratch = Scratch::new(&url, &[sql[0], numbers]);
        let mut side = scratch.side("sums", &Wanted::default());
        let mut keys = Vec::new();
        side.rows(&KeyRange::default(), &mut |row| {
            keys.push(row[..1].to_vec());
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        let range = KeyRange { from: Some(keys[1].clone()), to: Some(keys[2].clone()) };
        let mut found = Vec::new();
        let mut keep = |row: &[Value]| {
            found.push(row[1].clone());
            Ok(ControlFlow::Continue(()))
        };
        side.rows(&range, &mut keep).unwrap();
        side.rows_by_key(&keys[2..], &mut keep).unwrap();
        assert_eq!(found, [Value::Integer(1), Value::Integer(2)]);
    }
}
