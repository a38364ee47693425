//! Options that hold back, contradict each other or could do nothing, and files that reports go to, as the program takes them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use rusqlite::Connection;

fn reconcile(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_reconcile")).args(arguments).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

/// A folder with `old.db` and `new.db`, a thousand equal rows in each, and the same as `old.csv`.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("arguments-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for file in ["old.db", "new.db"] {
        let connection = Connection::open(folder.join(file)).unwrap();
        let sql = "CREATE TABLE bricks (id integer PRIMARY KEY, kind text, mass real);
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO bricks SELECT i, 'kind ' || (i % 7), i * 0.5 FROM n;";
        connection.execute_batch(sql).unwrap();
    }
    let rows = (1..=1000).map(|it| format!("{it},kind {},{:?}\n", it % 7, f64::from(it) * 0.5));
    std::fs::write(folder.join("old.csv"), format!("id,kind,mass\n{}", rows.collect::<String>())).unwrap();
    folder
}

const SIDES: [&str; 3] = ["compare", "sqlite:old.db/bricks", "sqlite:new.db/bricks"];

const HEAD: &str = "[connections.old]\nurl = \"sqlite:old.db\"\n[connections.new]\nurl = \"sqlite:new.db\"\n[defaults]\nsource = \"old\"\n\
                    target = \"new\"\nrechecks = 0\n";

fn run(folder: &Path, text: &str) -> Output {
    std::fs::write(folder.join("checks.toml"), format!("{HEAD}{text}")).unwrap();
    reconcile(folder, &["run", "checks.toml"])
}

#[test]
fn what_could_do_nothing_is_refused_with_a_sentence() {
    let folder = folder("refused");
    let cases: [(&[&str], &str); 15] = [
        (&["--limit", "5", "--format", "jsonl"], "--limit"),
        (&["--connections", "0"], "--connections"),
        (&["--rows-per-second", "0"], "--rows-per-second"),
        (&["--seed", "3"], "--sample"),
        (&["--confidence", "95%"], "--sample"),
        (&["--count", "--sample", "10"], "--sample"),
        (&["--count", "--tolerance", "mass=1"], "--tolerance"),
        (&["--count", "--key", "id"], "--key"),
        (&["--count", "--diff", "d.jsonl"], "--diff"),
        (&["--exclude", "mas"], "is it `mass`?"),
        (&["--exclude", "id"], "rows are told apart by it"),
        (&["--report", "nowhere/r.html"], "there is no folder nowhere"),
        (&["--load-query", "SELECT NULL", "--load-at-most", "1"], "`SELECT NULL`"),
        (&["--load-query", "SELECT 'low'", "--load-at-most", "1"], "not with a number"),
        (&["--load-query", "SELECT 1 WHERE 1 = 0", "--load-at-most", "1"], "no row"),
    ];
    for (arguments, word) in cases {
        let output = reconcile(&folder, &[&SIDES[..], arguments].concat());
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(word), "{arguments:?}: {}", said(&output));
    }
    for (text, word) in [
        ("[throttle]\nconnections = 0\n[[table]]\ntable = \"bricks\"\n", "`connections` is at least 1"),
        ("[[table]]\nname = \"\"\ntable = \"bricks\"\n", "`name` is empty"),
        ("[[table]]\ntable = \"bricks\"\nexclude = [\"knid\"]\n", "is it `kind`?"),
        ("[[count]]\ntable = \"bricks\"\nby = \"day(mass)\"\n", "no date"),
    ] {
        let output = run(&folder, text);
        assert_eq!(output.status.code(), Some(3), "{text}: {}", said(&output));
        assert!(said(&output).contains(word), "{text}: {}", said(&output));
    }
    for arguments in [["--rounds", "0"], ["--passing", "0"]] {
        let output = reconcile(&folder, &[&["watch", "checks.toml"][..], &arguments].concat());
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    }
}

#[test]
fn rows_per_second_hold_small_tables_and_files_back() {
    let folder = folder("pace");
    let sides: [&[&str]; 4] = [
        &SIDES,
        &["compare", "old.csv", "sqlite:new.db/bricks", "--key", "id"],
        &["compare", "sqlite:old.db/bricks", "sqlite:new.db/bricks", "--without-key"],
        &["compare", "old.csv", "sqlite:new.db/bricks", "--count"],
    ];
    for sides in sides {
        let begun = Instant::now();
        let output = reconcile(&folder, &[sides, &["--rows-per-second", "500"]].concat());
        assert_eq!(output.status.code(), Some(0), "{sides:?}: {}", said(&output));
        let took = begun.elapsed();
        assert!(took > Duration::from_millis(1900) && took < Duration::from_secs(9), "{sides:?}: {took:?}");
    }
}

