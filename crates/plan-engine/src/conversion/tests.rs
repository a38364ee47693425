//! Every pair of types for which a conversion is inferred, on an engine, with the edges of both types.

use std::fmt::Write as _;

use database::{EngineUrl, ScratchServer, Session};
use findings::SourceText;
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Column, QualifiedName};
use schema_diff::read::{Limits, read};

use super::{Conversion, Holds, infer};

/// Types, and values that lie at their edges.
const TYPES: &[(&str, &[&str])] = &[
    ("smallint", &["0", "1", "-1", "32767", "-32768", "7"]),
    ("integer", &["0", "1", "2147483647", "-2147483648", "40000", "-999"]),
    ("bigint", &["0", "1", "9223372036854775807", "-9223372036854775808", "9007199254740993", "3000000000"]),
    (
        "numeric",
        &[
            "0",
            "1.0",
            "1.00",
            "NaN",
            "Infinity",
            "-Infinity",
            "1e400",
            "-1e400",
            "1e-400",
            "0.5",
            "-0.5",
            "9223372036854775807.5",
            "123456789.123456789",
            "99999",
            "1e39",
        ],
    ),
    ("numeric(5,2)", &["0", "999.99", "-999.99", "1.5", "NaN", "0.01"]),
    ("numeric(8,2)", &["0", "999999.99", "-999999.99", "1.5", "NaN"]),
    ("numeric(3,0)", &["0", "999", "-999", "NaN"]),
    ("numeric(20,0)", &["0", "99999999999999999999", "-99999999999999999999", "NaN"]),
    (
        "real",
        &[
            "0",
            "-0",
            "1.5",
            "0.1",
            "NaN",
            "Infinity",
            "-Infinity",
            "3.4028235e38",
            "-3.4028235e38",
            "1e-45",
            "2147483647",
            "1e19",
        ],
    ),
    (
        "double precision",
        &[
            "0",
            "-0",
            "0.1",
            "NaN",
            "Infinity",
            "-Infinity",
            "1.7976931348623157e308",
            "5e-324",
            "9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
            "2147483647.5",
            "1e-46",
            "7e-46",
            "3.40282357e38",
            "-1e300",
            "32767.5",
        ],
    ),
    (
        "text",
        &[
            "",
            " ",
            "a",
            "ab  ",
            "007",
            "12",
            " 12 ",
            "1.50",
            "NaN",
            "1e400",
            "true",
            "t",
            "today",
            "now",
            "infinity",
            "2024-02-30",
            "2024-02-29",
            "2024-02-29 24:00:00",
            "2024-02-29T10:11:12.123456Z",
            "2024-01-01 10:00",
            "2024-01-01 10:00:00+05:30",
            "99999999-01-01",
            "10:11:12",
            "10:11:12.5+02",
            "25:00:00",
            "1 day 24:00:00",
            "1 mon",
            "{}",
            "{\"a\": 1.0, \"a\": 2}",
            "[1,",
            "\"\\u0000\"",
            "9999999999999999999",
            "-9223372036854775809",
            "red",
            "Red",
            "it's",
            "deadbeef",
            "DEADBEE",
            "\\xff",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
            "10.0.0.1",
            "10.0.0.1/8",
            "10.0.0.0/8",
            "::1/128",
            "08:00:2b:01:02:03",
            "<a>b</a>",
            "<a>",
            "10110",
            "102",
            "16/B374D848",
            "a much longer text than any bound that stands in one of these types, ünïcödé",
            "{1,2}",
            "0x1F",
            "1_000",
            "+5",
            "-0",
        ],
    ),
    ("varchar(4)", &["", "ab", "ab  ", "abcd", "12", "true", "red", "üüüü", "1.5"]),
    ("varchar(60)", &["", "ab", "ab  ", "2024-01-01", "red", "-12"]),
    ("char(4)", &["", "ab", "abcd", "12", "red", "true"]),
    ("char(10)", &["", "ab", "2024-01-01", "abcdefghij"]),
    ("boolean", &["true", "false"]),
    ("uuid", &["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "00000000-0000-0000-0000-000000000000"]),
    (
        "date",
        &[
            "2024-02-29",
            "infinity",
            "-infinity",
            "4713-11-24 BC",
            "5874897-12-31",
            "294276-12-31",
            "294277-01-01",
            "0044-03-15 BC",
        ],
    ),
    (
        "timestamp",
        &[
            "2024-02-29 10:11:12.123456",
            "infinity",
            "-infinity",
            "4713-11-24 00:00:00 BC",
            "294276-12-31 23:59:59.999999",
            "2024-10-27 01:30:00",
        ],
    ),
    ("timestamp(3)", &["2024-02-29 10:11:12.123", "infinity", "0044-03-15 12:00:00 BC", "294276-12-31 23:59:59.999"]),
    (
        "timestamptz",
        &[
            "2024-02-29 10:11:12.123456+00",
            "infinity",
            "-infinity",
            "4713-11-24 00:00:00+00 BC",
            "294276-12-31 23:59:59.999999+00",
            "2024-10-27 01:30:00+01",
        ],
    ),
    ("timestamptz(0)", &["2024-02-29 10:11:12+00", "infinity"]),
    ("time", &["00:00:00", "24:00:00", "23:59:59.999999", "10:11:12.5"]),
    ("time(0)", &["00:00:00", "24:00:00", "23:59:59"]),
    ("timetz", &["00:00:00+00", "24:00:00+00", "23:59:59.999999+15:59", "10:11:12.5-05"]),
    ("interval", &["1 day", "24:00:00", "1 mon 2 days -03:04:05.678901", "-1 year", "0", "178000000 years"]),
    ("interval(0)", &["1 day", "00:00:01", "1 mon"]),
    ("json", &["null", "{\"a\":1.0, \"a\":2}", "[1, 2]", "\"\\u0000\"", "1e99999", "\"x\""]),
    ("jsonb", &["null", "{\"a\":1.0}", "[1, 2]", "\"x\"", "1.00"]),
    ("xml", &["<a>b</a>", "text", "<a/><b/>"]),
    ("bytea", &["", "\\x00ff", "\\xdeadbeef"]),
    ("bit(5)", &["10110", "00000"]),
    ("bit(8)", &["10110111", "00000000"]),
    ("bit varying", &["", "1", "1011011101"]),
    ("bit varying(6)", &["", "1", "101101"]),
    ("inet", &["10.0.0.1", "10.0.0.1/8", "::1", "fe80::1/64", "0.0.0.0/0"]),
    ("cidr", &["10.0.0.0/8", "::/0", "10.0.0.1/32"]),
    ("macaddr", &["08:00:2b:01:02:03"]),
    ("oid", &["0", "4294967295"]),
    ("pg_lsn", &["16/B374D848"]),
    ("colour", &["red", "green", "it's"]),
    ("shade", &["red", "blue"]),
    ("citext", &["Red", "red", "", "ab  ", "12"]),
    ("short", &["", "ab", "abc"]),
    ("positive", &["1", "2147483647"]),
    ("plain", &["", "12", "red"]),
    ("integer[]", &["{}", "{1,NULL,2147483647}", "{{1,2},{3,4}}"]),
    ("bigint[]", &["{}", "{1,NULL,9223372036854775807}", "{{1,2},{3,4}}", "[0:1]={1,2}"]),
    ("text[]", &["{}", "{red,NULL,12}", "{{a,b},{c,d}}"]),
    ("varchar(3)[]", &["{}", "{red,NULL,12}"]),
    ("colour[]", &["{}", "{red,NULL}", "{{red,green},{red,red}}"]),
    ("real[]", &["{}", "{0,-0,NaN,NULL}"]),
];

/// Random values, spread over the magnitudes of the type.
const RANDOM: &[(&str, &str)] = &[
    ("smallint", "((random() - 0.5) * 65000)::smallint"),
    ("integer", "((random() - 0.5) * power(2, 1 + random() * 31))::integer"),
    ("bigint", "((random() - 0.5) * power(2, 1 + random() * 63))::bigint"),
    ("numeric", "round(((random() - 0.5) * power(10, random() * 30))::numeric, (random() * 12)::integer)"),
    ("numeric(8,2)", "((random() - 0.5) * power(10, random() * 6))"),
    ("real", "((random() - 0.5) * power(10, (random() - 0.5) * 74))"),
    ("double precision", "((random() - 0.5) * power(10, (random() - 0.5) * 600))"),
    ("text", "left(md5(random()::text), (random() * 20)::integer)"),
    ("varchar(4)", "left(md5(random()::text), (random() * 4)::integer)"),
    ("date", "'2000-01-01'::date + ((random() - 0.5) * 1000000)::integer"),
    ("timestamp", "'2000-01-01'::timestamp + (random() - 0.5) * '1000000 days'::interval"),
    ("timestamptz", "'2000-01-01Z'::timestamptz + (random() - 0.5) * '1000000 days'::interval"),
    ("time", "'00:00'::time + random() * '24:00:00'::interval"),
    (
        "interval",
        "make_interval(0, (random() * 99)::integer, 0, (random() * 99)::integer) - random() * '999 hours'::interval",
    ),
    ("bytea", "decode(md5(random()::text), 'hex')"),
];

const PRELUDE: &str = "CREATE EXTENSION IF NOT EXISTS citext; CREATE TYPE colour AS ENUM ('red', 'green', 'it''s'); CREATE TYPE shade AS ENUM ('blue', 'red'); CREATE DOMAIN short AS text CHECK (length(VALUE) < 4) CHECK (VALUE <> 'VALUE'); CREATE DOMAIN positive AS integer CHECK (VALUE > 0); CREATE DOMAIN plain AS text;";

fn column(data_type: &str, not_null: bool) -> (Column, Catalogue) {
    let null = if not_null { " NOT NULL" } else { "" };
    let text = format!("{PRELUDE} CREATE TABLE t (v {data_type}{null});");
    let source = SourceText::new("test", text);
    let reading = read(Dialect::Postgres, &[source], &Limits::default());
    let table = reading.catalogue.tables.get(&QualifiedName::new("public", "t")).expect("the table");
    (table.columns.first().expect("the column").clone(), reading.catalogue.clone())
}

#[test]
fn no_conversion_raises_and_what_is_held_comes_back() {
    let url: EngineUrl = testkit::engine::postgres_url().expect("an engine").parse().expect("a URL");
    let server = ScratchServer::postgres(&url).expect("a server");
    let scratch = server.create("conversion").expect("a database");
    let mut admin = scratch.open_as_admin().expect("a session");
    admin.execute_all([PRELUDE, "CREATE SCHEMA migration_architect"]).expect("the types");
    // Conversions depend on no setting.
    let settings = "SET datestyle TO 'SQL, DMY'; SET timezone TO 'America/New_York'; SET intervalstyle TO 'sql_standard'; SET extra_float_digits TO 0";
    let mut problems = String::new();
    let mut pairs = 0;
    for (number, (old, values)) in TYPES.iter().enumerate() {
        fill(&mut admin, number, old, values);
        for (new, _) in TYPES.iter().filter(|(new, _)| new != old) {
            for not_null in [false, true] {
                let ((a, before), (b, after)) = (column(old, not_null), column(new, not_null));
                let Ok(conversion) = infer((&a, &before), (&b, &after)) else { continue };
                pairs += 1;
                admin.execute_all(conversion.helpers.iter().map(String::as_str).chain([settings])).expect("helpers");
                if let Err(problem) = check(&mut admin, number, new, &conversion) {
                    let _ = writeln!(problems, "{old} -> {new}: {problem}");
                }
                admin.execute("RESET ALL").expect("settings");
            }
        }
    }
    assert!(problems.is_empty(), "{} of {pairs}\n{problems}", problems.lines().count());
    assert!(pairs > 500, "only {pairs} pairs are inferred");
}

fn fill(session: &mut Session, number: usize, data_type: &str, values: &[&str]) {
    session.execute(&format!("CREATE TABLE v{number} (id serial, v {data_type})")).expect("a table");
    for value in values {
        let literal = value.replace('\'', "''");
        session.execute(&format!("INSERT INTO v{number} (v) VALUES ('{literal}')")).expect(value);
    }
    let Some((_, random)) = RANDOM.iter().find(|(it, _)| *it == data_type) else { return };
    session.execute("SELECT setseed(0.42)").expect("a seed");
    let insert = format!("INSERT INTO v{number} (v) SELECT {random} FROM generate_series(1, 40) AS n");
    session.execute(&insert).expect(data_type);
}

/// No value raises, each result is one that a column of the new type stores as it is, and the claims hold.
fn check(session: &mut Session, number: usize, new: &str, conversion: &Conversion) -> Result<(), String> {
    let up = conversion.up.of("v");
    let wrong = |error: database::Error| format!("{error}\n  {up}");
    session.execute("DROP TABLE IF EXISTS there").map_err(wrong)?;
    session.execute(&format!("CREATE TABLE there (v {new}, old integer)")).map_err(wrong)?;
    session.execute(&format!("INSERT INTO there SELECT {up}, id FROM v{number}")).map_err(wrong)?;
    let back = conversion.down.of("there.v");
    let back_equal = conversion.old_equality.of_values(&format!("({back})"), "v.v");
    let lost = format!(
        "SELECT string_agg(v.v::text, ' | ' ORDER BY v.id) FROM v{number} AS v JOIN there ON there.old = v.id WHERE NOT ({back_equal})"
    );
    let lost = session.query(&lost).map_err(wrong)?.scalar();
    if conversion.up_holds == Holds::All && lost.is_some() {
        return Err(format!("is said to hold all, but loses {}\n  {up}\n  {back}", lost.unwrap_or_default()));
    }
    let stated = conversion.lost_up("v");
    if let Some(stated) = stated {
        let stated =
            session.query(&format!("SELECT string_agg(v::text, ' | ' ORDER BY id) FROM v{number} WHERE {stated}"));
        let stated = stated.map_err(wrong)?.scalar();
        if stated != lost {
            return Err(format!("the condition finds {stated:?} where {lost:?} is lost"));
        }
    }
    let nulls =
        format!("SELECT count(*) FROM (SELECT NULL::{} AS v) AS n WHERE {up} IS NOT NULL", type_of(session, number)?);
    match session.query(&nulls).map_err(wrong)?.scalar().as_deref() {
        Some("0") => Ok(()),
        other => Err(format!("NULL does not stay NULL ({other:?})")),
    }
}

fn type_of(session: &mut Session, number: usize) -> Result<String, String> {
    let query = format!(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'v{number}'::regclass AND attname = 'v'"
    );
    session.query(&query).map_err(|error| error.to_string())?.scalar().ok_or_else(|| "no type".to_owned())
}

#[test]
fn what_widens_in_place_is_not_rewritten() {
    let url: EngineUrl = testkit::engine::postgres_url().expect("an engine").parse().expect("a URL");
    let server = ScratchServer::postgres(&url).expect("a server");
    let scratch = server.create("in_place").expect("a database");
    let mut admin = scratch.open_as_admin().expect("a session");
    admin.execute(PRELUDE).expect("the types");
    let more = [
        "varchar",
        "bpchar",
        "timestamp(6)",
        "interval day",
        "interval second(3)",
        "varchar[]",
        "numeric[]",
        "numeric(5,2)[]",
        "bit varying(4)[]",
        "bit varying[]",
        "timestamp(3)[]",
        "timestamp[]",
        "varchar(9)[]",
    ];
    let types: Vec<_> = TYPES.iter().map(|(it, _)| *it).chain(more).collect();
    let mut widened = 0;
    for old in &types {
        for new in types.iter().filter(|new| *new != old) {
            let (from, to) = (column(old, false).0.data_type, column(new, false).0.data_type);
            if !super::widens(&from, &to) {
                continue;
            }
            widened += 1;
            let node = "SELECT pg_relation_filenode('w')::text || ' ' || pg_relation_filenode('w_v')";
            admin
                .execute_all([
                    "DROP TABLE IF EXISTS w",
                    &format!("CREATE TABLE w (v {old})"),
                    "CREATE INDEX w_v ON w (v)",
                ])
                .expect(old);
            let before = admin.query(node).expect("nodes").scalar();
            admin.execute(&format!("ALTER TABLE w ALTER v TYPE {new}")).expect(new);
            assert_eq!(admin.query(node).expect("nodes").scalar(), before, "{old} to {new} is rewritten");
        }
    }
    assert!(widened > 12, "only {widened} pairs widen");
}
