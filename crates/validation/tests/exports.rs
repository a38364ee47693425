//! What other programs write into CSV, PostgreSQL's own `COPY` first: equal to the table, and one changed value is found in its
//! column.

use std::path::PathBuf;
use std::process::Command;

use database::{Decimal, EngineUrl, Instant, Session, Value, ValueKind};
use testkit::engine::Binaries;
use validation::rows::{FilePlace, Place, RowsOptions, open_pair};
use validation::{
    CompareOptions, CsvOptions, Difference, DifferenceKind, Field, MemorySide, Selection, StrategyChoice, Verdict,
    Wanted, compare,
};

/// Name and type of a column, three values that it has at first, NULL besides, and one that takes the place of the first later, in SQL.
const COLUMNS: &[(&str, &str, [&str; 3], &str)] = &[
    ("small", "smallint", ["7", "0", "-32768"], "8"),
    ("int", "integer", ["7", "0", "-2147483648"], "8"),
    ("big", "bigint", ["0", "-1", "9223372036854775807"], "1"),
    ("number", "numeric", ["1.500", "'Infinity'", "'NaN'"], "1.50000000000000000001"),
    ("money_", "numeric(12,2)", ["0", "-0.01", "0.10"], "0.01"),
    ("real_", "real", ["0.1", "'-Infinity'", "3.4028235e38"], "0.10000001"),
    ("double_", "double precision", ["0.1", "'NaN'", "1e-300"], "0.1000000000000001"),
    ("bool_", "boolean", ["true", "false", "true"], "false"),
    ("text_", "text", ["''", "'NULL'", "E'a,\"b\"\\nc\\\\N'"], "' '"),
    ("odd", "text", ["'\\x41'", "'\\N'", "'{1,2}'"], "'A'"),
    ("name_", "varchar(40)", ["'é 😀'", "E'e\\u0301'", "'\\.'"], "'e'"),
    ("code", "char(6)", ["'ab'", "''", "'abcdef'"], "'abc'"),
    ("bytes", "bytea", ["'\\x00ff'", "''", "'\\x5c7841'"], "'\\x00fe'"),
    ("day", "date", ["'9999-12-31'", "'infinity'", "'0044-03-15 BC'"], "'9999-12-30'"),
    ("clock", "time", ["'12:30'", "'00:00:00.000001'", "'24:00'"], "'12:30:00.000001'"),
    ("clock_zone", "timetz", ["'10:00+00'", "'10:00:00.5-03:30'", "'24:00+14'"], "'10:00+01'"),
    ("moment", "timestamp", ["'2024-02-29 23:59:59.999999'", "'-infinity'", "'0001-01-01 00:00 BC'"], "'2024-02-29'"),
    (
        "instant",
        "timestamptz",
        ["'2024-02-29 10:00+05:30'", "'infinity'", "'0044-03-15 10:00+00 BC'"],
        "'2024-02-29 10:00+05:31'",
    ),
    ("span", "interval", ["'0'", "'-1 mon'", "'1 year 2 mons -3 days 04:05:06.5'"], "'30 days'"),
    (
        "id_",
        "uuid",
        [
            "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
            "'00000000-0000-0000-0000-000000000000'",
            "'0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'",
        ],
        "'ffffffff-ffff-ffff-ffff-fffffffffffe'",
    ),
    (
        "json_",
        "json",
        ["'{\"a\": 1.0, \"b\": [null, \"x,\\\"y\"]}'", "'null'", "'\"\"'"],
        "'{\"a\": 1.1, \"b\": [null, \"x,\\\"y\"]}'",
    ),
    ("jsonb_", "jsonb", ["'0.1'", "'[]'", "'{\"b\": 1e2, \"a\": {}}'"], "'0.10000000000000000001'"),
    ("ints", "integer[]", ["'{1,2,NULL}'", "'{}'", "'{{1,2},{3,4}}'"], "'{1,2,3}'"),
    (
        "texts",
        "text[]",
        ["ARRAY['a b', NULL, 'NULL', '', 'q\"\\,{}']", "'{}'", "'[0:1]={x,y}'"],
        "ARRAY['a b', 'NULL', 'NULL', '', 'q\"\\,{}']",
    ),
    ("numbers", "numeric[]", ["'{1.50,NaN}'", "'{0.1}'", "'{}'"], "'{1.51,NaN}'"),
    ("doubles", "double precision[]", ["'{0.1,-0,Infinity}'", "'{1e300}'", "'{}'"], "'{0.1,0,Infinity}'"),
    ("bools", "boolean[]", ["'{t}'", "'{}'", "'{t,f,NULL}'"], "'{f}'"),
    (
        "blobs",
        "bytea[]",
        ["ARRAY['\\x00'::bytea, '\\x5c']", "'{}'", "ARRAY[''::bytea]"],
        "ARRAY['\\x01'::bytea, '\\x5c']",
    ),
    (
        "instants",
        "timestamptz[]",
        ["ARRAY['2024-02-29 10:00+00'::timestamptz, NULL]", "'{infinity}'", "'{}'"],
        "ARRAY['2024-02-29 10:01+00'::timestamptz, NULL]",
    ),
    ("days", "date[]", ["'{2024-02-29,NULL}'", "'{}'", "'{infinity}'"], "'{2024-02-28,NULL}'"),
    (
        "ids",
        "uuid[]",
        ["'{0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0}'", "'{}'", "'{NULL}'"],
        "'{0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f1}'",
    ),
    ("mood_", "mood", ["'calm'", "'it''s'", "'a,b'"], "'loud'"),
    ("range_", "int4range", ["'[1,5)'", "'empty'", "'(,3)'"], "'[1,6)'"),
    ("host", "inet", ["'10.0.0.1'", "'::1/64'", "'10.0.0.0/8'"], "'10.0.0.2'"),
    ("mac", "macaddr", ["'08:00:2b:01:02:03'", "'00:00:00:00:00:00'", "'ff:ff:ff:ff:ff:ff'"], "'08:00:2b:01:02:04'"),
    ("point_", "point", ["'(1,2)'", "'(0.1,-0)'", "'(1e300,0)'"], "'(1,3)'"),
    ("bits", "bit(4)", ["'0101'", "'0000'", "'1111'"], "'0111'"),
    ("words", "tsvector", ["'a fat:2 cat:3'", "''", "'x:1A'"], "'a fat:2 dog:3'"),
    ("xml_", "xml", ["'<a b=\"c\">d</a>'", "''", "'x'"], "'<a b=\"c\">e</a>'"),
];

