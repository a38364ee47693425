//! What goes wrong: exit code 3, and the one message that says what, where, and what to do.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::databases::{Database, ENGINES, Engine, PASSWORD, folder};
use crate::{Ran, program, reconcile, words};

const PARCELS: &str = "CREATE TABLE parcels (id integer PRIMARY KEY, place varchar(20), weight integer)";

/// A database with a few parcels of which several lie in one place.
fn parcels(engine: Engine) -> Database {
    let rows: Vec<String> = (1..=200).map(|id| format!("({id}, 'p{}', {id})", id / 2)).collect();
    engine.database(&[
        PARCELS.to_owned(),
        format!("INSERT INTO parcels VALUES {}", rows.join(", ")),
        "CREATE TABLE light AS SELECT id, place FROM parcels".to_owned(),
        "CREATE TABLE doubled AS SELECT id, place FROM parcels UNION ALL SELECT id, place FROM parcels WHERE id = 7"
            .to_owned(),
    ])
}

/// The comparison of two tables.
fn compared(source: &str, target: &str, more: &[&str]) -> Ran {
    reconcile(&words(&[&["compare", source, target, "--recheck", "0"], more].concat()))
}

#[test]
fn what_is_not_there_is_named() {
    for engine in ENGINES {
        let database = parcels(engine);
        let (table, light) = (database.table("parcels"), database.table("light"));
        compared(&database.table("parcel"), &table, &[]).assert_failed(&["there is no table or view `parcel`"]);
        compared(&table, &database.table("nothing_like_it"), &[]).assert_failed(&["`nothing_like_it`"]);
        compared(&table, &table, &["--columns", "id,colour"]).assert_failed(&["has no column `colour`"]);
        compared(&table, &table, &["--key", "number"]).assert_failed(&["has no column `number`"]);
        compared(&table, &light, &[])
            .assert_failed(&["lacks `weight`: name the columns to compare, leave these out, or map them"]);
        compared(&light, &table, &[]).assert_failed(&["the source"]);
        let nowhere = table.replace("reconcile_", "nowhere_");
        compared(&nowhere, &table, &[]).assert_failed(&["cannot connect to"]);
        compared(&table, &nowhere, &["--count"]).assert_says_no();
    }
}

#[test]
fn a_key_that_is_not_unique_is_told_wherever_it_is_repeated() {
    for engine in ENGINES {
        let database = parcels(engine);
        let (table, light, doubled) = (database.table("parcels"), database.table("light"), database.table("doubled"));
        for strategy in ["auto", "buckets"] {
            let unique = ["--unique-key", "--key", "place", "--columns", "id,place", "--strategy", strategy];
            // Both sides repeat it alike, so that nothing differs.
            compared(&table, &table, &unique).assert_failed(&["the key (place) is not unique"]);
            let unique = ["--unique-key", "--key", "id", "--columns", "id,place", "--strategy", strategy];
            compared(&light, &doubled, &unique)
                .assert_failed(&["the key (id) is not unique: the target has more than one row with 7"]);
            compared(&doubled, &light, &unique).assert_failed(&["the source has more than one row with 7"]);
            assert_eq!(compared(&light, &light, &unique).code, 0);
            assert_eq!(compared(&table, &light, &unique).code, 0);
        }
    }
}

#[test]
fn hosts_that_cannot_be_reached_are_named() {
    for engine in [Engine::Postgres, Engine::MariaDb] {
        let database = parcels(engine);
        let table = database.table("parcels");
        // Nobody listens there: the port was free a moment ago.
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        for address in [free.as_str(), "nowhere.invalid:1"] {
            let gone = database.table_as("reader", address, "parcels");
            let ran = compared(&gone, &table, &[]);
            ran.assert_failed(&[address]);
            assert!(
                ran.stderr.contains("help: check that the engine runs") && !ran.stderr.contains("Error {"),
                "{}",
                ran.stderr
            );
            compared(&table, &gone, &[]).assert_failed(&[address]);
        }
    }
}

#[test]
fn a_wrong_password_is_told_without_showing_it() {
    let mut database = parcels(Engine::MariaDb);
    let user = database.user("other");
    let granted = format!("GRANT ALL ON parcels TO {user}");
    database.session.execute(&granted).unwrap();
    let right = database.table_as(&user, &database.address(), "parcels");
    assert_eq!(compared(&right, &right, &[]).code, 0);
    let wrong = right.replace(PASSWORD, "verysecret-but-wrong");
    compared(&wrong, &right, &[]).assert_failed(&["Access denied for user"]);
    compared(&right, &wrong, &[]).assert_failed(&["Access denied for user"]);
}

