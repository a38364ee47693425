//! The script, run by the clients of the engines on values that are made to break it.

use std::io::Write;
use std::process::{Command, Stdio};

use database::{Decimal, EngineKind, Instant, Session, Value};
use validation::repair::{Direction, RepairOptions, write_script};

use crate::naive::{Found, shown};
use crate::{is_mysql, pair, servers};

/// Texts that end a literal, a comment, a statement, a line, the input or the patience of some reader of SQL.
const TEXTS: &[&str] = &[
    "",
    "'",
    "''; DROP TABLE hostile; --",
    "\\",
    "\\'",
    "a\\\\n\\0\\x41",
    "\"`$$ $1 ? :name :'name' %s {{x}}",
    "-- ",
    "/* */ /*!50000 x */",
    "one\ntwo",
    "one\r\ntwo\r",
    "\r",
    "x\nDELIMITER //\n",
    "x;\n\\q\n\\! false\n",
    ";\n.quit\n/\ngo\n#",
    "\u{8}\u{1a}\t\u{7f}",
    "é e\u{301} ﬁ 😀 👩\u{200d}🚀 \u{10ffff} \u{2028}\u{feff}",
    "NULL",
    "\\N",
    "{\"a\": \"\\\"\"}",
];

fn create(session: &Session) -> String {
    let columns = match session.kind() {
        EngineKind::Postgres => {
            "id varchar(200) PRIMARY KEY, note text, raw bytea, doc jsonb, small real, ratio double precision, price numeric(20,5), at timestamp, clock time"
        }
        EngineKind::Sqlite => {
            "id varchar(200) PRIMARY KEY, note text, raw blob, doc json, small real, ratio double, price numeric, at timestamp, clock time"
        }
        _ => {
            "id varchar(200) COLLATE utf8mb4_unicode_ci PRIMARY KEY, note longtext, raw longblob, doc json, small float, ratio double, \
             price decimal(20,5), at datetime(6), clock time(6)"
        }
    };
    let kept = if is_mysql(session) { " CHARACTER SET utf8mb4" } else { "" };
    format!("CREATE TABLE hostile ({columns}){kept}")
}

/// The texts that the engine holds, those with U+0000 among them.
fn texts(session: &Session) -> Vec<String> {
    let mut texts: Vec<String> = TEXTS.iter().map(|it| (*it).to_owned()).collect();
    if session.kind() != EngineKind::Postgres {
        texts.extend(["\0".to_owned(), "a\0'b".to_owned()]);
    }
    texts
}

/// A row whose values are all made of one text and a number.
fn row(session: &Session, number: usize, text: &str) -> Vec<Value> {
    let json = if text.contains('\0') { "null".to_owned() } else { quoted_in_json(text) };
    let small = f32::from(u16::try_from(number).unwrap());
    let instant = Instant::of_micros(1_700_000_000_123_456 + i64::try_from(number).unwrap());
    let price = Decimal::parse(&format!("-{number}.10001")).unwrap();
    let is_sqlite = session.kind() == EngineKind::Sqlite;
    let mut row = vec![
        Value::Text(format!("{number} {text}")),
        Value::Text(text.to_owned()),
        Value::Bytes([text.as_bytes(), &[0, 0xff, 0x5c, 0x27, 0x0d, 0x0a]].concat()),
        Value::Json(json),
        Value::Float32(0.1 + small),
        Value::Float64(0.1 + f64::from(small)),
        Value::Decimal(price),
        Value::Timestamp(instant),
        Value::Time(1_000_001),
    ];
    if is_sqlite {
        row[4] = Value::Float64(0.1);
        row[6] = Value::Float64(0.5);
        row[7] = Value::Text("2024-02-29 12:00:00.5".into());
        row[8] = Value::Text("12:00".into());
    }
    row
}

fn quoted_in_json(text: &str) -> String {
    let escape = |letter: char| match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if letter.is_control() => format!("\\u{:04x}", u32::from(letter)),
        letter => letter.to_string(),
    };
    format!("{{\"t\": \"{}\"}}", text.chars().map(escape).collect::<String>())
}

