//! A signal ends what is on its way at once, whatever an engine is busy with.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// A folder with a database and a file of checks, the second of which takes an hour.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    Connection::open(folder.join("a.db")).unwrap().execute_batch("CREATE TABLE slow (row integer)").unwrap();
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000000) SELECT count(*) FROM slow, n";
    let query = |name: &str, sql: &str| {
        format!("[[query]]\nname = \"{name}\"\nsource = {{ sql = \"{sql}\" }}\ntarget = {{ sql = \"{sql}\" }}\n")
    };
    let head = "[connections.a]\nurl = \"sqlite:a.db\"\n[defaults]\nsource = \"a\"\ntarget = \"a\"\n";
    let checks = head.to_owned() + &query("quick", "SELECT 1") + &query("slow", endless);
    std::fs::write(folder.join("checks.toml"), checks).unwrap();
    folder
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reconcile"));
    command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Sends the signal; gives the exit code, what was said, and how long it took.
fn interrupted(child: Child) -> (Option<i32>, String, Duration) {
    let begun = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned(), begun.elapsed())
}

#[test]
fn a_run_of_checks_ends_within_a_moment() {
    let folder = folder("interrupted-run");
    // With a row the query does not end.
    Connection::open(folder.join("a.db")).unwrap().execute_batch("INSERT INTO slow VALUES (1)").unwrap();
    let child = start(&folder, &["run", "checks.toml"]);
    std::thread::sleep(Duration::from_millis(700));
    let (code, said, took) = interrupted(child);
    assert_eq!((code, said.contains("interrupted")), (Some(3), true), "{said}");
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn a_watch_that_is_interrupted_in_a_round_reports_the_one_before() {
    let folder = folder("interrupted-watch");
    let arguments =
        ["watch", "checks.toml", "--every", "1s", "--keep-on", "--rounds", "9", "--format", "json", "--only"];
    // While the table is empty, the query has nothing to count.
    let child = start(&folder, &[&arguments[..], &["slow", "--report", "last.json"]].concat());
    let begun = Instant::now();
    while !folder.join("last.json").exists() {
        assert!(begun.elapsed() < Duration::from_secs(20), "no round is whole");
        std::thread::sleep(Duration::from_millis(20));
    }
    Connection::open(folder.join("a.db")).unwrap().execute_batch("INSERT INTO slow VALUES (1)").unwrap();
    std::thread::sleep(Duration::from_millis(2500));
    let (code, said, took) = interrupted(child);
    assert_eq!((code, said.contains("interrupted in round")), (Some(3), true), "{said}");
    assert!(said.contains("\"status\": \"passed\""), "{said}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    let last: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("last.json")).unwrap()).unwrap();
    assert_eq!(last["status"], "passed");
}
