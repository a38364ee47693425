//! Plans on PostgreSQL that sessions write through while their steps run.

use plan_engine::plan::{Action, Facts, LockMode, PhaseName, Sql};
use runner::{Proof, ProveOptions};
use schema_diff::Dialect;

use crate::postgres::server;
use crate::support::{Draft, Work, assert_fails, assert_proven, sql};

const NOTES: &str =
    "CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL, seen integer NOT NULL DEFAULT 0, at date);";

/// A plan with one step that does `forward` and leaves the schema as it is.
fn plan(forward: Vec<Action>, facts: Facts) -> Draft {
    let work = Work { forward, back: sql(&["SELECT 1"]), effect: Vec::new(), effect_back: Vec::new() };
    Draft::new(Dialect::Postgres, NOTES, NOTES).step(PhaseName::Expand, work).facts(facts)
}

fn prove(draft: Draft, writers: usize) -> Proof {
    draft.prove_with(&server(), &ProveOptions::default().writers(writers))
}

/// Takes the rows away, waits, and puts them back as they were: what is written in between is lost.
fn careless() -> Draft {
    let steps: [&[&str]; 2] = [
        &["CREATE TABLE public.copy AS SELECT * FROM public.notes"],
        &[
            "SELECT pg_sleep(0.2)",
            "LOCK TABLE public.notes IN ACCESS EXCLUSIVE MODE",
            "DELETE FROM public.notes",
            "INSERT INTO public.notes SELECT * FROM public.copy",
            "DROP TABLE public.copy",
        ],
    ];
    plan(steps.into_iter().flat_map(sql).collect(), Facts::default())
}

#[test]
fn what_a_step_loses_of_what_was_written_meanwhile_is_missed() {
    assert_fails(&prove(careless(), 4), "what the application committed while steps ran is not there");
}

#[test]
fn without_writers_nobody_misses_it() {
    let proof = prove(careless(), 0);
    assert_proven(&proof);
    assert_eq!(proof.concurrent, None);
}

#[test]
fn the_longest_wait_is_found_with_its_step() {
    let long = sql(&["LOCK TABLE public.notes IN ACCESS EXCLUSIVE MODE", "SELECT pg_sleep(0.3)"]);
    let proof = prove(plan(long, Facts::default()), 4);
    assert_proven(&proof);
    let concurrent = proof.concurrent.expect("sessions wrote");
    assert!(concurrent.rows_checked > 0 && concurrent.transactions > 4, "{concurrent:?}");
    let wait = concurrent.longest_wait.expect("statements ran");
    assert!(wait.us > 200_000 && wait.step == "expand-1" && wait.statement.contains("notes"), "{wait:?}");
}

#[test]
fn a_step_behind_a_long_transaction_gives_way_and_comes_back() {
    let facts = Facts::lock("public.notes", LockMode::AccessExclusive);
    let proof = prove(plan(sql(&["LOCK TABLE public.notes IN ACCESS EXCLUSIVE MODE"]), facts), 4);
    assert_proven(&proof);
    let [blocked] = proof.blocked.as_slice() else { panic!("one step was blocked: {:?}", proof.blocked) };
    assert!(blocked.lock_retries > 0, "{blocked:?}");
    assert_eq!((blocked.held.as_str(), blocked.wanted.as_str()), ("ACCESS SHARE", "ACCESS EXCLUSIVE"));
    assert!(blocked.longest_wait_us.is_some_and(|us| us < 2_000_000), "{blocked:?}");
}

#[test]
fn a_statement_that_fails_for_a_moment_only_is_seen() {
    let apart = |text: &str| Action::Sql(Sql::in_transaction(vec![text.to_owned()]));
    let renamed = [
        apart("ALTER TABLE public.notes RENAME TO away"),
        apart("SELECT pg_sleep(0.1)"),
        apart("ALTER TABLE public.away RENAME TO notes"),
    ];
    let text = "a statement of the old version of the application fails: relation \"public.notes\" does not exist";
    assert_fails(&prove(plan(renamed.to_vec(), Facts::default()), 4), text);
}
