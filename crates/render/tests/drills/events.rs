//! The drill of event sourcing: the store that leaves with a plan is made, filled from the tables that were there, written to,
//! replayed into tables, from the beginning and from snapshots, and taken away.

use std::process::Command;

use testkit::engine::{Binaries, Postgres};

use crate::bench::{ends, has, plan, write};

const LIBRARY: &str = "
id: library
type: database
pattern: event_sourcing
source: PostgreSQL 15, tables of the library
target: PostgreSQL 15, events of the library
tables: [{name: books, rows: 50, size: 1 MB}, {name: Late Fees, rows: 20, size: 1 MB}]
data: {event_store: library_events}
";

const TABLES: &str = "
    CREATE TABLE books (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text, shelf text, upper text GENERATED ALWAYS AS (upper(title)) STORED);
    CREATE TABLE \"Late Fees\" (book int, day date, cents int, told timestamptz, PRIMARY KEY (book, day));";

const ROWS: &str = "
    INSERT INTO books (title, shelf) SELECT E'it''s \\\\ ' || n, 'A' FROM generate_series(1, 50) AS n;
    INSERT INTO \"Late Fees\" SELECT n, date '2026-03-01' + n, 10 * n, timestamptz '2026-03-01 12:00+01' FROM generate_series(1, 20) AS n;";

fn dsn(server: &Postgres, database: &str) -> String {
    format!("host=127.0.0.1 port={} user=postgres dbname={database}", server.port())
}

fn asked(dsn: &str, statement: &str) -> Option<String> {
    let arguments = ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", dsn, "-c", statement];
    let output = Command::new("psql").args(arguments).output().unwrap();
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

const ALL: &str = "SELECT (SELECT md5(string_agg(t::text, ';' ORDER BY id)) FROM books t) || (SELECT md5(string_agg(f::text, ';' ORDER BY book)) FROM \"Late Fees\" f)";

#[test]
fn events_are_written_replayed_and_give_the_tables() {
    let server = Postgres::start(&Binaries::find(None).unwrap()).unwrap();
    let (source, target) = (dsn(&server, "old"), dsn(&server, "new"));
    for database in ["old", "new"] {
        asked(&dsn(&server, "postgres"), &format!("CREATE DATABASE {database}")).unwrap();
        asked(&dsn(&server, database), TABLES).unwrap();
    }
    asked(&source, ROWS).unwrap();
    let ask = |statement: &str| asked(&target, statement).unwrap_or_else(|| panic!("refused: {statement}"));
    let folder = server.folder().join("artefacts");
    write(&plan(LIBRARY), &folder);
    let run = |word: &str, code: i32| {
        let mut command = Command::new("bash");
        command.arg(folder.join("library/events/replay.sh")).arg(word);
        ends(command.env("SOURCE_URL", &source).env("TARGET_URL", &target), code)
    };
    run("store", 0);
    run("store", 0);
    run("origin", 0);
    run("origin", 0);
    assert_eq!(ask("SELECT count(*) || ' ' || max(position) FROM library_events"), "70 70");
    run("replay", 0);
    assert_eq!(Some(ask(ALL)), asked(&source, ALL), "the tables are those of the source");

    // Writers give positions back with their transactions, and one of two that know the same version is refused.
    let append = |stream: &str, version: u32, event: &str, schema: u32, payload: &str| {
        asked(
            &target,
            &format!("SELECT library_events_append('{stream}', {version}, '{event}', '{payload}', {schema})"),
        )
    };
    assert_eq!(append("books:3", 1, "books.moved", 1, r#"{"to": "B"}"#).as_deref(), Some("71"));
    assert_eq!(append("books:3", 1, "books.moved", 1, r#"{"to": "C"}"#), None);
    assert_eq!(append("books:3", 2, "books.moved", 2, r#"{"shelf": "D"}"#).as_deref(), Some("72"));
    assert_eq!(append("books:4", 1, "books.deleted", 1, "{}").as_deref(), Some("73"));
    for refused in ["UPDATE library_events SET payload = '{}'", "DELETE FROM library_events", "TRUNCATE library_events"]
    {
        assert_eq!(asked(&target, refused), None, "{refused}");
    }
    let status = run("status", 0);
    assert!(status.contains("positions without an event|0") && status.contains("old tables|2"), "{status}");
    ask(
        "INSERT INTO compensations VALUES ('books.moved', 'projection', 'sets the shelf'), ('books.deleted', 'projection', 'deletes the row')",
    );

    // An older event comes as the newest version of its schema has it; what depends on the day is refused.
    ask(
        "CREATE FUNCTION today(jsonb) RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT $1 || jsonb_build_object(''on'', now())'",
    );
    let upcaster = |change: &str| {
        format!("INSERT INTO upcasters VALUES ('books.moved', 1, '{change}(jsonb)', 'the target is the shelf')")
    };
    assert_eq!(asked(&target, &upcaster("today")), None);
    ask(
        "CREATE FUNCTION renamed(jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS 'SELECT jsonb_build_object(''shelf'', $1->''to'')'",
    );
    ask(&upcaster("renamed"));
    run("replay", 0);
    assert_eq!(ask("SELECT shelf || (SELECT count(*) FROM books WHERE id = 4) FROM books WHERE id = 3"), "D0");
    assert_eq!(run("twice", 0), "migration_check_failures{migration=\"library\",check=\"replay\"} 0\n");

    // From a snapshot on it comes to the same.
    run("snapshot", 0);
    append("books:5", 1, "books.moved", 1, r#"{"to": "E"}"#).unwrap();
    run("from-snapshots", 0);
    let from_snapshots = ask(ALL);
    run("replay", 0);
    assert_eq!(ask(ALL), from_snapshots);

    // A projector that says it is pure, and is not, is found out.
    ask(
        "CREATE FUNCTION dated(jsonb, jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN jsonb_build_object(''on'', timestamptz ''2026-01-01 00:00Z''::text); END'",
    );
    ask("INSERT INTO projectors VALUES ('books.moved', 'dated(jsonb,jsonb)', 'the day')");
    assert!(run("twice", 1).ends_with(" 2\n"));

    assert!(
        asked(
            &target,
            "SELECT count(DISTINCT type) FROM library_events WHERE type NOT IN (SELECT type FROM compensations)"
        )
        .is_some()
    );
    run("drop", 0);
    run("drop", 0);
    assert_eq!(
        ask("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname LIKE 'library%'"),
        "0"
    );
    assert_eq!(
        ask("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'library%'"),
        "0"
    );
    if has("shellcheck") {
        testkit::validator::shellcheck(&[folder.join("library/events/replay.sh")]).unwrap();
    }
}
