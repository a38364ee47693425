//! Every case under `fixtures/` is proven on its engine: SQLite embedded, PostgreSQL as `cargo xtask test` starts it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use database::{EngineUrl, ScratchServer};
use findings::SourceText;
use plan_engine::plan::{Plan, Side};
use plan_engine::{Derive, ErrorKind, Fill, MakeOptions, make};
use runner::{Outcome, ProveOptions, prove};
use schema_diff::Dialect;
use schema_diff::diff::Rename;
use schema_diff::read::{Limits, read};
use testkit::fixture::{Fixture, Kind};

#[test]
fn every_case_is_proven_on_sqlite() {
    prove_all(Dialect::Sqlite, &|| ScratchServer::sqlite().expect("the embedded SQLite"));
}

#[test]
fn every_case_is_proven_on_postgres() {
    let url: EngineUrl = match testkit::engine::postgres_url() {
        Ok(url) => url.parse().expect("the URL of an engine"),
        Err(error) => panic!("{error}"),
    };
    prove_all(Dialect::Postgres, &|| ScratchServer::postgres(&url).expect("PostgreSQL"));
}

/// Proves the cases of `dialect`, two at a time, and fails with everything that went wrong.
fn prove_all(dialect: Dialect, server: &(dyn Fn() -> ScratchServer + Sync)) {
    let mut fixtures = Fixture::all().expect("the fixtures");
    fixtures.retain(|fixture| fixture.kind == Kind::Migration && fixture.dialect == dialect.as_str());
    // While one is at work on a group: `MIGRATION_ARCHITECT_FIXTURES=postgres/shapes`.
    if let Ok(some) = std::env::var("MIGRATION_ARCHITECT_FIXTURES") {
        fixtures.retain(|fixture| fixture.name.contains(&some));
    }
    let next = AtomicUsize::new(0);
    let problems = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let server = server();
                while let Some(fixture) = fixtures.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(problem) = prove_one(fixture, dialect, &server) {
                        problems.lock().expect("no panic").push(format!("{}: {problem}", fixture.name));
                    }
                }
            });
        }
    });
    let problems = problems.into_inner().expect("no panic");
    assert!(!fixtures.is_empty(), "there are no cases for {dialect}");
    assert!(problems.is_empty(), "{} of {}:\n{}", problems.len(), fixtures.len(), problems.join("\n"));
}

fn prove_one(fixture: &Fixture, dialect: Dialect, server: &ScratchServer) -> Result<(), String> {
    let to_be_refused = fixture.name.split('/').nth(1) == Some("refused");
    let plan = match plan(fixture, dialect) {
        Err(error) if to_be_refused && error.kind() == ErrorKind::Refused => return Ok(()),
        Err(error) => return Err(error.to_string()),
        Ok(_) if to_be_refused => return Err("a plan is made where none should be".to_owned()),
        Ok(plan) => plan,
    };
    let proof = match prove(&plan, server, &ProveOptions::default(), &mut |_| ()) {
        Ok(proof) => proof,
        // It says which one it needs, and the newer engines of the matrix prove it.
        Err(error) if error.kind() == runner::ErrorKind::TooOld && plan.needs_version().is_some() => {
            println!("{}: {error}", fixture.name);
            return Ok(());
        }
        Err(error) => return Err(error.to_string()),
    };
    if proof.outcome == Outcome::Proven {
        return Ok(());
    }
    Err(format!("{:?}\n  {:#?}\n  {:#?}", proof.outcome, proof.failures, proof.unproven_tables))
}

fn plan(fixture: &Fixture, dialect: Dialect) -> Result<Plan, plan_engine::Error> {
    let reading = |name: &str, text: &str| read(dialect, &[SourceText::new(name, text)], &Limits::default());
    let (before, after) = (reading("before.sql", &fixture.before), reading("after.sql", &fixture.after));
    let mut renames = Rename::stated(&before, &after);
    renames.extend(fixture.options.renames.iter().map(|text| text.parse::<Rename>().expect("a rename")));
    let fills = fixture.options.fills.iter();
    let fills = fills.map(|(column, value)| Fill { column: column.clone(), expression: value.clone() });
    let conversions = fixture.options.conversions.iter().map(|text| text.parse().expect("a conversion"));
    let derives = fixture.options.derives.iter();
    let derives = derives.map(|(column, made)| Derive { column: column.clone(), expression: made.clone() });
    let options = MakeOptions::new().renames(renames).fills(fills.collect()).conversions(conversions.collect());
    let moves = fixture.options.moves.iter().map(|text| text.parse().expect("a move"));
    let joins = fixture.options.joins.iter().map(|text| text.parse().expect("a join"));
    let options = options.derives(derives.collect()).moves(moves.collect(), joins.collect());
    make(Side::of(&before), Side::of(&after), &options)
}
