//! What is said where a table is not what it should be.

use std::time::Duration;

use database::ScratchServer;
use validation::{
    Buckets, CompareOptions, EngineOptions, EngineTable, ErrorKind, Field, HashMethod, Selection, Side, Wanted,
    compare, pair,
};

use super::{database, postgres, side};

const SHOP: &str = "
    CREATE TABLE parcels (id integer PRIMARY KEY, weight numeric(8,3), note text, gone timestamp);
    INSERT INTO parcels SELECT i, i / 8.0, 'parcel ' || i, NULL FROM generate_series(1, 2000) AS i;";

#[test]
fn differences_between_two_databases_are_found() {
    let server = postgres();
    let (one, other) = (database(&server, SHOP), database(&server, SHOP));
    let edits = "UPDATE parcels SET weight = weight + 0.001 WHERE id % 500 = 0; DELETE FROM parcels WHERE id = 7; \
                 INSERT INTO parcels VALUES (-1, 0, NULL, NULL), (5000, 0, NULL, NULL)";
    other.open().unwrap().execute(edits).unwrap();
    let wanted = Wanted::default();
    let (mut source, mut target) = (side(&one, "parcels", &wanted), side(&other, "parcels", &wanted));
    let mut found = Vec::new();
    let result = compare(&mut source, &mut target, &CompareOptions::default(), &mut found).unwrap();
    assert_eq!((result.missing, result.extra, result.mismatched), (1, 2, 4));
    let few = Some("id BETWEEN 10 AND 400 -- few".to_owned());
    let filter = Wanted::default().with_filters(few.clone(), few);
    let (source, target) = (
        EngineTable::open(one.url(), None, "parcels", &EngineOptions::default()).unwrap(),
        EngineTable::open(other.url(), None, "parcels", &EngineOptions::default()).unwrap(),
    );
    let (of_source, of_target) = pair(source.table(), target.table(), &filter).unwrap();
    let (mut source, mut target) = (source.select(of_source).unwrap(), target.select(of_target).unwrap());
    let result = compare(&mut source, &mut target, &CompareOptions::default(), &mut ()).unwrap();
    assert_eq!((result.source.rows, result.missing + result.extra + result.mismatched), (391, 0));
}

#[test]
fn engines_of_two_kinds_are_compared() {
    let server = postgres();
    let one = database(&server, SHOP);
    let lite = ScratchServer::sqlite().unwrap();
    let rows = "CREATE TABLE parcels (id INTEGER PRIMARY KEY, weight NUMERIC, note TEXT, gone TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        INSERT INTO parcels SELECT i, i / 8.0, 'parcel ' || i, NULL FROM n;";
    let other = database(&lite, rows);
    let wanted = Wanted::default();
    let (mut source, mut target) = (side(&one, "parcels", &wanted), side(&other, "parcels", &wanted));
    let result = compare(&mut source, &mut target, &CompareOptions::default(), &mut ()).unwrap();
    assert_eq!((result.missing, result.extra, result.mismatched), (0, 0, 0));
    drop((source, target));
    other
        .open()
        .unwrap()
        .execute("UPDATE parcels SET note = note || ' ' WHERE id = 1999; DELETE FROM parcels WHERE id = 3")
        .unwrap();
    let (mut source, mut target) = (side(&one, "parcels", &wanted), side(&other, "parcels", &wanted));
    let result = compare(&mut source, &mut target, &CompareOptions::default(), &mut ()).unwrap();
    assert_eq!((result.missing, result.extra, result.mismatched), (1, 0, 1));
}

#[test]
fn what_is_not_there_is_said() {
    let server = postgres();
    let shop = database(&server, SHOP);
    let open = |name: &str| EngineTable::open(shop.url(), None, name, &EngineOptions::default());
    let error = open("parcel").expect_err("no such table");
    assert_eq!(error.kind(), ErrorKind::Shape);
    assert!(error.to_string().contains("parcels"), "{error}");
    let mut side = side(&shop, "parcels", &Wanted::default());
    shop.open().unwrap().execute("DROP TABLE parcels").unwrap();
    side.refresh().unwrap();
    let error = side.count().expect_err("dropped");
    assert_eq!(error.kind(), ErrorKind::Shape, "{error}");
    assert!(error.to_string().contains("parcels"), "{error}");
    let nowhere = "postgres://nobody:secret@127.0.0.1:1/nothing".parse().unwrap();
    let error = EngineTable::open(&nowhere, None, "parcels", &EngineOptions::default()).expect_err("no server");
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[test]
fn an_engine_that_goes_away_is_said() {
    let server = postgres();
    let shop = database(&server, SHOP);
    let mut side = side(&shop, "parcels", &Wanted::default());
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    shop.open().unwrap().query(others).unwrap();
    let error = side.checksums(&HashMethod::Native, &Buckets::Hashed(4)).expect_err("gone");
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
    assert!(error.to_string().contains("parcels"), "{error}");
    let error = side.refresh().expect_err("still gone");
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
}

#[test]
fn a_statement_that_takes_too_long_is_ended() {
    let server = postgres();
    let shop = database(&server, SHOP);
    let options = EngineOptions::default().statement_timeout(Duration::from_millis(50));
    let wanted = Wanted::default().with_filters(Some("pg_sleep(1) IS NOT NULL".into()), None);
    let mut side = super::side_with(&shop, "parcels", &wanted, &options);
    let error = side.count().expect_err("too long");
    assert!(error.to_string().contains("statement timeout"), "{error}");
}

#[test]
fn views_are_compared_without_an_order() {
    let server = postgres();
    let shop =
        database(&server, &format!("{SHOP} CREATE VIEW light AS SELECT id, weight FROM parcels WHERE weight < 100"));
    let wanted = Wanted::default().with_key(["id"]);
    let (mut source, mut target) = (side(&shop, "light", &wanted), side(&shop, "light", &wanted));
    assert!(!source.info().sorted);
    let result = compare(&mut source, &mut target, &CompareOptions::default(), &mut ()).unwrap();
    assert_eq!((result.source.rows, result.missing + result.extra + result.mismatched), (799, 0));
}

#[test]
fn expressions_stand_for_columns() {
    let server = postgres();
    let shop = database(
        &server,
        &format!(
            "{SHOP} CREATE TABLE moved (id integer PRIMARY KEY, grams bigint); INSERT INTO moved SELECT id, weight * 1000 FROM parcels"
        ),
    );
    let field = |name: &str, column: Option<&str>, expression: Option<&str>| Field {
        name: name.into(),
        column: column.map(Into::into),
        expression: expression.map(Into::into),
    };
    let id = field("id", Some("id"), None);
    let old = vec![id.clone(), field("grams", None, Some("weight * 1000 -- in grams"))];
    let new = vec![id, field("grams", Some("grams"), None)];
    let select = |name: &str, fields: Vec<Field>| {
        let table = EngineTable::open(shop.url(), None, name, &EngineOptions::default()).unwrap();
        table.select(Selection { fields, key: vec![0], filter: None }).unwrap()
    };
    let (mut source, mut target) = (select("parcels", old), select("moved", new));
    let result = compare(&mut source, &mut target, &CompareOptions::default(), &mut ()).unwrap();
    assert_eq!((result.source.rows, result.missing + result.extra + result.mismatched), (2000, 0), "{}", result.reason);
    drop(source);
    let bad = vec![field("grams", None, Some("weight +"))];
    let table = EngineTable::open(shop.url(), None, "parcels", &EngineOptions::default()).unwrap();
    assert!(table.select(Selection { fields: bad, key: Vec::new(), filter: None }).is_err());
}
