//! `reconcile repair` as people start it: what it leaves, what it says, and how it ends.

use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn reconcile(folder: &Path, arguments: &[&str]) -> Ran {
    let program = env!("CARGO_BIN_EXE_reconcile");
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: output.status.code().unwrap(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

fn execute(folder: &Path, file: &str, sql: &str) {
    Connection::open(folder.join(file)).unwrap().execute_batch(sql).unwrap();
}

fn names(folder: &Path) -> String {
    let connection = Connection::open(folder.join("new.db")).unwrap();
    let sql = "SELECT group_concat(id || name, ' ') FROM (SELECT * FROM kilns ORDER BY id)";
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// A folder with a source, a target that differs in three rows, and `diff.jsonl`, which says so.
fn folder(name: &str, source: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let table = "CREATE TABLE kilns (id integer PRIMARY KEY, name text);";
    execute(&folder, "old.db", &format!("{table} INSERT INTO kilns VALUES (1, 'a'), (2, 'b'), (3, 'c')"));
    execute(&folder, "new.db", &format!("{table} INSERT INTO kilns VALUES (1, 'z'), (3, 'c'), (9, 'x')"));
    std::fs::write(folder.join("old.csv"), "id,name\n1,a\n2,b\n3,c\n").unwrap();
    let compare = [
        "compare",
        source,
        "sqlite:new.db/kilns",
        "--key",
        "id",
        "--recheck",
        "0",
        "--format",
        "jsonl",
        "-o",
        "diff.jsonl",
    ];
    let ran = reconcile(&folder, &compare);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    folder
}

const APPLY: [&str; 4] = ["repair", "diff.jsonl", "--apply", "--delete-extra"];

#[test]
fn an_old_diff_does_not_undo_what_the_source_has_become() {
    let folder = folder("stale", "sqlite:old.db/kilns");
    // Now the extra row is the source's too, the missing one is not, and another value counts.
    execute(
        &folder,
        "old.db",
        "INSERT INTO kilns VALUES (9, 'x'); DELETE FROM kilns WHERE id = 2; UPDATE kilns SET name = 'A' WHERE id = 1",
    );
    let script = reconcile(&folder, &["repair", "diff.jsonl", "--delete-extra"]);
    assert_eq!((script.code, script.stdout.matches("-- left out: ").count()), (1, 3), "{}", script.stdout);
    assert!(script.stderr.contains("3 steps are left out"), "{}", script.stderr);
    let ran = reconcile(&folder, &APPLY);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stdout.contains("3 left since the side that is read changed meanwhile: compare again"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("main.kilns delete of (9)"), "{}", ran.stdout);
    assert_eq!(names(&folder), "1z 3c 9x");
    let json = reconcile(&folder, &[&APPLY[..], &["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((report["applied"]["stale"].as_u64(), report["applied"]["applied"].as_u64()), (Some(3), Some(0)));
    assert_eq!(report["applied"]["not_done"][0]["outcome"], "stale");
}

#[test]
fn a_file_that_was_written_since_is_not_undone_either() {
    let folder = folder("stale-file", "old.csv");
    std::fs::write(folder.join("old.csv"), "id,name\n1,A\n3,c\n9,x\n").unwrap();
    let ran = reconcile(&folder, &APPLY);
    assert_eq!((ran.code, names(&folder).as_str()), (1, "1z 3c 9x"), "{}{}", ran.stdout, ran.stderr);
    std::fs::write(folder.join("old.csv"), "id,name\n1,a\n2,b\n3,c\n").unwrap();
    let ran = reconcile(&folder, &APPLY);
    assert_eq!((ran.code, names(&folder).as_str()), (0, "1a 2b 3c"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_source_that_is_gone_has_to_be_done_without_in_words() {
    let folder = folder("gone", "old.csv");
    std::fs::remove_file(folder.join("old.csv")).unwrap();
    for arguments in [&APPLY[..], &APPLY[..2]] {
        let ran = reconcile(&folder, arguments);
        assert_eq!((ran.code, names(&folder).as_str()), (3, "1z 3c 9x"), "{}", ran.stdout);
        assert!(ran.stderr.contains("--trust-diff"), "{}", ran.stderr);
    }
    let script = reconcile(&folder, &["repair", "diff.jsonl", "--trust-diff"]);
    assert!(script.code == 0 && script.stdout.contains("was not looked at"), "{}{}", script.stdout, script.stderr);
    // The rows are mended, but cannot be compared again.
    let ran = reconcile(&folder, &[&APPLY[..], &["--trust-diff"]].concat());
    assert_eq!((ran.code, names(&folder).as_str()), (3, "1a 2b 3c"), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("were mended, but not compared again"), "{}", ran.stdout);
}

#[test]
fn a_database_that_is_locked_is_said_after_the_time_asked_for() {
    let folder = folder("locked", "sqlite:old.db/kilns");
    // Books that are there need no lock to be found.
    assert_eq!(reconcile(&folder, &["repair", "diff.jsonl", "--apply"]).code, 2);
    let other = Connection::open(folder.join("new.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let started = std::time::Instant::now();
    let ran = reconcile(&folder, &[&APPLY[..], &["--lock-timeout", "300ms"]].concat());
    assert!(started.elapsed() < std::time::Duration::from_secs(10), "{:?}", started.elapsed());
    assert!(
        ran.code == 3 && ran.stderr.contains("main.kilns") && ran.stderr.contains("locked"),
        "{} {}",
        ran.code,
        ran.stderr
    );
}
