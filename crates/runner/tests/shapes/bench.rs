//! A plan on a database of its own, taken action by action.

use std::collections::BTreeSet;

use database::{EngineUrl, ScratchDatabase, ScratchServer, Session};
use findings::SourceText;
use plan_engine::plan::{Action, AppVersion, Archive, ArchiveKind, PhaseName, Plan, Side};
use plan_engine::{MakeOptions, make};
use runner::{ExecuteOptions, Executor, UnmetGate};
use schema_diff::Dialect;
use schema_diff::diff::Rename;
use schema_diff::read::{Limits, read};

/// A plan on a database of its own.
pub(crate) struct Bench {
    plan: Plan,
    done: BTreeSet<PhaseName>,
    executor: Executor,
    database: ScratchDatabase,
    _server: ScratchServer,
}

fn reading(text: &str) -> schema_diff::read::Reading {
    let reading = read(Dialect::Postgres, &[SourceText::new("test.sql", text)], &Limits::default());
    assert_eq!(reading.diagnostics, [], "the schema of a test is readable");
    reading
}

impl Bench {
    /// Makes the plan from `before` to `after`, in which comments state renames, and a database with the schema before.
    pub(crate) fn new(before: &str, after: &str, conversions: &[&str]) -> Self {
        let url = testkit::engine::postgres_url().expect("run `cargo xtask test`, which starts PostgreSQL");
        let url: EngineUrl = url.parse().expect("the URL of an engine");
        let server = ScratchServer::postgres(&url).expect("the engine is at hand");
        let (old, new) = (reading(before), reading(after));
        let conversions = conversions.iter().map(|it| it.parse().expect("a conversion")).collect();
        let options = MakeOptions::new().renames(Rename::stated(&old, &new)).conversions(conversions);
        let plan = make(Side::of(&old), Side::of(&new), &options).expect("a plan");
        let database = server.create("shapes").expect("a scratch database");
        database.open().expect("a session").execute(before).expect("the schema before");
        let mut execute = ExecuteOptions::default();
        execute.unmet_gate = UnmetGate::RunRemedy;
        let executor = Executor::new(database.open().expect("a session"), execute).expect("an executor");
        let executor = executor.with_elevator(database.elevator());
        Self { plan, done: BTreeSet::new(), executor, database, _server: server }
    }

    /// What the archive of values of `column` that its former shape cannot hold holds, in the order of the key `id`.
    pub(crate) fn kept(&self, column: &str) -> Option<String> {
        let is_it = |it: &&Archive| matches!(&it.kind, ArchiveKind::Unfit { column: of, .. } if of == column);
        let archive = self.plan.archives.iter().find(is_it).expect("the plan has an archive for it");
        let query = format!("SELECT string_agg({column}, ' ' ORDER BY id) FROM {}", archive.relation);
        let (mut admin, listing) = (self.admin(), archive.listing(Dialect::Postgres));
        let (kept, listed) = (scalar(&mut admin, &query), admin.query(&listing).expect(&listing));
        assert_eq!(kept.is_some(), !listed.rows.is_empty(), "the plan's query lists what is kept: {listing}");
        kept
    }

    /// A session of an application.
    pub(crate) fn session(&self) -> Session {
        self.database.open().expect("a session")
    }

    /// A session that may do everything.
    pub(crate) fn admin(&self) -> Session {
        self.database.open_as_admin().expect("a session")
    }

    fn run(&mut self, actions: Vec<Action>, between: &mut dyn FnMut(&Action)) {
        for action in actions {
            self.executor.run(&action).unwrap_or_else(|error| panic!("{error}\n{action:#?}"));
            between(&action);
        }
    }

    /// Goes forwards to the end of `phase`.
    pub(crate) fn forward_to(&mut self, phase: PhaseName) {
        self.forward_with(phase, &mut |_| ());
    }

    /// Goes forwards to the end of `phase`, with `between` after every action.
    pub(crate) fn forward_with(&mut self, phase: PhaseName, between: &mut dyn FnMut(&Action)) {
        let due = self.plan.phases.iter().filter(|it| it.name <= phase && !self.done.contains(&it.name));
        let (names, actions): (Vec<_>, Vec<_>) =
            due.map(|it| (it.name, it.steps.iter().flat_map(|step| step.forward.clone()).collect::<Vec<_>>())).unzip();
        self.done.extend(names);
        self.run(actions.concat(), between);
    }

    /// Runs what `phase` does forwards, whether or not it was done, until something stops it.
    pub(crate) fn again(&mut self, phase: PhaseName) -> Result<(), runner::Error> {
        let steps = self.plan.phases.iter().filter(|it| it.name == phase).flat_map(|it| it.steps.clone());
        let actions: Vec<Action> = steps.flat_map(|it| it.forward).collect();
        actions.iter().try_for_each(|action| self.executor.run(action).map(drop))
    }

    /// Goes back from `phase` to the start.
    pub(crate) fn back_from(&mut self, phase: PhaseName) {
        self.back_with(phase, &mut |_| ());
    }

    /// Goes back from `phase` to the start, with `between` after every action, which is told what versions run.
    pub(crate) fn back_with(&mut self, phase: PhaseName, between: &mut dyn FnMut(&[AppVersion])) {
        let rollback = rollback_gen::compose(&self.plan, phase);
        self.done.clear();
        for phase in &rollback.phases {
            let actions = phase.steps.iter().flat_map(|it| it.actions.clone()).collect();
            self.run(actions, &mut |_| between(&phase.versions));
        }
    }
}

/// What `query` answers first.
pub(crate) fn scalar(session: &mut Session, query: &str) -> Option<String> {
    session.query(query).unwrap_or_else(|error| panic!("{error}\n{query}")).scalar()
}

/// Executes `statement`, which must go.
pub(crate) fn go(session: &mut Session, statement: &str) {
    session.execute(statement).unwrap_or_else(|error| panic!("{error}\n{statement}"));
}