/// A database of our own, and a folder; gone when this is.
struct Scratch {
    server: EngineUrl,
    name: String,
    url: String,
    folder: PathBuf,
}

impl Scratch {
    fn new(name: &str) -> Self {
        let Ok(server) = std::env::var("MIGRATION_ARCHITECT_POSTGRES_URL") else {
            panic!(
                "MIGRATION_ARCHITECT_POSTGRES_URL is not set: run the tests with `cargo xtask test`, which starts a server"
            );
        };
        let name = format!("ma_exports_{name}_{}", std::process::id());
        let (base, rest) = server.rsplit_once('/').unwrap();
        let query = rest.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
        let (url, server): (String, EngineUrl) = (format!("{base}/{name}{query}"), server.parse().unwrap());
        Session::open(&server).unwrap().execute(&format!("CREATE DATABASE {name}")).unwrap();
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        Self { server, name, url, folder }
    }

    fn run(&self, sql: &str) {
        Session::open(&self.url.parse().unwrap()).unwrap().execute(sql).unwrap();
    }

    /// What `psql` says to a statement, written to a file.
    fn write(&self, statement: &str, file: &str) -> PathBuf {
        let output = Command::new(psql())
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, &self.url])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let path = self.folder.join(file);
        std::fs::write(&path, output.stdout).unwrap();
        path
    }

    /// What is different between the table and a file of it.
    fn differences(&self, file: &FilePlace) -> (Verdict, Vec<Difference>, Vec<String>) {
        let table = Place::Table(self.url.parse().unwrap(), "kinds".to_owned());
        let wanted = Wanted::default().with_key(["id"]);
        let (mut source, mut target) =
            open_pair(&table, &Place::File(file.clone()), &RowsOptions::new(wanted)).unwrap();
        let names = source.selection().fields.iter().map(|it| it.name.clone()).collect();
        let mut found: Vec<Difference> = Vec::new();
        let options = CompareOptions::default().with_strategy(StrategyChoice::Buckets);
        let comparison = compare(source.as_mut(), target.as_mut(), &options, &mut found).unwrap();
        (comparison.verdict(), found, names)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Ok(mut session) = Session::open(&self.server) {
            let _ = session.execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

/// Where `psql` is; the servers of npm come without it.
fn psql() -> PathBuf {
    let beside_the_server = Binaries::find(None).ok().map(|binaries| binaries.program("psql"));
    let runs = |program: &PathBuf| Command::new(program).arg("--version").output().is_ok_and(|it| it.status.success());
    let found = beside_the_server.into_iter().chain([PathBuf::from("psql")]).find(runs);
    found.expect("`psql` writes the files, and there is none: install postgresql-client")
}

/// A table with a row for each of the three values, and one of NULL.
fn filled(scratch: &Scratch) {
    scratch.run("CREATE TYPE mood AS ENUM ('calm', 'loud', 'it''s', 'a,b')");
    let columns: String = COLUMNS.iter().map(|(name, of, ..)| format!(", {name} {of}")).collect();
    scratch.run(&format!("CREATE TABLE kinds (id bigint PRIMARY KEY{columns})"));
    for row in 0..3 {
        let values: String = COLUMNS.iter().map(|(.., values, _)| format!(", {}", values[row])).collect();
        scratch.run(&format!("INSERT INTO kinds VALUES ({row}{values})"));
    }
    scratch.run("INSERT INTO kinds (id) VALUES (3)");
}

/// One value changed after the other, and set back.
fn each_change_is_found(scratch: &Scratch, file: &FilePlace) {
    let (verdict, found, names) = scratch.differences(file);
    let shown: Vec<_> = found.iter().map(|it| columns_of(it, &names)).collect();
    assert_eq!(verdict, Verdict::Equal, "{shown:?}");
    for (name, _, values, changed) in COLUMNS {
        for (row, now, before) in [(0, *changed, values[0]), (1, "NULL", values[1]), (3, values[2], "NULL")] {
            scratch.run(&format!("UPDATE kinds SET {name} = {now} WHERE id = {row}"));
            let (_, found, names) = scratch.differences(file);
            let told: Vec<_> = found.iter().map(|it| (it.kind, columns_of(it, &names))).collect();
            assert_eq!(told, [(DifferenceKind::Mismatched, vec![(*name).to_owned()])], "{name}: {before} to {now}");
            scratch.run(&format!("UPDATE kinds SET {name} = {before} WHERE id = {row}"));
        }
    }
}

fn columns_of(difference: &Difference, names: &[String]) -> Vec<String> {
    difference.columns.iter().map(|it| names[*it].clone()).collect()
}

#[test]
fn csv_of_postgres_is_its_table() {
    let scratch = Scratch::new("csv");
    filled(&scratch);
    let path = scratch.write("COPY kinds TO STDOUT (FORMAT csv, HEADER)", "kinds.csv");
    each_change_is_found(&scratch, &FilePlace::csv(path, CsvOptions::default()));
}

#[test]
fn text_of_postgres_is_its_table() {
    let scratch = Scratch::new("text");
    filled(&scratch);
    let path = scratch.write("COPY kinds TO STDOUT (FORMAT text)", "kinds.txt");
    let header = scratch.write("COPY kinds TO STDOUT (FORMAT csv, HEADER)", "header.csv");
    let names = std::fs::read_to_string(header).unwrap().lines().next().unwrap().replace(',', "\t");
    let rows = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{names}\n{rows}")).unwrap();
    let file = format!("csv:{}?delimiter=tab&quote=none&escape=\\&null=\\N", path.display()).parse().unwrap();
    let (verdict, found, names) = scratch.differences(&file);
    let shown: Vec<_> = found.iter().map(|it| columns_of(it, &names)).collect();
    assert_eq!(verdict, Verdict::Equal, "{shown:?}");
}

/// A file of one column, as a program writes it, against values of a kind.
fn equal(options: &str, spelled: &str, kind: &ValueKind, value: &Value) -> bool {
    let folder = std::env::temp_dir().join(format!("ma_exports_one_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("one.csv");
    std::fs::write(&path, format!("id,v\n1,{spelled}\n")).unwrap();
    let file: FilePlace = format!("{}{options}", path.display()).parse().unwrap();
    let field = |name: &str| Field { name: name.to_owned(), column: Some(name.to_owned()), expression: None };
    let selection = Selection { fields: vec![field("id"), field("v")], key: vec![0], filter: None };
    let mut source = Place::File(file).side(selection, &validation::EngineOptions::default()).unwrap();
    let columns = [("id", ValueKind::Integer), ("v", kind.clone())];
    let rows = vec![vec![Value::Integer(1), value.clone()]];
    let mut target = MemorySide::new("memory", &columns, &[0], rows);
    let comparison = compare(source.as_mut(), &mut target, &CompareOptions::default(), &mut ()).unwrap();
    comparison.verdict() == Verdict::Equal
}

#[test]
fn spellings_of_other_programs_are_the_values() {
    let decimal = |text: &str| Value::Decimal(Decimal::parse(text).unwrap());
    let at = |micros: i64| Value::Timestamp(Instant::of_micros(micros));
    let new_year = 1_704_067_200_000_000;
    let mysql = "?escape=\\&null=\\N";
    for (options, spelled, kind, value, other) in [
        // pandas: integers beside NULL are floats, truth values begin with a capital.
        ("", "1.0", ValueKind::Integer, Value::Integer(1), Value::Integer(2)),
        ("", "True", ValueKind::Bool, Value::Bool(true), Value::Bool(false)),
        ("", "1e+20", ValueKind::Decimal(None), decimal("100000000000000000000"), decimal("100000000000000000001")),
        ("", "2024-01-01 00:00:00+00:00", ValueKind::TimestampTz(None), at(new_year), at(new_year + 1)),
        (
            "",
            "1 days 04:05:06",
            ValueKind::Interval,
            Value::Interval { months: 0, days: 1, micros: 14_706_000_000 },
            Value::Null,
        ),
        // DuckDB: milliseconds of midnight, lists in brackets.
        ("", "2024-01-01 00:00:00.000", ValueKind::Timestamp(None), at(new_year), at(new_year + 1000)),
        ("", "2024-01-01 00:00:00", ValueKind::Date, Value::Date(19_723), Value::Date(19_724)),
        (
            "",
            "\"[1, 2]\"",
            ValueKind::Array(Box::new(ValueKind::Integer)),
            Value::Array(vec![Value::Integer(1), Value::Integer(2)]),
            Value::Null,
        ),
        ("", "inf", ValueKind::Float64, Value::Float64(f64::INFINITY), Value::Float64(0.0)),
        // mysqldump and SELECT … INTO OUTFILE: NULL is \N, and a backslash stands before what means something.
        (mysql, "\\N", ValueKind::Text, Value::Null, Value::Text("\\N".into())),
        (mysql, "\"\\\\N\"", ValueKind::Text, Value::Text("\\N".into()), Value::Null),
        (mysql, "\"a\\\"b\\0\"", ValueKind::Text, Value::Text("a\"b\0".into()), Value::Text("a\"b0".into())),
        (mysql, "", ValueKind::Text, Value::Text(String::new()), Value::Null),
        ("", "\\N", ValueKind::Text, Value::Text("\\N".into()), Value::Null),
        // Bytes are hexadecimal digits behind \x, else the text's own.
        ("", "\\x6869", ValueKind::Bytes, Value::Bytes(b"hi".to_vec()), Value::Bytes(b"\\x6869".to_vec())),
        ("", "hi", ValueKind::Bytes, Value::Bytes(b"hi".to_vec()), Value::Bytes(b"ho".to_vec())),
        ("", "\\x6869", ValueKind::Text, Value::Text("\\x6869".into()), Value::Text("hi".into())),
    ] {
        assert!(equal(options, spelled, &kind, &value), "{spelled} is {value:?}");
        assert!(!equal(options, spelled, &kind, &other), "{spelled} is not {other:?}");
    }
}
