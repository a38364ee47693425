//! The drill of change data capture: two servers, writes all the while, the cut and the way back by the script that leaves with a
//! plan, equal rows after each.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use testkit::engine::{Binaries, Postgres};

use crate::bench::{ends, plan, write};

const HARBOUR: &str = "
id: harbour
type: database
pattern: change_data_capture
source: PostgreSQL 15 in the old harbour
target: PostgreSQL 15 in the new harbour
tables: [{name: ships, rows: 2000, size: 1 MB}, {name: Log Book, rows: 100, size: 1 MB}]
data: {log_disk: 10 GB}
";

const SCHEMA: &str = "CREATE TABLE ships (id bigserial PRIMARY KEY, name text, berth int);
    CREATE TABLE \"Log Book\" (line text PRIMARY KEY); CREATE TABLE elsewhere (x int);";

struct Drill {
    source: Postgres,
    target: Postgres,
}

fn dsn(server: &Postgres) -> String {
    format!("host=127.0.0.1 port={} user=postgres dbname=harbour", server.port())
}

/// What an engine answers; none where it refuses.
fn asked(dsn: &str, statement: &str) -> Option<String> {
    let arguments = ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", dsn, "-c", statement];
    let output = Command::new("psql").args(arguments).output().unwrap();
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn ask(server: &Postgres, statement: &str) -> String {
    asked(&dsn(server), statement).unwrap_or_else(|| panic!("refused: {statement}"))
}

impl Drill {
    fn new() -> Self {
        let binaries = Binaries::find(None).unwrap();
        let settings = ["wal_level=logical", "max_wal_senders=10", "max_replication_slots=10"];
        let start = || Postgres::start_with(&binaries, &settings).unwrap();
        let drill = Self { source: start(), target: start() };
        for server in [&drill.source, &drill.target] {
            let system = dsn(server).replace("dbname=harbour", "dbname=postgres");
            asked(&system, "CREATE DATABASE harbour").unwrap();
            ask(server, SCHEMA);
        }
        ask(&drill.source, "INSERT INTO ships (name) SELECT 'ship ' || n FROM generate_series(1, 2000) AS n");
        ask(&drill.source, "INSERT INTO \"Log Book\" VALUES ('opened')");
        write(&plan(HARBOUR), &drill.source.folder().join("artefacts"));
        drill
    }

    fn run(&self, word: &str, code: i32) -> String {
        let script = self.source.folder().join("artefacts/harbour/replication/replicate.sh");
        let (source, target) = (dsn(&self.source), dsn(&self.target));
        let mut command = Command::new("bash");
        command.arg(script).arg(word).env("SOURCE_URL", &source).env("TARGET_URL", &target);
        ends(command.env("SOURCE_FROM_TARGET", &source).env("TARGET_FROM_SOURCE", &target).env("PATIENCE", "120"), code)
    }

    /// Writes to `server` until it is told to end, or the server refuses; how many ships it wrote.
    fn writer(server: &Postgres, end: &Arc<AtomicBool>) -> std::thread::JoinHandle<u32> {
        let (dsn, end) = (dsn(server), Arc::clone(end));
        std::thread::spawn(move || {
            let mut written = 0;
            while !end.load(Ordering::Relaxed) {
                let statement = "INSERT INTO ships (name) VALUES ('arrives'); UPDATE ships SET berth = coalesce(berth, 0) + 1 WHERE id % 97 = 3";
                if asked(&dsn, statement).is_none() {
                    break;
                }
                written += 1;
            }
            written
        })
    }
}

fn rows(server: &Postgres) -> String {
    ask(server, "SELECT string_agg(s::text, ';' ORDER BY id) FROM ships s")
        + &ask(server, "SELECT line FROM \"Log Book\" ORDER BY 1")
}

/// Waits until both hold the same; what is written last takes a moment.
fn equal(drill: &Drill) {
    for _ in 0..600 {
        if rows(&drill.source) == rows(&drill.target) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!(
        "{} ships on the source, {} on the target",
        ask(&drill.source, "SELECT count(*) FROM ships"),
        ask(&drill.target, "SELECT count(*) FROM ships")
    );
}

const WRITE: &str = "INSERT INTO ships (name) VALUES ('drops anchor')";

#[test]
fn writes_go_over_and_back_and_no_row_is_lost() {
    let drill = Drill::new();
    let end = Arc::new(AtomicBool::new(false));
    // Nothing follows yet, so that there is nothing to cut.
    drill.run("cut", 3);
    assert!(asked(&dsn(&drill.source), WRITE).is_some());

    let writer = Drill::writer(&drill.source, &end);
    drill.run("start", 0);
    drill.run("start", 0);
    // Once the copy is there, both go on together while somebody writes.
    for _ in 0..600 {
        if ask(&drill.target, "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'") == "0" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(drill.run("status", 0).contains("migration_slot_retained_bytes{migration=\"harbour\",side=\"source\""));
    let position = drill.run("cut", 0);
    assert!(position.trim().contains('/'), "{position}");
    // The fence has ended the writer, and refuses whoever comes.
    assert!(writer.join().unwrap() > 0);
    assert!(asked(&dsn(&drill.source), WRITE).is_none());
    assert!(asked(&dsn(&drill.source), "TRUNCATE \"Log Book\"").is_none());
    assert!(asked(&dsn(&drill.source), "INSERT INTO elsewhere VALUES (1)").is_some());
    equal(&drill);

    // The new side takes writes with keys of its own, and the old one follows them behind its fence.
    let writer = Drill::writer(&drill.target, &end);
    std::thread::sleep(std::time::Duration::from_secs(2));
    ask(&drill.target, "DELETE FROM ships WHERE id = 11; INSERT INTO \"Log Book\" VALUES ('moved')");
    drill.run("back", 0);
    assert!(writer.join().unwrap() > 0);
    assert!(asked(&dsn(&drill.target), WRITE).is_none());
    equal(&drill);
    assert!(ask(&drill.source, "SELECT count(*) FROM ships WHERE id = 11") == "0");
    ask(&drill.source, WRITE);
    equal(&drill);

    // Over once more, and then it stays there.
    drill.run("cut", 0);
    ask(&drill.target, WRITE);
    equal(&drill);
    drill.run("end", 0);
    for server in [&drill.source, &drill.target] {
        assert_eq!(ask(server, "SELECT count(*) FROM pg_replication_slots"), "0");
        assert_eq!(
            ask(server, "SELECT count(*) FROM pg_subscription") + &ask(server, "SELECT count(*) FROM pg_publication"),
            "00"
        );
    }
    assert!(asked(&dsn(&drill.source), WRITE).is_none());
    assert!(asked(&dsn(&drill.target), WRITE).is_some());
}
