//! Comparisons whose process is killed at any moment, and that are started again until they end.
//!
//! `MIGRATION_ARCHITECT_FAULTS` says how often for each engine and way of comparing; a few times where it is not set.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::databases::{Database, ENGINES, Engine, PASSWORD, folder};
use crate::{program, reconcile, words};

/// Rows of the source.
const ROWS: u32 = 2400;

/// A way of comparing, the table that it is tried on, and the arguments that ask for it.
pub(crate) struct Way {
    pub(crate) name: &'static str,
    table: &'static str,
    arguments: &'static [&'static str],
}

pub(crate) const WAYS: [Way; 4] = [
    Way { name: "keyed", table: "parcels", arguments: &["--key", "name"] },
    Way { name: "merge", table: "parcels", arguments: &["--key", "id", "--strategy", "merge"] },
    Way { name: "buckets", table: "parcels", arguments: &["--key", "id", "--strategy", "buckets"] },
    Way { name: "keyless", table: "scans", arguments: &["--without-key"] },
];

pub(crate) fn faults() -> u32 {
    std::env::var("MIGRATION_ARCHITECT_FAULTS").ok().and_then(|it| it.parse().ok()).unwrap_or(7)
}

/// A table with a key, whose names are in no order that both sides would share, and one without.
pub(crate) fn tables(engine: Engine, is_source: bool) -> Vec<String> {
    let name = match engine {
        Engine::Postgres => "text COLLATE \"en-x-icu\" NOT NULL UNIQUE",
        Engine::MariaDb => "varchar(40) NOT NULL UNIQUE",
        Engine::Sqlite => "text UNIQUE",
    };
    let mut statements = vec![
        format!("CREATE TABLE parcels (id integer PRIMARY KEY, name {name}, note varchar(40))"),
        "CREATE TABLE scans (parcel integer, place varchar(40))".to_owned(),
    ];
    let mut insert = |table: &str, rows: Vec<String>| {
        statements.extend(rows.chunks(500).map(|rows| format!("INSERT INTO {table} VALUES {}", rows.join(", "))));
    };
    let ids = if is_source { 1..=ROWS } else { 41..=ROWS + 40 };
    let note = |id: u32| if id.is_multiple_of(5) && !is_source { "changed" } else { "as it was" };
    insert("parcels", ids.clone().map(|id| format!("({id}, 'p{:04}', '{}')", id * 7 % 9973, note(id))).collect());
    let copies = |id: u32| 1 + (id + u32::from(is_source)) % 3;
    insert("scans", ids.flat_map(|id| (0..copies(id)).map(move |_| format!("({}, 'gate')", id / 2))).collect());
    statements
}

/// Numbers that look random, the same each time.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound.max(1)
    }
}

/// A comparison that is killed and started again.
pub(crate) struct Work {
    pub(crate) arguments: Vec<String>,
    checkpoint: PathBuf,
    diff: PathBuf,
    /// How long it takes without any fault.
    pub(crate) usual: Duration,
}

impl Work {
    pub(crate) fn new(way: &Way, source: &Database, target: &Database, folder: &Path) -> Self {
        let (checkpoint, diff) = (folder.join("checkpoint.json"), folder.join("diff.jsonl"));
        let mut arguments = words(&["compare", &source.table(way.table), &target.table(way.table)]);
        arguments.extend(words(way.arguments));
        arguments.extend(words(&["--recheck", "1", "--recheck-pause", "5ms"]));
        arguments.extend(["--checkpoint".to_owned(), checkpoint.display().to_string()]);
        arguments.extend(["--diff".to_owned(), diff.display().to_string()]);
        Self { arguments, checkpoint, diff, usual: Duration::ZERO }
    }

    /// Without any fault: the differences, and the counts of the summary.
    pub(crate) fn uninterrupted(&mut self) -> (Vec<String>, Json) {
        let began = Instant::now();
        let ran = reconcile(&self.arguments);
        self.usual = began.elapsed();
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(!self.checkpoint.exists());
        self.told()
    }

    /// The lines of the differences, and the counts of the summary.
    pub(crate) fn told(&self) -> (Vec<String>, Json) {
        let text = std::fs::read_to_string(&self.diff).unwrap();
        assert!(!text.contains(PASSWORD));
        let mut lines: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
        let mut summary: Json = serde_json::from_str(&lines.pop().unwrap()).unwrap();
        assert_eq!(summary["type"], "summary");
        // What it measured on the way decides how it goes on, and is told.
        summary.as_object_mut().unwrap().retain(|name, _| name != "reason" && name != "strategy");
        (lines, summary)
    }

    /// Starts it and kills it at some point, unless it has ended before; whether it has.
    fn killed_once(&self, chance: &mut Chance) -> bool {
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |it| it.len());
        let state = || std::fs::read(&self.checkpoint).ok();
        let mut process = program(&self.arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let began = Instant::now();
        let (diff, before) = (size(&self.diff), state());
        let kind = chance.below(3);
        let micros = chance.below(u64::try_from(self.usual.as_micros()).unwrap());
        let pause = Duration::from_micros(micros);
        let is_there = || match kind {
            // At any time, when more differences were written, when a checkpoint was.
            0 => began.elapsed() >= pause,
            1 => size(&self.diff) > diff + micros / 10,
            _ => state() != before,
        };
        while !is_there() && !has_ended(&mut process) {
            std::thread::sleep(Duration::from_micros(200));
        }
        process.kill().unwrap();
        process.wait().unwrap().code() == Some(2)
    }
}