fn insert(session: &mut Session, row: &[Value]) {
    let places: Vec<_> = match session.kind() {
        EngineKind::Postgres => (1..=row.len()).map(|place| format!("${place}")).collect(),
        _ => row.iter().map(|_| "?".to_owned()).collect(),
    };
    session.execute_with(&format!("INSERT INTO hostile VALUES ({})", places.join(", ")), row).unwrap();
}

/// Of each text a row that is missing, one that is extra, one that differs in everything, and one that becomes another text.
fn fill(source: &mut Session, target: &mut Session) {
    let texts = texts(source);
    for (number, text) in texts.iter().enumerate() {
        insert(source, &row(source, 4 * number, text));
        insert(target, &row(target, 4 * number + 1, text));
        let (one, mut other) = (row(source, 4 * number + 2, text), row(source, 4 * number + 3, "other"));
        other[0] = one[0].clone();
        insert(source, &one);
        insert(target, &other);
        let (mut one, other) = (row(source, 4 * number + 3, "other"), row(source, 4 * number + 3, text));
        one[0] = other[0].clone();
        insert(source, &one);
        insert(target, &other);
    }
}

/// The client of the engine, to which the script is given as it is; none where it is not installed.
fn client(kind: EngineKind, url: &str) -> Option<Command> {
    let (name, arguments): (_, Vec<String>) = match kind {
        EngineKind::Postgres => {
            ("psql", vec!["-XqAt".into(), "-v".into(), "ON_ERROR_STOP=1".into(), "-d".into(), url.into()])
        }
        EngineKind::Sqlite => {
            ("sqlite3", vec!["-batch".into(), "-bail".into(), url.trim_start_matches("sqlite:").into()])
        }
        _ => {
            let (server, database) = url.split_once("://").unwrap().1.rsplit_once('/').unwrap();
            let (user, host) = server.split_once('@').unwrap();
            let (host, port) = host.split_once(':').unwrap();
            ("mariadb", [format!("-u{user}"), format!("-h{host}"), format!("-P{port}"), database.to_owned()].to_vec())
        }
    };
    Command::new(name).arg("--version").stdout(Stdio::null()).status().ok()?;
    let mut command = Command::new(name);
    // Neither what the locale says nor a server's mode changes what the script means.
    command
        .args(arguments)
        .env("LC_ALL", "C")
        .env("PGCLIENTENCODING", "LATIN1")
        .env("PGOPTIONS", "-c standard_conforming_strings=off");
    Some(command)
}

fn run(mut client: Command, script: &[u8]) {
    let mut child = client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(script).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{client:?}: {said}");
}

#[test]
fn the_client_of_the_engine_runs_the_script_as_it_is() {
    for server in servers() {
        let mut pair = pair(&server, "SELECT 1");
        for session in [&mut pair.source, &mut pair.target] {
            let create = create(session);
            session.execute(&create).unwrap();
        }
        fill(&mut pair.source, &mut pair.target);
        let (kind, count) = (pair.target.kind(), texts(&pair.target).len());
        let Some(client) = client(kind, &pair.target_url) else {
            println!("{kind}: its client is not installed");
            continue;
        };
        let options = RepairOptions::new(Direction::SourceToTarget).deleting_extra().with_batch(7);
        let mut found = Found::new(&mut pair.source, &mut pair.target, &["hostile"]);
        let mut script = Vec::new();
        write_script(&mut found.plan(kind, &options), &mut script).unwrap();
        let text = String::from_utf8_lossy(&script);
        assert!(
            text.contains(&format!("{count} to insert, {} to update, {count} to delete, 0 left", 2 * count)),
            "{text}"
        );
        run(client, &script);
        assert_eq!(shown(&mut pair.source, "hostile"), shown(&mut pair.target, "hostile"), "{kind}");
    }
}
