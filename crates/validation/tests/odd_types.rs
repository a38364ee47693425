//! Types that other engines have no like of: compared as they are where both sides have them, by their text or not at all where one has not.

use std::sync::atomic::{AtomicU32, Ordering};

use database::{EngineUrl, ScratchDatabase, ScratchServer, Session, Value};
use validation::{
    CompareOptions, Difference, EngineOptions, EngineTable, Side, StrategyChoice, Verdict, Wanted, compare, pair,
};

fn postgres() -> ScratchServer {
    ScratchServer::postgres(&testkit::engine::postgres_url().unwrap().parse().unwrap()).unwrap()
}

fn database(server: &ScratchServer, sql: &str) -> ScratchDatabase {
    let database = server.create("odd").unwrap();
    database.open().unwrap().execute(sql).unwrap();
    database
}

/// A database of MariaDB, dropped with this.
struct Scratch {
    server: Session,
    name: String,
    url: EngineUrl,
}

impl Scratch {
    fn new(statements: &[String]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = testkit::engine::mysql_url().unwrap();
        let name = format!("ma_odd_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let url: EngineUrl = format!("{}/{name}", server.rsplit_once('/').unwrap().0).parse().unwrap();
        let mut server = Session::open(&server.parse().unwrap()).unwrap();
        server.execute(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).unwrap();
        let scratch = Self { server, name, url };
        Session::open(&scratch.url).unwrap().execute_all(statements).unwrap();
        scratch
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let dropped = self.server.execute(&format!("DROP DATABASE {}", self.name));
        assert!(dropped.is_ok() || std::thread::panicking());
    }
}

/// A column: its name, its type, a value in SQL and another one that must not be taken for it.
type Odd = (&'static str, &'static str, &'static str, &'static str);

const OF_POSTGRES: &[Odd] = &[
    ("clock_zone", "timetz", "'12:00:00+00'", "'13:00:00+01'"),
    ("cash", "money", "'12.34'", "'12.35'"),
    ("host", "inet", "'10.0.0.1/24'", "'10.0.0.1/25'"),
    ("net", "cidr", "'10.0.0.0/24'", "'10.0.0.0/25'"),
    ("card", "macaddr", "'08:00:2b:01:02:03'", "'08:00:2b:01:02:04'"),
    ("bits", "bit(5)", "B'00101'", "B'00100'"),
    ("some_bits", "varbit", "B'0'", "B'00'"),
    ("span", "int4range", "'[1,5)'", "'[1,6)'"),
    ("amounts", "numrange", "'[1.0,2)'", "'[1.00,2)'"),
    ("times", "tstzrange", "'[2024-01-01 00:00+00,infinity)'", "'[2024-01-01 00:00+00,)'"),
    ("markup", "xml", "'<a b=\"1\"/>'", "'<a b=\"2\"/>'"),
    ("words", "tsvector", "'a:1 b:2'", "'a:1 b:3'"),
    ("spot", "point", "'(0,1)'", "'(-0,1)'"),
    ("shape", "polygon", "'((0,0),(1,1),(1,0))'", "'((0,0),(1,1),(2,0))'"),
    ("pair", "couple", "ROW(1, 'a,b')", "ROW(1, 'a')"),
    ("positive", "above_zero", "1.5", "1.50"),
    ("day", "date", "'infinity'", "'-infinity'"),
    ("at", "timestamp", "'infinity'", "'294276-12-31 23:59:59.999999'"),
    ("moment", "timestamptz", "'-infinity'", "'0001-01-01 00:00+00 BC'"),
    ("place", "name", "'here'", "'Here'"),
    ("number", "oid", "4294967295", "0"),
    ("path", "jsonpath", "'$.a'", "'$.b'"),
    ("plain", "json", "'{\"a\": 1}'", "'{\"a\":1}'"),
    ("pairs", "couple[]", "ARRAY[ROW(1, 'a')::couple]", "ARRAY[ROW(2, 'a')::couple]"),
    ("grid", "integer[]", "'{{1,2},{3,4}}'", "'{1,2,3,4}'"),
    ("shifted", "integer[]", "'[0:1]={1,2}'", "'{1,2}'"),
];

/// Whose two values are one where only the value counts: a scale, white space in a document, where an array begins to count.
const BY_VALUE: [&str; 3] = ["positive", "plain", "shifted"];

const SETUP: &str =
    "CREATE TYPE couple AS (no integer, note text); CREATE DOMAIN above_zero AS numeric CHECK (VALUE > 0)";

const OF_MARIADB: &[Odd] = &[
    ("tags", "set('a', 'b')", "'a,b'", "'a'"),
    ("vintage", "year", "1901", "0"),
    ("bits", "bit(12)", "b'101'", "b'100'"),
    ("big", "bigint unsigned", "18446744073709551615", "18446744073709551614"),
    ("filled", "int(6) zerofill", "12", "13"),
    ("at", "datetime(6)", "'2024-01-01 00:00:00.000001'", "'2024-01-01'"),
    ("zero_day", "date", "'0000-00-00'", "NULL"),
    ("no_month", "date", "'2024-00-00'", "'2024-00-01'"),
    ("zero_at", "datetime(6)", "'0000-00-00'", "NULL"),
    ("spot", "point", "ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('POINT(2 1)')"),
    ("shape", "geometry", "ST_GeomFromText('LINESTRING(0 0, 1 1)')", "ST_GeomFromText('LINESTRING(0 0, 1 2)')"),
    ("long_time", "time(3)", "'838:59:59.999'", "'-838:59:59.999'"),
    ("address", "inet6", "'::1'", "'::2'"),
];

/// A table with a row for each column, which alone is not NULL in it; the value is the other one where `changed`.
fn table(columns: &[Odd], changed: bool) -> Vec<String> {
    let declared: Vec<String> = columns.iter().map(|it| format!("{} {} NULL", it.0, it.1)).collect();
    let row = |(id, it): (usize, &Odd)| {
        format!("INSERT INTO odd (id, {}) VALUES ({id}, {})", it.0, if changed { it.3 } else { it.2 })
    };
    let create = format!("CREATE TABLE odd (id integer PRIMARY KEY, {})", declared.join(", "));
    std::iter::once(create).chain(columns.iter().enumerate().map(row)).collect()
}

/// What differs, as rows and their columns; the error where it cannot be told.
fn found(
    source: &EngineUrl,
    target: &EngineUrl,
    wanted: &Wanted,
    strategy: StrategyChoice,
) -> Result<Vec<(usize, Vec<String>)>, String> {
    let open = |url: &EngineUrl| EngineTable::open(url, None, "odd", &EngineOptions::default()).unwrap();
    let (source, target) = (open(source), open(target));
    let (one, other) = pair(source.table(), target.table(), wanted).unwrap();
    let (mut source, mut target) = (source.select(one).unwrap(), target.select(other).unwrap());
    let mut told: Vec<Difference> = Vec::new();
    let options = CompareOptions::default().with_strategy(strategy);
    let comparison = compare(&mut source, &mut target, &options, &mut told).map_err(|it| it.to_string())?;
    assert_eq!(comparison.verdict() == Verdict::Equal, told.is_empty());
    let name = |place: &usize| source.selection().fields[*place].name.clone();
    let id = |key: &Value| match key {
        Value::Integer(it) => usize::try_from(*it).unwrap(),
        other => panic!("{other:?}"),
    };
    let mut found: Vec<_> = told.iter().map(|it| (id(&it.key[0]), it.columns.iter().map(name).collect())).collect();
    found.sort();
    Ok(found)
}

/// Equal rows are equal and every changed one is found, whatever the strategy.
fn told_apart(columns: &[Odd], one: &EngineUrl, same: &EngineUrl, changed: &EngineUrl) {
    let wanted: Vec<(usize, Vec<String>)> =
        columns.iter().enumerate().map(|(id, it)| (id, vec![it.0.to_owned()])).collect();
    for strategy in [StrategyChoice::Auto, StrategyChoice::Buckets, StrategyChoice::Merge] {
        let all = Wanted::default();
        assert_eq!(found(one, same, &all, strategy).unwrap(), [], "{strategy:?}");
        assert_eq!(found(one, changed, &all, strategy).unwrap(), wanted, "{strategy:?}");
    }
    // As whole rows, each change is one row less and one more.
    for (other, differences) in [(same, 0), (changed, columns.len() * 2)] {
        let open = |url: &EngineUrl| EngineTable::open(url, None, "odd", &EngineOptions::default()).unwrap();
        let (source, target) = (open(one), open(other));
        let (left, right) = pair(source.table(), target.table(), &Wanted::default().without_key()).unwrap();
        let (mut source, mut target) = (source.select(left).unwrap(), target.select(right).unwrap());
        let mut told: Vec<Difference> = Vec::new();
        compare(&mut source, &mut target, &CompareOptions::default(), &mut told).unwrap();
        assert_eq!(told.len(), differences);
    }
}

#[test]
fn types_that_only_postgres_has_are_compared_as_they_are() {
    let server = postgres();
    let made = |changed: bool| database(&server, &format!("{SETUP}; {}", table(OF_POSTGRES, changed).join("; ")));
    let (one, same, changed) = (made(false), made(false), made(true));
    told_apart(OF_POSTGRES, one.url(), same.url(), changed.url());
}

fn of_mariadb(changed: bool) -> Scratch {
    let mut statements = vec!["SET SESSION sql_mode = ''".to_owned()];
    statements.extend(table(OF_MARIADB, changed));
    Scratch::new(&statements)
}

#[test]
fn types_that_only_mariadb_has_are_compared_as_they_are() {
    let (one, same, changed) = (of_mariadb(false), of_mariadb(false), of_mariadb(true));
    told_apart(OF_MARIADB, &one.url, &same.url, &changed.url);
}

/// The other engine holds the texts: what is equal is equal or refused with a sentence, and what differs is never equal.
fn against_texts(
    columns: &[Odd],
    make: &dyn Fn(bool) -> (EngineUrl, Box<dyn std::any::Any>),
    texts: &EngineUrl,
) -> Vec<String> {
    let mut faults = Vec::new();
    for (equal, (url, _kept)) in [(true, make(false)), (false, make(true))] {
        for (id, odd) in columns.iter().enumerate() {
            let wanted = Wanted::default()
                .with_columns(["id", odd.0])
                .with_filters(Some(format!("id = {id}")), Some(format!("id = {id}")));
            for (source, target) in [(&url, texts), (texts, &url)] {
                match found(source, target, &wanted, StrategyChoice::Auto) {
                    Ok(found) if found.is_empty() == (equal || BY_VALUE.contains(&odd.0)) => {}
                    Ok(found) => {
                        faults.push(format!("{} {}: {found:?}", odd.0, if equal { "equal" } else { "changed" }));
                    }
                    Err(message) => assert!(message.contains(odd.0), "{message}"),
                }
            }
        }
    }
    faults
}

#[test]
fn types_that_only_postgres_has_are_compared_with_their_texts() {
    let server = postgres();
    let make = |changed: bool| {
        let made = database(&server, &format!("{SETUP}; {}", table(OF_POSTGRES, changed).join("; ")));
        (made.url().clone(), Box::new(made) as Box<dyn std::any::Any>)
    };
    let (url, _kept) = make(false);
    let mut session = Session::open(&url).unwrap();
    let declared: Vec<String> = OF_POSTGRES.iter().map(|it| format!("{} text NULL", it.0)).collect();
    let mut statements = vec![format!("CREATE TABLE odd (id integer PRIMARY KEY, {})", declared.join(", "))];
    for (id, odd) in OF_POSTGRES.iter().enumerate() {
        let text =
            session.query(&format!("SELECT {}::text FROM odd WHERE id = {id}", odd.0)).unwrap().scalar().unwrap();
        statements.push(format!("INSERT INTO odd (id, {}) VALUES ({id}, '{}')", odd.0, text.replace('\'', "''")));
    }
    let texts = Scratch::new(&statements);
    let faults = against_texts(OF_POSTGRES, &make, &texts.url);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn types_that_only_mariadb_has_are_compared_with_their_texts() {
    let make = |changed: bool| {
        let made = of_mariadb(changed);
        (made.url.clone(), Box::new(made) as Box<dyn std::any::Any>)
    };
    let (url, _kept) = make(false);
    let mut session = Session::open(&url).unwrap();
    let declared: Vec<String> = OF_MARIADB.iter().map(|it| format!("{} text NULL", it.0)).collect();
    let mut statements = vec![format!("CREATE TABLE odd (id integer PRIMARY KEY, {})", declared.join(", "))];
    for (id, odd) in OF_MARIADB.iter().enumerate() {
        let text = match odd.1 {
            "bit(12)" => format!("{} + 0", odd.0),
            "point" | "geometry" => format!("ST_AsText({})", odd.0),
            _ => format!("CAST({} AS CHAR)", odd.0),
        };
        let text = session.query(&format!("SELECT {text} FROM odd WHERE id = {id}")).unwrap().scalar().unwrap();
        statements.push(format!("INSERT INTO odd (id, {}) VALUES ({id}, '{}')", odd.0, text.replace('\'', "''")));
    }
    let server = postgres();
    let texts = database(&server, &statements.join("; "));
    let faults = against_texts(OF_MARIADB, &make, texts.url());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