fn has_ended(process: &mut Child) -> bool {
    process.try_wait().unwrap().is_some()
}

fn killed(way: &Way) {
    for engine in ENGINES {
        let (source, target) = (engine.database(&tables(engine, true)), engine.database(&tables(engine, false)));
        let folder = folder(&format!("killed-{}-{engine:?}", way.name));
        let mut work = Work::new(way, &source, &target, &folder);
        let (wanted, summary) = work.uninterrupted();
        assert!(wanted.len() > 500, "{}", wanted.len());
        let (mut chance, mut kills, mut resumed) = (Chance(5), 0, 0);
        while kills < faults() {
            while !work.killed_once(&mut chance) {
                kills += 1;
                resumed += u32::from(work.checkpoint.exists());
            }
            let (told, counted) = work.told();
            assert_eq!(told, wanted, "{} on {engine:?}", way.name);
            assert_eq!(counted, summary, "{} on {engine:?}", way.name);
            assert!(!work.checkpoint.exists());
        }
        assert!(resumed > 0, "{} on {engine:?} never went on from a checkpoint", way.name);
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn rows_shared_out_by_a_hash_of_their_key_are_told_once() {
    killed(&WAYS[0]);
}

#[test]
fn rows_merged_in_the_order_of_their_key_are_told_once() {
    killed(&WAYS[1]);
}

#[test]
fn rows_of_buckets_in_the_order_of_their_key_are_told_once() {
    killed(&WAYS[2]);
}

#[test]
fn rows_without_a_key_are_told_once() {
    killed(&WAYS[3]);
}

/// How often each key, or row, is told.
fn counts(lines: &[String]) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for line in lines {
        let line: Json = serde_json::from_str(line).unwrap();
        *counts.entry(line["key"].to_string()).or_default() += 1;
    }
    counts
}

#[test]
fn what_is_written_between_two_starts_loses_and_doubles_nothing() {
    for way in &WAYS {
        let engine = Engine::Postgres;
        let (mut source, mut target) =
            (engine.database(&tables(engine, true)), engine.database(&tables(engine, false)));
        let folder = folder(&format!("written-{}", way.name));
        let mut work = Work::new(way, &source, &target, &folder);
        let (wanted, _) = work.uninterrupted();
        let wanted = counts(&wanted);
        let (mut chance, mut kills) = (Chance(9), 0);
        while kills < faults() {
            while !work.killed_once(&mut chance) {
                kills += 1;
                // Rows that are equal stay so, and move in their tables; those that differ stay as they are, or come anew.
                let sql = format!(
                    "UPDATE parcels SET note = 'moved {kills}' WHERE id % 5 > 0 AND id BETWEEN 41 AND {ROWS} AND id % 3 = {};
                     INSERT INTO scans VALUES ({}, 'both')",
                    kills % 3,
                    kills + 10_000
                );
                source.session.execute(&sql).unwrap();
                target.session.execute(&sql).unwrap();
                let new = 100_000 + kills + u32::try_from(chance.below(1000)).unwrap() * 100;
                let sql = format!(
                    "INSERT INTO parcels VALUES ({new}, 'new {new}', 'new') ON CONFLICT DO NOTHING; INSERT INTO scans VALUES ({new}, 'new')"
                );
                target.session.execute(&sql).unwrap();
            }
            let told = counts(&work.told().0);
            assert!(told.values().all(|it| *it == 1), "{}: {:?}", way.name, told.iter().find(|it| *it.1 > 1));
            let lost: Vec<_> = wanted.keys().filter(|it| !told.contains_key(*it)).collect();
            assert!(lost.is_empty(), "{}: {lost:?}", way.name);
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn a_checkpoint_goes_only_with_its_own_comparison() {
    let (source, target) = (
        Engine::Sqlite.database(&tables(Engine::Sqlite, true)),
        Engine::Sqlite.database(&tables(Engine::Sqlite, false)),
    );
    let folder = folder("its-own");
    let mut work = Work::new(&WAYS[1], &source, &target, &folder);
    let wanted = work.uninterrupted();
    let mut chance = Chance(1);
    while !work.checkpoint.exists() {
        work.killed_once(&mut chance);
    }
    let diff = std::fs::read_to_string(&work.diff).unwrap();
    let with = |more: &[&str]| reconcile(&[&work.arguments[..], &words(more)].concat());
    with(&["--tolerance", "note=case"]).assert_failed(&["where another comparison was interrupted"]);
    with(&["--target-where", "id > 3"]).assert_failed(&["where another comparison was interrupted"]);
    for damaged in [String::new(), diff.replacen("\"columns\"", "\"colours\"", 1), diff.lines().take(2).collect()] {
        std::fs::write(&work.diff, damaged).unwrap();
        with(&[]).assert_failed(&["does not hold what was found before the interruption"]);
        assert!(work.checkpoint.exists());
    }
    let without_diff = &work.arguments[..work.arguments.len() - 2];
    for format in ["sql", "csv", "jsonl"] {
        reconcile(&[without_diff, &words(&["--format", format])].concat()).assert_failed(&["add --diff FILE"]);
    }
    std::fs::write(&work.diff, diff).unwrap();
    // What was told before is shown with the rest.
    let ran = with(&["--format", "jsonl"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert_eq!(work.told(), wanted);
    assert_eq!(ran.stdout, std::fs::read_to_string(&work.diff).unwrap());
    std::fs::remove_dir_all(folder).unwrap();
}
