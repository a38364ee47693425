//! The executor on PostgreSQL: what does not get its lock is tried again as a whole, and what was killed can be run again.

use std::time::{Duration, Instant};

use database::{EngineUrl, ScratchDatabase, ScratchServer, Session};
use findings::SourceText;
use plan_engine::plan::{Action, Batches, PhaseName, Side, Sql};
use plan_engine::{MakeOptions, make};
use runner::{ErrorKind, ExecuteOptions, Executor};
use schema_diff::Dialect;
use schema_diff::read::{Limits, read};

fn database(schema: &str) -> (ScratchServer, ScratchDatabase) {
    let url = testkit::engine::postgres_url().expect("run `cargo xtask test`, which starts PostgreSQL");
    let url: EngineUrl = url.parse().expect("the URL of an engine");
    let server = ScratchServer::postgres(&url).expect("the engine is at hand");
    let database = server.create("executor").expect("a scratch database");
    database.open().expect("a session").execute(schema).expect("a schema");
    (server, database)
}

fn executor(database: &ScratchDatabase) -> Executor {
    let mut options = ExecuteOptions::default();
    options.lock_timeout = Duration::from_millis(100);
    Executor::new(database.open().expect("a session"), options).expect("an executor")
}

fn scalar(session: &mut Session, query: &str) -> String {
    session.query(query).expect("an answer").scalar().unwrap_or_default()
}

/// Asks until `query` answers `expected`.
fn wait_for(session: &mut Session, query: &str, expected: &str) {
    let started = Instant::now();
    while scalar(session, query) != expected {
        assert!(started.elapsed() < Duration::from_secs(20), "`{query}` does not answer {expected}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_transaction_that_waits_too_long_is_tried_again_as_a_whole() {
    let (_server, database) = database("CREATE TABLE done (n integer); CREATE TABLE busy (n integer)");
    let mut reader = database.open().unwrap();
    reader.execute("BEGIN; SELECT count(*) FROM busy").unwrap();
    let end = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(400));
        reader.rollback().unwrap();
    });
    let statements = ["INSERT INTO done VALUES (1)", "ALTER TABLE busy ADD COLUMN m integer"].map(str::to_owned);
    let executed = executor(&database).run(&Action::Sql(Sql::in_transaction(statements.to_vec()))).unwrap();
    end.join().unwrap();
    assert!(executed.lock_retries >= 2, "{executed:?}");
    assert_eq!(scalar(&mut database.open().unwrap(), "SELECT count(*) FROM done"), "1");
}

#[test]
fn an_index_whose_build_was_killed_is_built_again() {
    let (_server, database) = database("CREATE TABLE t (n integer); INSERT INTO t SELECT generate_series(1, 100)");
    let statements = ["DROP INDEX CONCURRENTLY IF EXISTS t_n", "CREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n)"];
    let build = Action::Sql(Sql::outside_transaction(statements.map(str::to_owned).to_vec()));
    let mut writer = database.open().unwrap();
    writer.execute("BEGIN; INSERT INTO t VALUES (0)").unwrap();
    let mut first = executor(&database);
    let pid = first.session().backend_pid().unwrap().unwrap();
    let (mut admin, its_build) = (database.open_as_admin().unwrap(), build.clone());
    let killed = std::thread::spawn(move || first.run(&its_build).map(drop).unwrap_err().kind());
    let waits = format!("SELECT wait_event FROM pg_stat_activity WHERE pid = {pid} AND query LIKE 'CREATE%'");
    wait_for(&mut admin, &waits, "virtualxid");
    admin.query(&format!("SELECT pg_terminate_backend({pid})")).unwrap();
    assert_eq!(killed.join().unwrap(), ErrorKind::Engine);
    let is_valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_n'::regclass";
    assert_eq!(scalar(&mut admin, is_valid), "f", "the killed build leaves an index that nothing uses");
    writer.rollback().unwrap();
    executor(&database).run(&build).unwrap();
    assert_eq!(scalar(&mut admin, is_valid), "t");
}

/// The actions that make the workshop, of a plan that needs it.
fn workshop() -> Vec<Action> {
    let side =
        |text: &str| Side::of(&read(Dialect::Postgres, &[SourceText::new("test.sql", text)], &Limits::default()));
    let (before, after) = (side("CREATE TABLE a (n integer)"), side("CREATE TABLE a (n integer, m text)"));
    let plan = make(before, after, &MakeOptions::new()).unwrap();
    let prepare = plan.phases.into_iter().find(|it| it.name == PhaseName::Prepare).expect("there is a phase prepare");
    prepare.steps.into_iter().flat_map(|it| it.forward).collect()
}

#[test]
fn batches_that_were_killed_go_on_where_they_stopped() {
    let fill = "ALTER TABLE t SET (fillfactor = 10)";
    let rows = "INSERT INTO t SELECT generate_series(1, 2000)";
    let (_server, database) = database(&format!("CREATE TABLE t (n integer, m integer); {fill}; {rows}"));
    let mut first = executor(&database);
    for action in workshop() {
        first.run(&action).unwrap();
    }
    let update = "UPDATE public.t AS t SET m = (SELECT n FROM pg_sleep(0.0005)) WHERE m IS NULL AND {range}";
    let call = format!("CALL migration_architect.in_batches('public.t', '{update}', NULL, 1)");
    let batches = Action::Batches(Batches { title: "fill m".to_owned(), call });
    let pid = first.session().backend_pid().unwrap().unwrap();
    let (mut admin, its_batches) = (database.open_as_admin().unwrap(), batches.clone());
    let killed = std::thread::spawn(move || first.run(&its_batches).map(drop).unwrap_err().kind());
    wait_for(&mut admin, "SELECT count(*) > 100 FROM t WHERE m IS NOT NULL", "t");
    admin.query(&format!("SELECT pg_terminate_backend({pid})")).unwrap();
    assert_eq!(killed.join().unwrap(), ErrorKind::Engine);
    let left = "SELECT count(*) FROM t WHERE m IS NULL";
    assert_ne!(scalar(&mut admin, left), "0", "it was killed before the end");
    executor(&database).run(&batches).unwrap();
    assert_eq!(scalar(&mut admin, left), "0");
    assert_eq!(scalar(&mut admin, "SELECT count(*) FROM t WHERE m <> n"), "0");
}
