//! Comparisons whose connection is cut: one message, no verdict, and they go on where they were.

use std::process::Stdio;
use std::time::Duration;

use crate::databases::{Engine, folder};
use crate::killed::{Chance, WAYS, Work, faults, tables};
use crate::{Ran, program};

fn cut(engine: Engine) {
    for way in &WAYS {
        let (mut source, mut target) =
            (engine.database(&tables(engine, true)), engine.database(&tables(engine, false)));
        let folder = folder(&format!("cut-{}-{engine:?}", way.name));
        let mut work = Work::new(way, &source, &target, &folder);
        let wanted = work.uninterrupted();
        let usual = u64::try_from(work.usual.as_micros()).unwrap();
        let (mut chance, mut cuts) = (Chance(3), 0);
        while cuts < faults() {
            loop {
                let mut process = program(&work.arguments);
                let process = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
                std::thread::sleep(Duration::from_micros(chance.below(usual)));
                if chance.below(2) == 0 { &mut source } else { &mut target }.cut_others();
                let ran = Ran::of(&process.wait_with_output().unwrap());
                if ran.code == 2 {
                    break;
                }
                cuts += 1;
                ran.assert_failed(&["postgres://", "mysql://", "mariadb://"]);
            }
            assert_eq!(work.told(), wanted, "{} on {engine:?}", way.name);
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn connections_to_postgres_are_cut() {
    cut(Engine::Postgres);
}

#[test]
fn connections_to_mariadb_are_cut() {
    cut(Engine::MariaDb);
}