/// Asks one client of PostgreSQL's protocol for its password, refuses it, and gives back what was sent.
fn refusing(listener: &TcpListener) -> Vec<u8> {
    let (mut client, _) = listener.accept().unwrap();
    loop {
        let mut head = [0; 8];
        client.read_exact(&mut head).unwrap();
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        client.read_exact(&mut vec![0; length as usize - 8]).unwrap();
        if head[4..] != 80_877_103_u32.to_be_bytes() {
            break;
        }
        // It asked for TLS.
        client.write_all(b"N").unwrap();
    }
    client.write_all(b"R\0\0\0\x08\0\0\0\x03").unwrap();
    let mut head = [0; 5];
    client.read_exact(&mut head).unwrap();
    let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
    let mut sent = vec![0; length as usize - 4];
    client.read_exact(&mut sent).unwrap();
    let fields = b"SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"reader\"\0\0";
    client.write_all(b"E").unwrap();
    client.write_all(&u32::try_from(fields.len() + 4).unwrap().to_be_bytes()).unwrap();
    client.write_all(fields).unwrap();
    sent
}

#[test]
fn a_password_that_postgres_refuses_is_not_shown() {
    let database = parcels(Engine::Postgres);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let refused = std::thread::spawn(move || refusing(&listener));
    let ran = compared(&database.table_as("reader", &address, "parcels"), &database.table("parcels"), &[]);
    assert_eq!(refused.join().unwrap(), [PASSWORD.as_bytes(), b"\0"].concat(), "it was sent");
    ran.assert_failed(&["password authentication failed for user \"reader\" [28P01]"]);
    assert!(ran.stderr.contains("user and password are right"), "{}", ran.stderr);
}

#[test]
fn tables_that_may_not_be_read_are_named() {
    for engine in [Engine::Postgres, Engine::MariaDb] {
        let mut database = parcels(engine);
        let user = database.user("stranger");
        // One who sees the table and may not read what is compared.
        let grant = match engine {
            Engine::Postgres => format!("GRANT SELECT ON light TO {user}"),
            _ => format!("GRANT INSERT ON parcels TO {user}"),
        };
        database.session.execute(&grant).unwrap();
        let table = database.table("parcels");
        let denied = database.table_as(&user, &database.address(), "parcels");
        for ran in [compared(&denied, &table, &[]), compared(&table, &denied, &[])] {
            ran.assert_failed(&["denied"]);
            assert!(ran.stderr.contains("parcels") && ran.stderr.contains("right to read the table"), "{}", ran.stderr);
        }
    }
}

#[test]
fn statements_that_take_too_long_are_ended() {
    for (engine, slow, limit) in
        [(Engine::Postgres, "pg_sleep(2) IS NOT NULL", "20ms"), (Engine::MariaDb, "sleep(2) = 0", "20ms")]
    {
        let database = parcels(engine);
        let table = database.table("parcels");
        let ran = compared(&table, &table, &["--target-where", slow, "--statement-timeout", limit]);
        ran.assert_failed(&["canceling statement due to statement timeout", "max_statement_time exceeded"]);
        assert!(ran.stderr.contains("--statement-timeout"), "{}", ran.stderr);
    }
}

#[test]
fn a_full_disk_is_no_verdict() {
    for engine in ENGINES {
        let (source, target) = (parcels(engine), parcels(engine));
        let (source, target) = (source.table("parcels"), target.table("parcels"));
        for equal in ["1 = 1", "id < 100"] {
            compared(&source, &target, &["--diff", "/dev/full", "--target-where", equal]).assert_failed(&["/dev/full"]);
        }
        compared(&source, &target, &["--format", "jsonl", "-o", "/dev/full"]).assert_failed(&["No space left"]);
        compared(&source, &target, &["--report", "/nowhere/report.html"]).assert_failed(&["/nowhere/report.html"]);
        let many = ["--target-where", "id < 0", "--strategy", "merge", "--checkpoint", "/nowhere/checkpoint.json"];
        compared(&source, &target, &many).assert_failed(&["/nowhere/checkpoint.json"]);
    }
}

