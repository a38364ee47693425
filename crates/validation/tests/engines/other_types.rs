//! Tables of PostgreSQL that hold the same in columns of other types.

use database::ScratchDatabase;
use validation::{CompareOptions, Comparison, Difference, EngineOptions, StrategyChoice, Wanted, compare, pair};

use super::{database, postgres, table};

/// Compares two tables of a database in each way in which that can be done.
fn in_each_way(database: &ScratchDatabase, source: &str, target: &str) -> Vec<(Comparison, Vec<Difference>)> {
    let ways = [StrategyChoice::Auto, StrategyChoice::Buckets, StrategyChoice::Merge];
    let options = EngineOptions::default();
    let compared = ways.into_iter().map(|way| {
        let (one, other) = (table(database, source, &options), table(database, target, &options));
        let (of_source, of_target) = pair(one.table(), other.table(), &Wanted::default()).unwrap();
        let (mut one, mut other) = (one.select(of_source).unwrap(), other.select(of_target).unwrap());
        let mut found = Vec::new();
        let options = CompareOptions::default().with_strategy(way);
        compare(&mut one, &mut other, &options, &mut found).map(|it| (it, found))
    });
    compared.map(|it| it.unwrap_or_else(|error| panic!("{source} and {target}: {error}"))).collect()
}

/// How many rows differ, the same in each way.
fn differing(database: &ScratchDatabase, source: &str, target: &str) -> usize {
    let counts: Vec<usize> = in_each_way(database, source, target).into_iter().map(|(_, found)| found.len()).collect();
    assert!(counts.iter().all(|it| *it == counts[0]), "{source} and {target}: {counts:?}");
    counts[0]
}

