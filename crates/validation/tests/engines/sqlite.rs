//! What SQLite computes by our functions is what it would be of the rows read, and one changed value is always found.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use database::{ScratchDatabase, ScratchServer, Value};
use validation::{
    Buckets, Checksum, CompareOptions, Comparison, Difference, EngineSide, Equality, Form, HashMethod, KeyRange,
    Partition, Row, RowDigest, Side, StrategyChoice, Wanted, compare, compare_keys, forms,
};

use super::{database, postgres, side};

/// Every affinity with values that it does not stand for.
const TRAPS: &str = "
    CREATE TABLE traps (id INTEGER PRIMARY KEY, whole INTEGER, floating REAL, exact NUMERIC, note TEXT, raw BLOB, loose, seen TIMESTAMP,
        doubled AS (whole * 2), kept TEXT AS (note || '!') STORED);
    INSERT INTO traps (id, whole, floating, exact, note, raw, loose, seen) VALUES
        (1, 1, 1, 1, 'a', x'00ff00', 1, '2024-02-29 12:00:00'),
        (2, 'text', 'text', 'text', 5, 'text', 1.0, 1709208000),
        (3, 9223372036854775807, 9e999, 1e300, '', x'', '1', NULL),
        (4, 1.5, -0.0, 0.1, 'a' || char(0) || 'b', x'00', -0.0, 'no time'),
        (5, x'61', x'61', x'61', x'61', 0, x'61', x'61'),
        (6, NULL, NULL, NULL, CAST(x'ff61' AS TEXT), NULL, NULL, NULL),
        (7, 9e999 - 9e999, 9e999 - 9e999, '1.10', CAST(x'c328' AS TEXT), CAST(x'ff' AS TEXT), 9e999 - 9e999, ''),
        (-5, -9223372036854775808, 0.1, '12345678901234567890.1', 'zażółć 🦀 é', x'7e', '~', '~');
    CREATE TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n;
    CREATE TABLE pairs (a TEXT, b INTEGER, note TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
    INSERT INTO pairs SELECT substr('abc', 1 + i % 3, 1), i, 'n' || i FROM numbers;
    CREATE VIEW seen_traps AS SELECT id, whole, note, loose, doubled FROM traps;";

/// One changed value each, as small as can be.
const CHANGES: &[&str] = &[
    "whole = '1.5' WHERE id = 2",
    "whole = whole - 1 WHERE id = 3",
    "whole = 0 WHERE id = 7",
    "floating = 1.0000000000000002 WHERE id = 1",
    "floating = 'texts' WHERE id = 2",
    "floating = -9e999 WHERE id = 3",
    "floating = 0 WHERE id = 7",
    "exact = '1.11' WHERE id = 7",
    "exact = 'Text' WHERE id = 2",
    "note = 'a' || char(0) || 'c' WHERE id = 4",
    "note = 'a' WHERE id = 4",
    "note = CAST(x'ff62' AS TEXT) WHERE id = 6",
    "note = '6' WHERE id = 2",
    "note = NULL WHERE id = 3",
    "raw = x'00ff01' WHERE id = 1",
    "raw = x'00ff' WHERE id = 1",
    "raw = x'' WHERE id = 4",
    "raw = '' WHERE id = 3",
    "loose = 1.0 WHERE id = 1",
    "loose = '1' WHERE id = 1",
    "loose = 1 WHERE id = 3",
    "loose = 'a' WHERE id = 5",
    "loose = 0 WHERE id = 6",
    "seen = 1709208001 WHERE id = 2",
    "seen = 'no times' WHERE id = 4",
    "seen = NULL WHERE id = 7",
    "id = 8 WHERE id = 1",
];

/// Keys with their digests.
type Digests = Vec<(Row, RowDigest)>;

fn lite(sql: &str) -> ScratchDatabase {
    database(&ScratchServer::sqlite().unwrap(), sql)
}

fn digests(side: &mut EngineSide, method: &HashMethod, buckets: &Buckets, wanted: &[usize]) -> Digests {
    let mut found = Vec::new();
    side.digests(method, buckets, wanted, &mut |key, digest| {
        found.push((key.to_vec(), digest));
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    sorted(found)
}

fn sorted(mut found: Digests) -> Digests {
    found.sort_by(|one, other| compare_keys(&one.0, &other.0).then(one.1.cmp(&other.1)));
    found
}

/// Compares what the functions compute with what is computed of the rows.
fn agree(side: &mut EngineSide, method: &HashMethod, buckets: &Buckets) {
    let key = side.selection().key.clone();
    let mut partition = Partition::new(method, buckets, &key).unwrap();
    let mut sums = vec![Checksum::default(); buckets.len()];
    let mut by_bucket = vec![Vec::new(); buckets.len()];
    side.rows(&KeyRange::default(), &mut |row| {
        partition.add(row, &mut sums);
        if let Some(bucket) = partition.bucket(row) {
            by_bucket[bucket].push((validation::key_of(row, &key), partition.digest(row)));
        }
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    assert_eq!(side.checksums(method, buckets).unwrap(), sums, "{buckets:?}");
    let wanted: Vec<usize> = (0..buckets.len()).step_by(2).collect();
    let expected = wanted.iter().flat_map(|it| by_bucket[*it].clone()).collect();
    assert_eq!(digests(side, method, buckets, &wanted), sorted(expected), "{buckets:?}");
    assert_eq!(digests(side, method, buckets, &[]), [], "{buckets:?}");
}

#[test]
fn what_the_functions_compute_is_what_is_computed_of_the_rows() {
    let database = lite(TRAPS);
    let pair = |a: &str, b: i128| vec![Value::Text(a.to_owned()), Value::Integer(b)];
    let cases = [
        ("traps", Wanted::default(), super::integers(&[-4, 2, 3, 6])),
        ("traps", Wanted::default().without_key(), Vec::new()),
        ("pairs", Wanted::default(), vec![pair("a", 100), pair("b", 4), pair("c", 0), pair("c", 200)]),
        ("seen_traps", Wanted::default().with_key(["id"]), super::integers(&[1, 4, 7])),
    ];
    for (name, wanted, bounds) in cases {
        let mut side = side(&database, name, &wanted);
        let names: Vec<String> = side.selection().fields.iter().map(|it| it.name.clone()).collect();
        let (as_is, _) = forms(side.info(), side.info(), &names, Equality::Exact);
        let by_value = vec![Form::Number; names.len()];
        let all = Buckets::Ranges { within: KeyRange::default(), bounds: bounds.clone() };
        let within = KeyRange { from: bounds.first().cloned(), to: bounds.last().cloned() };
        let inner = Buckets::Ranges { within, bounds: bounds.get(1..2).unwrap_or_default().to_vec() };
        for forms in [as_is, by_value] {
            assert!(side.pushes_down(&forms), "{name}");
            for method in [HashMethod::Canonical(forms.clone()), HashMethod::Local(forms)] {
                for buckets in [&all, &inner, &Buckets::Hashed(5), &Buckets::One] {
                    agree(&mut side, &method, buckets);
                }
            }
        }
        assert!(side.checksums(&HashMethod::Native, &Buckets::One).is_err(), "it has no hash of its own");
    }
}

#[test]
fn a_condition_holds_for_what_the_functions_see() {
    let database = lite(TRAPS);
    let filtered = |filter: &str| Wanted::default().with_filters(Some(filter.to_owned()), None);
    let mut even = side(&database, "pairs", &filtered("b % 2 = 0 -- the even ones"));
    let method = HashMethod::Local(vec![Form::AsIs; 3]);
    assert_eq!(even.checksums(&method, &Buckets::One).unwrap()[0].rows, 150);
    assert_eq!(digests(&mut even, &method, &Buckets::One, &[0]).len(), 150);
    let mut none = side(&database, "pairs", &filtered("false"));
    assert_eq!(none.checksums(&method, &Buckets::Hashed(3)).unwrap(), [Checksum::default(); 3]);
}

fn told(source: &mut EngineSide, target: &mut EngineSide, strategy: StrategyChoice) -> (Comparison, Vec<Difference>) {
    let mut found: Vec<Difference> = Vec::new();
    let options = CompareOptions::default().with_strategy(strategy);
    (compare(source, target, &options, &mut found).unwrap(), found)
}

#[test]
fn a_table_wider_than_a_function_takes_is_hashed_as_it_is_read() {
    let columns: Vec<String> = (0..200).map(|it| format!("c{it} INTEGER DEFAULT {it}")).collect();
    let columns = columns.join(", ");
    let sql = format!("CREATE TABLE wide (id INTEGER PRIMARY KEY, {columns}); INSERT INTO wide (id) VALUES (1), (2);");
    let (one, other) = (lite(&sql), lite(&format!("{sql} UPDATE wide SET c199 = 0 WHERE id = 2;")));
    let (mut source, mut target) = (side(&one, "wide", &Wanted::default()), side(&other, "wide", &Wanted::default()));
    assert!(!source.info().pushes_down);
    let (found, _) = told(&mut source, &mut target, StrategyChoice::Buckets);
    assert_eq!((found.differences(), found.mismatched), (1, 1));
}

#[test]
fn every_changed_value_is_found_and_nothing_else() {
    const COLUMNS: &str = "id, whole, floating, exact, note, raw, loose, seen";
    let (one, other) = (lite(TRAPS), lite(TRAPS));
    let mut writer = other.open().unwrap();
    writer.execute("CREATE TABLE saved AS SELECT * FROM traps").unwrap();
    let restore = format!("DELETE FROM traps; INSERT INTO traps ({COLUMNS}) SELECT {COLUMNS} FROM saved");
    let mut source = side(&one, "traps", &Wanted::default());
    let mut differences = |strategy: StrategyChoice| {
        // What it holds keeps others from writing.
        let mut target = side(&other, "traps", &Wanted::default());
        told(&mut source, &mut target, strategy).1
    };
    for strategy in [StrategyChoice::Buckets, StrategyChoice::Merge] {
        for change in CHANGES {
            assert_eq!(differences(strategy), [], "before {change}");
            writer.execute(&format!("UPDATE traps SET {change}")).unwrap();
            let found = differences(strategy);
            let keys: BTreeSet<String> = found.iter().map(|it| format!("{:?}", it.key)).collect();
            // A row with another key is missing and extra.
            let expected = if change.starts_with("id") { 2 } else { 1 };
            assert_eq!((found.len(), keys.len()), (expected, expected), "{change}: {found:?}");
            writer.execute(&restore).unwrap();
        }
    }
}

#[test]
fn the_sign_of_zero_is_kept_where_the_column_keeps_it() {
    let zeros = |zero: f64| {
        let database = lite("CREATE TABLE zeros (id INTEGER PRIMARY KEY, floating REAL, loose)");
        let values = [Value::Float64(zero), Value::Float64(zero)];
        database.open().unwrap().execute_with("INSERT INTO zeros VALUES (1, ?, ?)", &values).unwrap();
        database
    };
    let (one, other) = (zeros(0.0), zeros(-0.0));
    let wanted = Wanted::default();
    let (mut source, mut target) = (side(&one, "zeros", &wanted), side(&other, "zeros", &wanted));
    let (_, found) = told(&mut source, &mut target, StrategyChoice::Buckets);
    // A column of numbers stores whole ones as integers, which have no sign of zero.
    let columns: Vec<Vec<usize>> = found.iter().map(|it| it.columns.clone()).collect();
    assert_eq!(columns, [[2]]);
}

/// A table that both engines can hold alike.
const TRIPS: &str =
    "CREATE TABLE trips (id INTEGER, leg INTEGER, fare double precision, note TEXT, day DATE, paid BOOLEAN,
    PRIMARY KEY (id, leg))";

#[test]
fn digests_are_those_of_another_engine() {
    let lite = lite(&format!(
        "{TRIPS} WITHOUT ROWID; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
         INSERT INTO trips SELECT i / 3, i % 3, i / 8.0, CASE WHEN i % 5 > 0 THEN 'trip ' || i END, date('2024-01-01', i || ' days'),
         i % 2 = 0 FROM n"
    ));
    let server = postgres();
    let engine = database(
        &server,
        &format!(
            "{TRIPS}; INSERT INTO trips SELECT i / 3, i % 3, i / 8.0, CASE WHEN i % 5 > 0 THEN 'trip ' || i END, '2024-01-01'::date + i,
             i % 2 = 0 FROM generate_series(1, 30000) AS i; ANALYZE trips"
        ),
    );
    let wanted = Wanted::default();
    let (mut source, mut target) = (side(&lite, "trips", &wanted), side(&engine, "trips", &wanted));
    let names: Vec<String> = source.selection().fields.iter().map(|it| it.name.clone()).collect();
    let (forms, _) = forms(source.info(), target.info(), &names, Equality::Exact);
    assert!(source.pushes_down(&forms) && target.pushes_down(&forms), "{forms:?}");
    let method = HashMethod::Canonical(forms);
    let bounds = source.quantiles(9).unwrap();
    for buckets in [Buckets::One, Buckets::Hashed(7), Buckets::Ranges { within: KeyRange::default(), bounds }] {
        let sums = source.checksums(&method, &buckets).unwrap();
        assert_eq!(sums, target.checksums(&method, &buckets).unwrap(), "{buckets:?}");
        assert_eq!(sums.iter().map(|it| it.rows).sum::<u64>(), 30_000);
        let of = |side: &mut EngineSide| digests(side, &method, &buckets, &[0]);
        assert_eq!(of(&mut source), of(&mut target), "{buckets:?}");
    }
    assert_eq!(told(&mut source, &mut target, StrategyChoice::Buckets).1, []);
    let changes = "UPDATE trips SET fare = fare + 0.0000000001 WHERE id = 77 AND leg = 1;
        UPDATE trips SET note = '' WHERE id = 5 AND leg = 0; DELETE FROM trips WHERE id = 500 AND leg = 0;
        INSERT INTO trips VALUES (500, 9, NULL, NULL, NULL, NULL)";
    engine.open().unwrap().execute(changes).unwrap();
    target.refresh().unwrap();
    for strategy in [StrategyChoice::Auto, StrategyChoice::Buckets, StrategyChoice::Merge] {
        let (found, _) = told(&mut source, &mut target, strategy);
        assert_eq!((found.missing, found.extra, found.mismatched), (1, 1, 2), "{}", found.reason);
    }
}