#[test]
fn a_table_that_is_dropped_half_way_is_named() {
    for engine in ENGINES {
        let (source, mut target) = (parcels(engine), parcels(engine));
        target.session.execute("UPDATE parcels SET weight = 0 WHERE id > 150").unwrap();
        let folder = folder(&format!("dropped-{engine:?}"));
        let diff = folder.join("diff.jsonl").display().to_string();
        let mut arguments = words(&["compare", &source.table("parcels"), &target.table("parcels"), "--diff", &diff]);
        arguments.extend(words(&["--recheck", "8", "--recheck-pause", "300ms"]));
        let process = program(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // It waits for what reads it at the moment.
        std::thread::sleep(Duration::from_millis(400));
        let dropped = (0..50).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            target.session.execute("DROP TABLE parcels").is_ok()
        });
        assert!(dropped);
        let ran = Ran::of(&process.wait_with_output().unwrap());
        ran.assert_failed(&["parcels"]);
        assert!(ran.stderr.contains("nobody changes the tables meanwhile"), "{}", ran.stderr);
        // What was written is no file of differences that a repair would take for whole.
        let repaired = reconcile(&words(&["repair", &diff]));
        repaired.assert_failed(&["diff.jsonl"]);
        std::fs::remove_dir_all(folder).unwrap();
    }
}

/// Hands bytes on between the program and its engine, and is gone once so many came from the engine.
fn vanishing(address: String, bytes: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let (client, _) = listener.accept().unwrap();
        drop(listener);
        let server = TcpStream::connect(address).unwrap();
        let left = AtomicUsize::new(bytes);
        std::thread::scope(|scope| {
            scope.spawn(|| hand_on(&client, &server, None));
            hand_on(&server, &client, Some(&left));
        });
    });
    own
}

fn hand_on(mut from: &TcpStream, mut to: &TcpStream, left: Option<&AtomicUsize>) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let allowed = left.map_or(read, |it| it.load(Ordering::Relaxed).min(read));
        if to.write_all(&buffer[..allowed]).is_err() || allowed < read {
            break;
        }
        left.inspect(|it| it.store(it.load(Ordering::Relaxed) - allowed, Ordering::Relaxed));
    }
    // Both directions end at once.
    let _ = from.shutdown(std::net::Shutdown::Both);
    let _ = to.shutdown(std::net::Shutdown::Both);
}

#[test]
fn an_engine_that_vanishes_leaves_no_verdict() {
    for (engine, user) in [(Engine::Postgres, "postgres"), (Engine::MariaDb, "")] {
        let database = parcels(engine);
        let table = database.table("parcels");
        let user = if user.is_empty() { table.split_once("//").unwrap().1.split_once(':').unwrap().0 } else { user };
        let (mut failed, mut ended) = (0, false);
        for bytes in (1..).map(|it| it * 397) {
            let address = vanishing(database.address(), bytes);
            let away = database.table_as(user, &address, "parcels");
            let ran = compared(&table, &away, &[]);
            if ran.code == 0 {
                ended = true;
                break;
            }
            failed += 1;
            ran.assert_failed(&[&address]);
        }
        assert!(ended && failed > 10, "{engine:?}: {failed}");
    }
}

#[test]
fn passwords_are_in_no_report() {
    for engine in ENGINES {
        let (source, target) = (parcels(engine), parcels(engine));
        let folder = folder(&format!("reports-{engine:?}"));
        let path = |name: &str| folder.join(name).display().to_string();
        let files = ["report.html", "report.xml", "report.json", "diff.jsonl"].map(path);
        for format in ["human", "json", "jsonl", "csv", "sql", "junit", "html"] {
            let mut more = vec!["--target-where", "id > 3", "--format", format, "--diff", &files[3]];
            files[..3].iter().for_each(|it| more.extend(["--report", it]));
            let ran = compared(&source.table("parcels"), &target.table("parcels"), &more);
            assert_eq!(ran.code, 2, "{}", ran.stderr);
            assert!(!ran.stdout.is_empty() && !format!("{}{}", ran.stdout, ran.stderr).contains(PASSWORD), "{format}");
            for file in &files {
                assert!(!std::fs::read_to_string(file).unwrap().contains(PASSWORD), "{file}");
            }
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