#[test]
fn every_kind_of_check_waits_while_a_load_is_too_high() {
    let folder = folder("load");
    let checks = [
        "[[count]]\ntable = \"bricks\"\n",
        "[[table]]\ntable = \"bricks\"\n",
        "[[checksum]]\ntable = \"bricks\"\n",
        "[[aggregate]]\ntable = \"bricks\"\nof = [\"sum(mass)\"]\n",
        "[[query]]\nname = \"q\"\nsource = { sql = \"SELECT 1\" }\ntarget = { sql = \"SELECT 1\" }\n",
        "[[reference]]\ntable = \"bricks\"\ncolumns = [\"id\"]\nto = \"bricks\"\n",
        "[[derived]]\ntable = \"bricks\"\ncolumn = \"mass\"\nis = \"id * 0.5\"\n",
        "[[schema]]\n",
    ];
    Connection::open(folder.join("load.db")).unwrap().execute_batch("CREATE TABLE load AS SELECT 9 AS now").unwrap();
    let bound = "[[throttle.bound]]\nconnection = \"load\"\nquery = \"SELECT now FROM load\"\nat-most = 5\n";
    let head = format!("{HEAD}[connections.load]\nurl = \"sqlite:load.db\"\n{bound}");
    for check in checks {
        Connection::open(folder.join("load.db")).unwrap().execute_batch("UPDATE load SET now = 9").unwrap();
        std::fs::write(folder.join("held.toml"), format!("{head}{check}")).unwrap();
        let begun = Instant::now();
        let running = Command::new(env!("CARGO_BIN_EXE_reconcile"))
            .args(["run", "held.toml"])
            .current_dir(&folder)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(900));
        Connection::open(folder.join("load.db")).unwrap().execute_batch("UPDATE load SET now = 1").unwrap();
        let output = running.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{check}: {}", said(&output));
        assert!(begun.elapsed() > Duration::from_millis(900), "{check}");
        let told =
            String::from_utf8_lossy(&output.stderr).matches("waiting: `SELECT now FROM load` is 9, above 5").count();
        assert_eq!(told, 1, "{check}: {}", said(&output));
    }
}

#[test]
fn a_sample_for_a_share_is_decided_by_it() {
    let folder = folder("sample");
    let sampled = |more: &[&str]| reconcile(&folder, &[&SIDES[..], more].concat());
    assert_eq!(sampled(&["--sample-for", "1%"]).status.code(), Some(0));
    assert_eq!(sampled(&["--sample", "200"]).status.code(), Some(1));
    assert_eq!(sampled(&["--sample-for", "1%", "--allow", "0"]).status.code(), Some(1));
    let output = run(&folder, "[[table]]\ntable = \"bricks\"\nsample = { at-most = 0.02 }\n");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let change = "UPDATE bricks SET kind = 'other' WHERE id % 10 = 0";
    Connection::open(folder.join("new.db")).unwrap().execute_batch(change).unwrap();
    let output = sampled(&["--sample", "100000"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("100 of 1,000 rows of the sample differ"), "{}", said(&output));
}

#[test]
fn what_is_within_the_tolerance_is_told() {
    let folder = folder("tolerated");
    let change = "UPDATE bricks SET mass = mass + 0.001 WHERE id < 4";
    Connection::open(folder.join("new.db")).unwrap().execute_batch(change).unwrap();
    let output = run(&folder, "[[table]]\ntable = \"bricks\"\ntolerance = { mass = { absolute = \"0.01\" } }\n");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("within the tolerance: 3 values differing"), "{}", said(&output));
    assert!(!said(&output).contains("all equal"), "{}", said(&output));
}

#[test]
fn a_watch_that_passed_too_seldom_says_so() {
    let folder = folder("watch");
    run(&folder, "[[count]]\ntable = \"bricks\"\n");
    let output = reconcile(&folder, &["watch", "checks.toml", "--every", "10ms", "--rounds", "2", "--passing", "3"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("--passing asks for 3 in a row"), "{}", said(&output));
}

#[cfg(unix)]
#[test]
fn a_report_goes_through_links_and_pipes() {
    let folder = folder("report");
    let (real, link, pipe) = (folder.join("real.json"), folder.join("link.json"), folder.join("pipe.json"));
    std::fs::write(&real, "before").unwrap();
    std::os::unix::fs::symlink("real.json", &link).unwrap();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    let reports = ["--report", "link.json", "--report", "pipe.json"];
    let output = reconcile(&folder, &[&SIDES[..], &reports].concat());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let written = std::fs::read_to_string(&real).unwrap();
    assert!(link.is_symlink() && written.contains("schema_version"), "{written}");
    assert_eq!(reader.join().unwrap(), written);
    assert!(!pipe.is_file() && pipe.exists(), "the pipe still is one");
}
