//! A process that writes to two systems is killed, again and again: nothing is lost, and nothing is there twice.
//!
//! The writes add to balances, so that one made twice would show. The processes are this very program, told by a variable
//! what to do: that is why it has a `main` of its own.

mod link;
mod process;
mod systems;

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use process::{Mode, REQUESTS, Work};
use systems::Systems;

/// Starts a process that does `work`, and dies before its `dies_at`-th statement where one is stated.
fn start(work: &Work, dies_at: Option<u64>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(process::VARIABLE, work.to_text());
    if let Some(step) = dies_at {
        command.env(link::VARIABLE, step.to_string());
    }
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Whether the process came to its end, or died as it was told to.
fn ended(child: Child) -> bool {
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    // A process that panics has an exit code; one that was killed has none.
    assert!(output.status.success() || output.status.code().is_none(), "{said}");
    output.status.success()
}

/// Kills a process before its first statement, one before its second, …, until one ends by itself; after each, another one
/// goes on with what is left.
fn dies_before_every_statement(systems: impl Fn() -> Systems, mode: Mode) {
    let mut step = 1;
    loop {
        let systems = systems();
        let work = Work { systems: systems.places(), mode, worker: 0, workers: 1, requests: 5 };
        let whole = ended(start(&work, Some(step)));
        if !whole {
            assert!(ended(start(&work, None)));
        }
        systems.check(work.requests, &format!("{mode:?}, killed before statement {step}"));
        if whole {
            break;
        }
        step += 1;
    }
    assert!(step > 30, "only {step} statements: the processes did nothing");
}

/// Kills two processes that work beside each other at any moment, until so many were killed.
fn die_at_any_moment(systems: impl Fn() -> Systems, mode: Mode, kills: u32) {
    let mut chance: u64 = 0x5eed;
    let mut killed = 0;
    while killed < kills {
        let systems = systems();
        let work = |worker| Work { systems: systems.places(), mode, worker, workers: 2, requests: REQUESTS };
        loop {
            let mut both = [start(&work(0), None), start(&work(1), None)];
            let mut ends = Vec::new();
            for child in &mut both {
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                std::thread::sleep(Duration::from_micros((chance >> 33) % 30_000));
                let _ = child.kill();
            }
            for child in both {
                let end = ended(child);
                killed += u32::from(!end);
                ends.push(end);
            }
            if killed >= kills || ends.iter().all(|end| *end) {
                break;
            }
        }
        let both = [start(&work(0), None), start(&work(1), None)];
        for child in both {
            assert!(ended(child));
        }
        systems.check(REQUESTS, &format!("{mode:?}, {killed} kills"));
    }
}

fn main() -> std::process::ExitCode {
    if let Ok(work) = std::env::var(process::VARIABLE) {
        process::works(&Work::of_text(&work));
        return std::process::ExitCode::SUCCESS;
    }
    let files: fn() -> Systems = Systems::in_files;
    let server: fn() -> Systems = Systems::on_a_server;
    let (entry, intent) = (Mode::Transaction, Mode::Intent);
    let trials = vec![
        trial("an_entry_survives_death_before_every_statement", move || dies_before_every_statement(files, entry)),
        trial("an_intent_survives_death_before_every_statement", move || dies_before_every_statement(files, intent)),
        trial("entries_survive_death_at_any_moment", move || die_at_any_moment(files, entry, 150)),
        trial("intents_survive_death_at_any_moment", move || die_at_any_moment(files, intent, 150)),
        trial("on_postgres_an_entry_survives_before_every_statement", move || {
            dies_before_every_statement(server, entry);
        }),
        trial("on_postgres_entries_survive_death_at_any_moment", move || die_at_any_moment(server, entry, 60)),
        trial("on_postgres_intents_survive_death_at_any_moment", move || die_at_any_moment(server, intent, 60)),
    ];
    libtest_mimic::run(&libtest_mimic::Arguments::from_args(), trials).exit_code()
}

fn trial(name: &str, test: impl FnOnce() + Send + 'static) -> libtest_mimic::Trial {
    libtest_mimic::Trial::test(name, move || {
        test();
        Ok(())
    })
}
