//! Repairs whose process is killed, or whose connection is cut, at any moment, and that are started again.
//!
//! `MIGRATION_ARCHITECT_FAULTS` says how often for each engine; a few times where it is not set.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use database::{EngineKind, EngineUrl, Session};
use validation::repair::{DiffFile, Direction, RepairOptions, Repaired, TableRepair, apply, plan};
use validation::wire::{DiffHeader, DiffWriter};
use validation::{CompareOptions, Equality, MemorySide, compare};

use crate::naive::{rows, selected, shown};
use crate::{Pair, Server, mariadb, pair, postgres, sqlite};

const TABLES: [&str; 2] = ["parcel", "scan"];
/// Where the child finds what to do: the URL, the size of a batch, then the files of differences.
const CHILD: &str = "MIGRATION_ARCHITECT_REPAIR_CHILD";

fn faults() -> u32 {
    std::env::var("MIGRATION_ARCHITECT_FAULTS").ok().and_then(|it| it.parse().ok()).unwrap_or(5)
}

/// A table with a key whose every write is noted by a trigger, and one without.
fn differing(server: &Server) -> Pair {
    let mut pair = pair(
        server,
        "CREATE TABLE parcel (id integer PRIMARY KEY, weight numeric(8,2), note text); \
         CREATE TABLE scan (parcel integer, place text); CREATE TABLE written (id integer)",
    );
    for (side, from, note, most) in [(&mut pair.source, 0, "new", 3), (&mut pair.target, 100, "old", 5)] {
        let parcels: Vec<_> = (1..=300).map(|it| format!("({}, {}, '{note}')", it + from, it % 7)).collect();
        side.execute(&format!("INSERT INTO parcel VALUES {}", parcels.join(", "))).unwrap();
        let scans = (1..=20).flat_map(|it| std::iter::repeat_n(format!("({it}, 'gate')"), 1 + it % most));
        side.execute(&format!("INSERT INTO scan VALUES {}", scans.collect::<Vec<_>>().join(", "))).unwrap();
    }
    let keep = "CREATE TABLE parcel_before AS SELECT * FROM parcel; CREATE TABLE scan_before AS SELECT * FROM scan";
    pair.target.execute(keep).unwrap();
    let events = ["INSERT", "UPDATE", "DELETE"];
    let of = |event: &str| if event == "DELETE" { "old" } else { "new" };
    let trigger = match pair.target.kind() {
        EngineKind::Sqlite => events
            .map(|it| {
                format!("CREATE TRIGGER on_{it} AFTER {it} ON parcel BEGIN INSERT INTO written VALUES ({}.id); END;", of(it))
            })
            .concat(),
        EngineKind::Postgres => {
            "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO written VALUES (coalesce(new.id, old.id)); \
             RETURN NULL; END $$; CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON parcel FOR EACH ROW EXECUTE FUNCTION noted()"
                .to_owned()
        }
        _ => events
            .map(|it| format!("CREATE TRIGGER on_{it} AFTER {it} ON parcel FOR EACH ROW INSERT INTO written VALUES ({}.id)", of(it)))
            .join("; "),
    };
    pair.target.execute(&trigger).unwrap();
    pair
}

/// The target as it was at first.
fn undo(pair: &mut Pair) {
    let sql = "DELETE FROM parcel; INSERT INTO parcel SELECT * FROM parcel_before; DELETE FROM scan; \
         INSERT INTO scan SELECT * FROM scan_before; DELETE FROM written";
    pair.target.execute(sql).unwrap();
}

/// Files of differences of both tables.
fn files(pair: &mut Pair, folder: &Path) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).unwrap();
    let file = |name: &&str| {
        let side = |session: &mut Session| {
            let (table, selection) = selected(session, name);
            let columns: Vec<_> = table.columns.iter().map(|it| (it.name.as_str(), it.kind.clone())).collect();
            MemorySide::new("side", &columns, &selection.key, rows(session, &table))
        };
        let (mut source, mut target) = (side(&mut pair.source), side(&mut pair.target));
        let path = folder.join(format!("{name}.jsonl"));
        let header = DiffHeader::new(&source, &target, Equality::Exact);
        let mut writer = DiffWriter::new(std::fs::File::create(&path).unwrap(), &header).unwrap();
        let found = compare(&mut source, &mut target, &CompareOptions::default(), &mut writer).unwrap();
        writer.finish(&found).unwrap();
        path
    };
    TABLES.iter().map(file).collect()
}

fn repair(url: &EngineUrl, files: &[PathBuf], batch: usize) -> validation::Result<Repaired> {
    let mut session = Session::open(url)?;
    repair_in(&mut session, files, batch)
}

fn repair_in(session: &mut Session, files: &[PathBuf], batch: usize) -> validation::Result<Repaired> {
    let mut files: Vec<_> = files.iter().map(|it| DiffFile::open(it).unwrap()).collect();
    let mut tables = Vec::new();
    for (name, file) in TABLES.iter().zip(&mut files) {
        let (table, selection) = (session.read_table(None, name)?, file.target_selection());
        tables.push(TableRepair { table, selection, differences: file, read: None });
    }
    let options = RepairOptions::new(Direction::SourceToTarget).deleting_extra().with_batch(batch);
    apply(session, &mut plan(session.kind(), tables, &options)?, &mut ())
}

/// Not a test of its own: the process that is killed.
#[test]
fn child() {
    let Ok(work) = std::env::var(CHILD) else { return };
    let mut words = work.lines();
    let url: EngineUrl = words.next().unwrap().parse().unwrap();
    let batch = words.next().unwrap().parse().unwrap();
    repair(&url, &words.map(PathBuf::from).collect::<Vec<_>>(), batch).unwrap();
}