#[test]
fn keys_of_one_value_are_one_key_whatever_their_type() {
    let server = postgres();
    let database = database(
        &server,
        "CREATE TABLE small (id smallint PRIMARY KEY, note text);
         INSERT INTO small SELECT i, 'n' || i FROM generate_series(-3000, 3000) AS i;
         CREATE TABLE whole (id bigint PRIMARY KEY, note text);
         INSERT INTO whole SELECT * FROM small;
         CREATE TABLE large (LIKE whole INCLUDING ALL);
         INSERT INTO large SELECT * FROM small UNION ALL SELECT 1000000000000 + i, '' FROM generate_series(1, 5000) AS i;
         CREATE TABLE scaled (id numeric(20,5) PRIMARY KEY, note text);
         INSERT INTO scaled SELECT * FROM small;
         CREATE TABLE parts (id numeric(20,5) PRIMARY KEY, note text);
         INSERT INTO parts SELECT i / 2.0, 'n' || i / 2.0 FROM generate_series(-6000, 6000) AS i;
         CREATE TABLE huge (id numeric PRIMARY KEY, note text);
         INSERT INTO huge SELECT * FROM small UNION ALL SELECT 18446744073709551615 + i, '' FROM generate_series(1, 5000) AS i;
         CREATE TABLE rounded (id numeric(20,2) PRIMARY KEY, note text);
         INSERT INTO rounded SELECT * FROM small;
         CREATE TABLE wide (id text COLLATE \"C\" PRIMARY KEY, note text);
         INSERT INTO wide SELECT repeat('k', i % 7) || i || repeat('z', i % 40), 'n' FROM generate_series(1, 5000) AS i;
         CREATE TABLE narrow (id varchar(8) COLLATE \"C\" PRIMARY KEY, note text);
         INSERT INTO narrow SELECT * FROM wide WHERE length(id) <= 8;
         ANALYZE",
    );
    for (one, other, expected) in [
        ("small", "whole", 0),
        ("small", "scaled", 0),
        ("whole", "scaled", 0),
        ("rounded", "scaled", 0),
        ("small", "large", 5_000),
        ("scaled", "huge", 5_000),
        ("whole", "huge", 5_000),
        // Halves are no keys of the other side, and the notes of the others are written otherwise.
        ("whole", "parts", 12_001),
    ] {
        assert_eq!(differing(&database, one, other), expected, "{one} and {other}");
        assert_eq!(differing(&database, other, one), expected, "{other} and {one}");
    }
    let missing = database.open().unwrap().query("SELECT count(*) FROM wide WHERE length(id) > 8").unwrap().scalar();
    let missing: usize = missing.unwrap().parse().unwrap();
    assert_eq!(differing(&database, "wide", "narrow"), missing);
    assert_eq!(differing(&database, "narrow", "wide"), missing);
}

#[test]
fn blanks_that_a_type_fills_up_with_are_no_difference() {
    let server = postgres();
    let database = database(
        &server,
        "CREATE TABLE padded (id char(6) COLLATE \"C\" PRIMARY KEY, code char(5));
         INSERT INTO padded VALUES ('a', 'ab'), ('a\t', ' x'), ('b', ''), ('c', NULL), ('d', 'abcde');
         CREATE TABLE wider (id char(9) COLLATE \"C\" PRIMARY KEY, code char(7));
         INSERT INTO wider SELECT * FROM padded;
         CREATE TABLE plain (id varchar(9) COLLATE \"C\" PRIMARY KEY, code text);
         INSERT INTO plain SELECT * FROM padded;
         CREATE TABLE other (LIKE plain INCLUDING ALL);
         INSERT INTO other SELECT id, CASE code WHEN ' x' THEN 'x' ELSE code END FROM plain;",
    );
    let names = ["padded", "wider", "plain"];
    for (one, other) in names.iter().flat_map(|one| names.map(|other| (*one, other))) {
        for (comparison, found) in in_each_way(&database, one, other) {
            assert!(found.is_empty(), "{one} and {other}: {found:?}");
            let notes = if one == other { 0 } else { 2 };
            assert_eq!(comparison.notes.len(), notes, "{one} and {other}: {:?}", comparison.notes);
        }
        // Blanks at the beginning count.
        assert_eq!(differing(&database, one, "other"), 1, "{one}");
    }
}

#[test]
fn documents_of_two_types_are_compared_by_value_and_those_of_one_by_their_text() {
    let server = postgres();
    let database = database(
        &server,
        "CREATE TABLE texts (id int PRIMARY KEY, doc json);
         INSERT INTO texts VALUES (1, '{\"b\":1,  \"a\":[1.0,2]}'), (2, 'null'), (3, NULL);
         CREATE TABLE trees (id int PRIMARY KEY, doc jsonb);
         INSERT INTO trees SELECT * FROM texts;
         CREATE TABLE spelled (LIKE texts INCLUDING ALL);
         INSERT INTO spelled SELECT id, doc::jsonb::json FROM texts;",
    );
    assert_eq!(differing(&database, "texts", "trees"), 0);
    assert_eq!(differing(&database, "trees", "spelled"), 0);
    assert_eq!(differing(&database, "texts", "spelled"), 1);
    database.open().unwrap().execute("UPDATE trees SET doc = '{\"a\":[1,3],\"b\":1}' WHERE id = 1").unwrap();
    assert_eq!(differing(&database, "texts", "trees"), 1);
}

#[test]
fn conditions_and_expressions_stand_alone() {
    let server = postgres();
    let database = database(&server, "CREATE TABLE numbered (id int PRIMARY KEY, note text)");
    let open = || table(&database, "numbered", &EngineOptions::default());
    let wanted = |filter: &str| Wanted::default().with_filters(Some(filter.to_owned()), None);
    let selection = |filter: &str| pair(open().table(), open().table(), &wanted(filter)).unwrap().0;
    for broken in ["id < 5) OR (id > 7", "id < 5 --", "id <"] {
        let is_broken = open().select(selection(broken)).is_err();
        assert_eq!(is_broken, broken != "id < 5 --", "{broken}");
    }
    let mut injected = selection("true");
    injected.fields[1].expression = Some("note) || (note".to_owned());
    assert!(open().select(injected).is_err());
}
