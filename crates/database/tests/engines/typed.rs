//! Typed rows and parameters on real engines.

use std::ops::ControlFlow;

use database::{Aggregate, Decimal, ErrorKind, Instant, Result, Session, SnapshotOptions, Value};

/// All rows of a query.
pub(crate) fn rows(session: &mut Session, sql: &str, parameters: &[Value]) -> Result<Vec<Vec<Value>>> {
    let mut all = Vec::new();
    session.stream(sql, parameters, &mut |row| -> Result<_> {
        all.push(row.to_vec());
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(all)
}

/// The only value of a query.
pub(crate) fn value(session: &mut Session, sql: &str) -> Value {
    rows(session, sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error}")).concat().remove(0)
}

pub(crate) fn decimal(text: &str) -> Value {
    Value::Decimal(Decimal::parse(text).unwrap())
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub(crate) fn other(text: &str) -> Value {
    Value::Other(text.into())
}

/// SQL of PostgreSQL and what it has to come out as.
fn postgres_values() -> Vec<(&'static str, Value)> {
    let micros = Instant::of_micros;
    vec![
        ("true", Value::Bool(true)),
        ("(-32768)::int2", Value::Integer(-32768)),
        ("2147483647", Value::Integer(2_147_483_647)),
        ("(-9223372036854775808)::int8", Value::Integer(i64::MIN.into())),
        ("4294967295::oid", Value::Integer(4_294_967_295)),
        ("1.50::numeric", decimal("1.50")),
        ("'-0.00000000000000000001'::numeric", decimal("-0.00000000000000000001")),
        ("'99999999999999999999999999999999999999'::numeric", decimal("99999999999999999999999999999999999999")),
        ("1e-9::numeric(20,12)", decimal("0.000000001000")),
        ("'NaN'::numeric", decimal("NaN")),
        ("'-Infinity'::numeric", decimal("-Infinity")),
        ("0.1::float4", Value::Float32(0.1)),
        ("0.1::float8", Value::Float64(0.1)),
        ("'-0'::float8", Value::Float64(-0.0)),
        ("'Infinity'::float8", Value::Float64(f64::INFINITY)),
        ("'e\u{301} 😀 NULL \\N'::text", text("e\u{301} 😀 NULL \\N")),
        ("''::varchar(3)", text("")),
        ("'ab'::char(4)", text("ab")),
        ("'x'::\"char\"", text("x")),
        ("'n'::name", text("n")),
        ("'<a/>'::xml", text("<a/>")),
        ("'\\x00ff5c'::bytea", Value::Bytes(vec![0, 0xff, 0x5c])),
        ("'{\"a\": 1.0}'::json", Value::Json("{\"a\": 1.0}".into())),
        ("'{\"b\":1.0,\"a\":2}'::jsonb", Value::Json("{\"a\": 2, \"b\": 1.0}".into())),
        ("'0001-01-01'::date", Value::Date(-719_162)),
        ("'0044-03-15 BC'::date", Value::Date(-735_160)),
        ("'5874897-12-31'::date", Value::Date(2_145_042_905)),
        ("'infinity'::date", Value::Date(i32::MAX)),
        ("'24:00:00'::time", Value::Time(86_400_000_000)),
        ("'12:00:00.000001-05:30'::timetz", Value::TimeTz(43_200_000_001, -19_800)),
        ("'1969-12-31 23:59:59.999999'::timestamp", Value::Timestamp(micros(-1))),
        ("'294276-12-31 23:59:59.999999'::timestamp", other("294276-12-31 23:59:59.999999")),
        ("'-infinity'::timestamp", Value::Timestamp(micros(i64::MIN))),
        ("'1970-01-01 01:00:00+01'::timestamptz", Value::TimestampTz(micros(0))),
        ("'0001-01-01 00:00:00+00 BC'::timestamptz", Value::TimestampTz(micros(-62_167_219_200_000_000))),
        ("'1 mon -2 days 00:00:00.5'::interval", Value::Interval { months: 1, days: -2, micros: 500_000 }),
        (
            "'00112233-4455-6677-8899-aabbccddeeff'::uuid",
            Value::Uuid(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff_u128.to_be_bytes()),
        ),
        ("'{1,NULL,3}'::int4[]", Value::Array(vec![Value::Integer(1), Value::Null, Value::Integer(3)])),
        (
            "'{{a,b},{NULL,\"NULL\"}}'::text[]",
            Value::Array(vec![Value::Array(vec![text("a"), text("b")]), Value::Array(vec![Value::Null, text("NULL")])]),
        ),
        ("'{}'::int8[]", Value::Array(vec![])),
        ("'[0:1]={1,2}'::int4[]", other("[0:1]={\"1\",\"2\"}")),
        ("'{1.0,1.00}'::numeric[]", Value::Array(vec![decimal("1.0"), decimal("1.00")])),
        ("'happy'::mood", text("happy")),
        ("'{sad,happy}'::mood[]", Value::Array(vec![text("sad"), text("happy")])),
        ("7::positive", Value::Integer(7)),
        ("'[1,5)'::int4range", other("[1,5)")),
        ("'{[1,3),[5,7)}'::int4multirange", other("{[1,3),[5,7)}")),
        ("ROW(1, 'a,b')::pair", other("(1,\"a,b\")")),
        ("ARRAY[ROW(1, 'x')::pair]", Value::Array(vec![other("(1,x)")])),
        ("'(1.5,2)'::point", other("(1.5,2)")),
        ("ARRAY['(1,2),(0,0)'::box]", Value::Array(vec![other("(1,2),(0,0)")])),
        ("'192.168.0.1/24'::inet", other("192.168.0.1/24")),
        ("'08:00:2b:01:02:03'::macaddr", other("08:00:2b:01:02:03")),
        ("B'101'", other("101")),
        ("12.34::money", other("$12.34")),
        ("'a & b'::tsquery", other("'a' & 'b'")),
        ("'0/16B3748'::pg_lsn", other("0/16B3748")),
        ("'pg_class'::regclass", other("pg_class")),
    ]
}

const TYPES: &str = "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN positive AS int CHECK (value > 0); \
     CREATE TYPE pair AS (a int, b text)";

#[test]
fn every_type_of_postgres_is_decoded_streamed_and_copied() {
    let scratch = crate::postgres().create("types").unwrap();
    let mut session = scratch.open().unwrap();
    session.execute(TYPES).unwrap();
    session.execute("SET lc_monetary = 'en_US.UTF-8'").or_else(|_| session.execute("SET lc_monetary = 'C'")).unwrap();
    for (sql, expected) in postgres_values() {
        let query = format!("SELECT {sql}");
        assert_eq!(format!("{:?}", value(&mut session, &query)), format!("{expected:?}"), "{sql}");
        let mut copied = Vec::new();
        session
            .copy_out(&query, &mut |row| -> Result<_> {
                copied.push(row.to_vec());
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
        assert_eq!(format!("{copied:?}"), format!("{:?}", [[expected]]), "{sql}");
    }
}

#[test]
fn every_value_goes_back_into_postgres_as_a_parameter() {
    let scratch = crate::postgres().create("parameters").unwrap();
    let mut session = scratch.open().unwrap();
    session.execute(TYPES).unwrap();
    session
        .execute("SET IntervalStyle = 'sql_standard'; SET DateStyle = 'SQL, DMY'; SET TimeZone = 'Asia/Tokyo'")
        .unwrap();
    for (sql, _) in postgres_values() {
        let decoded = value(&mut session, &format!("SELECT {sql}"));
        session.execute(&format!("CREATE TABLE kept AS SELECT {sql} AS v; TRUNCATE kept")).unwrap();
        assert_eq!(
            session.execute_with("INSERT INTO kept VALUES ($1)", std::slice::from_ref(&decoded)).unwrap(),
            1,
            "{sql}"
        );
        assert_eq!(format!("{:?}", value(&mut session, "SELECT v FROM kept")), format!("{decoded:?}"), "{sql}");
        let same = format!("SELECT v::text = ({sql})::text FROM kept");
        assert_eq!(value(&mut session, &same), Value::Bool(true), "{sql}");
        session.execute("DROP TABLE kept").unwrap();
    }
}

#[test]
fn values_of_sqlite_come_as_what_they_are() {
    let scratch = crate::sqlite().create("types").unwrap();
    let mut session = scratch.open().unwrap();
    session.execute("CREATE TABLE t (a INTEGER, b DATETIME, c, d BOOLEAN)").unwrap();
    session
        .execute("INSERT INTO t VALUES ('word', '2024-01-01', x'00ff', 1), (NULL, 1.5, -0.0, 9223372036854775807)")
        .unwrap();
    let found = rows(&mut session, "SELECT * FROM t", &[]).unwrap();
    assert_eq!(found[0], [text("word"), text("2024-01-01"), Value::Bytes(vec![0, 255]), Value::Integer(1)]);
    assert_eq!(found[1], [Value::Null, Value::Float64(1.5), Value::Float64(0.0), Value::Integer(i64::MAX.into())]);
    let values = [Value::Integer(i64::MAX.into()), decimal("1.10"), Value::Bytes(vec![1]), Value::Null];
    assert_eq!(session.execute_with("INSERT INTO t VALUES (?, ?, ?, ?)", &values).unwrap(), 1);
    assert_eq!(session.execute_with("DELETE FROM t WHERE a = ?", &[text("nobody")]).unwrap(), 0);
    assert_eq!(session.execute_with("SELECT * FROM t", &[]).unwrap(), 3);
}

#[test]
fn sqlite_calls_functions_of_ours() {
    let scratch = crate::sqlite().create("function").unwrap();
    let mut session = scratch.open().unwrap();
    session.register_function("width", |values| Value::Integer(values.len() as i128)).unwrap();
    assert_eq!(value(&mut session, "SELECT width(1, 'a', NULL)"), Value::Integer(3));
    assert_eq!(value(&mut session, "SELECT width(1, width('a', width()))"), Value::Integer(2), "one in another");
    session.register_function("width", |values| values[0].clone()).unwrap();
    assert_eq!(value(&mut session, "SELECT width(x'00ff')"), Value::Bytes(vec![0, 255]), "registered anew");
    session.execute("CREATE VIEW of_ours AS SELECT width(1)").unwrap();
    assert!(session.query("SELECT * FROM of_ours").is_err(), "nothing stored calls it");
}

/// Keeps the arguments of all rows.
struct Together(Vec<Value>);

impl Aggregate for Together {
    fn add(&mut self, arguments: &[Value]) {
        self.0.extend_from_slice(arguments);
    }

    fn finish(self) -> Value {
        text(&format!("{:?}", self.0))
    }
}

#[test]
fn sqlite_calls_aggregates_of_ours() {
    let scratch = crate::sqlite().create("aggregate").unwrap();
    let mut session = scratch.open().unwrap();
    session.register_aggregate("together", || Together(Vec::new())).unwrap();
    session.execute("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, x'00'), (1, NULL)").unwrap();
    let groups = rows(&mut session, "SELECT together(b, a) FROM t GROUP BY a ORDER BY a", &[]).unwrap().concat();
    assert_eq!(groups, ["[Text(\"x\"), Integer(1), Null, Integer(1)]", "[Bytes([0]), Integer(2)]"].map(text));
    assert_eq!(value(&mut session, "SELECT together(a) FROM t WHERE a > 2"), Value::Null, "no row");
}

#[test]
fn other_engines_call_no_functions_of_ours() {
    let scratch = crate::postgres().create("function").unwrap();
    let mut session = scratch.open().unwrap();
    let refused = session.register_function("width", |_| Value::Null).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Unsupported);
    let refused = session.register_aggregate("together", || Together(Vec::new())).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Unsupported);
}

#[test]
fn a_snapshot_sees_one_state_and_writes_nothing() {
    for server in [crate::postgres(), crate::sqlite()] {
        let scratch = server.create("snapshot").unwrap();
        let (mut reader, mut writer) = (scratch.open().unwrap(), scratch.open().unwrap());
        if server.dialect() == schema_diff::Dialect::Sqlite {
            writer.execute("PRAGMA journal_mode = WAL").unwrap();
        }
        writer.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").unwrap();
        reader.begin_snapshot(&SnapshotOptions::default()).unwrap();
        writer.execute("INSERT INTO t VALUES (2)").unwrap();
        let count = "SELECT count(*) FROM t";
        assert_eq!(value(&mut reader, count), Value::Integer(1));
        if let Some(name) = reader.export_snapshot().unwrap() {
            let mut second = scratch.open().unwrap();
            second.begin_snapshot(&SnapshotOptions::default().join(name)).unwrap();
            assert_eq!(value(&mut second, count), Value::Integer(1));
        }
        assert!(reader.execute("INSERT INTO t VALUES (3)").is_err());
        reader.end_snapshot().unwrap();
        assert_eq!(value(&mut reader, count), Value::Integer(2));
        reader.execute("INSERT INTO t VALUES (3)").unwrap();
    }
}

#[test]
fn a_statement_that_takes_too_long_is_a_timeout() {
    let scratch = crate::postgres().create("slow").unwrap();
    let mut session = scratch.open().unwrap();
    let options = SnapshotOptions::default().statement_timeout(std::time::Duration::from_millis(50));
    session.begin_snapshot(&options).unwrap();
    let error = rows(&mut session, "SELECT pg_sleep(10)", &[]).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Timeout, Some("57014")));
}

#[test]
fn an_error_of_the_caller_ends_the_rows_and_the_session_goes_on() {
    for server in [crate::postgres(), crate::sqlite()] {
        let scratch = server.create("stop").unwrap();
        let mut session = scratch.open().unwrap();
        session.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2), (3)").unwrap();
        let mut seen = 0;
        let stopped = session.stream("SELECT a FROM t", &[], &mut |_| {
            seen += 1;
            if seen == 2 { Err(session_error()) } else { Ok(ControlFlow::Continue(())) }
        });
        assert_eq!((stopped.unwrap_err().kind(), seen), (ErrorKind::Url, 2));
        assert_eq!(value(&mut session, "SELECT count(*) FROM t"), Value::Integer(3));
        let error = rows(&mut session, "SELECT a FROM t", &[Value::Null]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidValue);
    }
}

/// Any error that the engine would not give.
fn session_error() -> database::Error {
    "nothing".parse::<database::EngineUrl>().unwrap_err()
}

#[test]
fn a_session_that_is_ended_by_the_server_is_unreachable() {
    let scratch = crate::postgres().create("ended").unwrap();
    let (mut session, mut other) = (scratch.open().unwrap(), scratch.open().unwrap());
    let pid = session.backend_pid().unwrap().unwrap();
    other.execute(&format!("SELECT pg_terminate_backend({pid})")).unwrap();
    let error = rows(&mut session, "SELECT 1", &[]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
    let error = session.copy_out("SELECT 1", &mut |_| -> Result<_> { Ok(ControlFlow::Continue(())) }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
}