/// The same end as without any fault, each row written once, each step once in the audit of the last attempt that wrote anything: one that
/// is killed between its end and the end of its process is followed by one that finds all as it should be.
fn assert_done_once(pair: &mut Pair, steps: u64) {
    for name in TABLES {
        assert_eq!(shown(&mut pair.source, name), shown(&mut pair.target, name));
    }
    let written = pair.target.query("SELECT count(*), count(DISTINCT id) FROM written").unwrap();
    assert_eq!(written.value(0, 0), written.value(0, 1));
    let prefix =
        if pair.target.kind() == EngineKind::Postgres { "migration_architect." } else { "migration_architect_" };
    let audit = pair
        .target
        .query(&format!(
            "SELECT count(*), count(DISTINCT step) FROM {prefix}repair_audit WHERE outcome = 'applied' \
             AND attempt = (SELECT max(attempt) FROM {prefix}repair_audit WHERE outcome = 'applied')"
        ))
        .unwrap();
    let steps = Some(steps.to_string());
    assert_eq!((audit.value(0, 0), audit.value(0, 1)), (steps.clone(), steps));
}

/// Numbers that look random, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound.max(1)
    }
}

fn folder(label: &str) -> PathBuf {
    std::env::temp_dir().join(format!("repair-faults-{label}-{}", std::process::id()))
}

/// How many lines the audit has.
fn audited(session: &mut Session) -> u64 {
    let prefix = if session.kind() == EngineKind::Postgres { "migration_architect." } else { "migration_architect_" };
    let count = session.query(&format!("SELECT count(*) FROM {prefix}repair_audit")).unwrap().scalar();
    count.unwrap().parse().unwrap()
}

/// Kills the repair once some of its batches are committed, or while it begins.
fn killed(server: &Server, label: &str, batch: usize) {
    let mut pair = differing(server);
    let folder = folder(label);
    let files = files(&mut pair, &folder);
    let url = pair.target_url.clone();
    let steps = repair(&url.parse().unwrap(), &files, batch).unwrap().outcomes.applied;
    assert_done_once(&mut pair, steps);
    let work = files.iter().fold(format!("{url}\n{batch}"), |work, file| format!("{work}\n{}", file.display()));
    let (mut chance, mut kills, mut in_the_middle) = (Chance(7), 0, 0);
    while kills < faults() {
        undo(&mut pair);
        let first = audited(&mut pair.target);
        loop {
            let mut process = Command::new(std::env::current_exe().unwrap())
                .args(["fault::child", "--exact"])
                .env(CHILD, &work)
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            let until = audited(&mut pair.target) + chance.below(steps);
            while process.try_wait().unwrap().is_none() && audited(&mut pair.target) < until {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_micros(chance.below(3000)));
            // It may be done.
            let _ = process.kill();
            if process.wait().unwrap().success() {
                break;
            }
            kills += 1;
            let done = audited(&mut pair.target) - first;
            in_the_middle += u32::from(done > 0 && done < steps);
            if chance.below(4) == 0 {
                // One that is left alone.
                repair(&url.parse().unwrap(), &files, batch).unwrap();
                break;
            }
        }
        assert_done_once(&mut pair, steps);
    }
    println!("{label}: {kills} kills, {in_the_middle} between the first batch and the last");
    assert!(in_the_middle > 0, "{label}: none of {kills} kills fell between the first batch and the last");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_repair_that_is_killed_goes_on_where_it_was_on_postgres() {
    killed(&postgres(), "postgres", 9);
}

#[test]
fn a_repair_of_large_batches_that_is_killed_goes_on_where_it_was_on_postgres() {
    killed(&postgres(), "postgres-large", 50);
}

#[test]
fn a_repair_that_is_killed_goes_on_where_it_was_on_sqlite() {
    killed(&sqlite(), "sqlite", 9);
}

#[test]
fn a_repair_that_is_killed_goes_on_where_it_was_on_mariadb() {
    killed(&mariadb(), "mariadb", 9);
}

fn cut(server: &Server, label: &str, end: &str) {
    let mut pair = differing(server);
    let folder = folder(label);
    let files = files(&mut pair, &folder);
    let url: EngineUrl = pair.target_url.parse().unwrap();
    let mut cutter = Session::open(&url).unwrap();
    let started = Instant::now();
    let steps = repair(&url, &files, 9).unwrap().outcomes.applied;
    let usual = u64::try_from(started.elapsed().as_micros()).unwrap();
    let (mut chance, mut cuts) = (Chance(11), 0);
    while cuts < faults() {
        undo(&mut pair);
        loop {
            let mut session = Session::open(&url).unwrap();
            let backend = session.backend_pid().unwrap().unwrap();
            let pause = Duration::from_micros(chance.below(usual));
            let outcome = std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::sleep(pause);
                    // It may be gone already.
                    let _ = cutter.query(&end.replace("{}", &backend.to_string()));
                });
                repair_in(&mut session, &files, 9)
            });
            match outcome {
                Ok(_) => break,
                Err(error) => {
                    cuts += 1;
                    assert_eq!(error.kind(), validation::ErrorKind::Unreachable, "{error}");
                }
            }
        }
        assert_done_once(&mut pair, steps);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_repair_whose_connection_is_cut_goes_on_where_it_was_on_postgres() {
    cut(&postgres(), "cut-postgres", "SELECT pg_terminate_backend({})");
}

#[test]
fn a_repair_whose_connection_is_cut_goes_on_where_it_was_on_mariadb() {
    cut(&mariadb(), "cut-mariadb", "KILL {}");
}
