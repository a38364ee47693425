//! What a plan takes from the engine, beside what the migration takes that the authors wrote.

use std::cmp::Ordering;

use anyhow::Context;
use database::{ReadOptions, ScratchDatabase, ScratchServer};
use findings::SourceText;
use plan_engine::plan::{Action, PhaseName, Plan, Sql};
use schema_diff::Dialect;
use schema_diff::read::{Limits, read};
use serde::{Deserialize, Serialize};

use super::measure::{Measure, Taken};

/// How two ways compare.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Against {
    /// Both ran.
    Measured {
        /// What the plan took.
        ours: Taken,
        /// What the authors' migration took.
        theirs: Taken,
    },
    /// The authors' migration does not run on a database with rows.
    TheirsFailed(String),
    /// The plan does not run.
    OursFailed(String),
}

/// In what two ways are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// The strongest lock on a table that was there before.
    Lock,
    /// Tables that were there before and are rewritten.
    Rewrites,
    /// Tables that were there before and are scanned while nobody can write to them.
    BlockingScans,
}

impl Aspect {
    pub(super) const ALL: [Self; 3] = [Self::Lock, Self::Rewrites, Self::BlockingScans];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lock => "strongest_lock",
            Self::Rewrites => "rewrites",
            Self::BlockingScans => "blocking_scans",
        }
    }

    /// What the counts of this aspect say.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Lock => "weaker strongest lock on the tables that are there",
            Self::Rewrites => "fewer tables rewritten",
            Self::BlockingScans => "fewer tables scanned while nobody can write to them",
        }
    }
}

impl Against {
    /// Whether ours takes less, as much or more; none where it was not measured.
    pub(super) fn ours_to_theirs(&self, aspect: Aspect) -> Option<Ordering> {
        let Self::Measured { ours, theirs } = self else { return None };
        Some(match aspect {
            Aspect::Lock => ours.strongest().cmp(&theirs.strongest()),
            Aspect::Rewrites => ours.rewrites.len().cmp(&theirs.rewrites.len()),
            Aspect::BlockingScans => ours.blocking_scans.len().cmp(&theirs.blocking_scans.len()),
        })
    }
}

/// Runs both on databases with the same rows.
pub(super) fn compare(plan: &Plan, migration: &str, server: &ScratchServer) -> Against {
    match (ours(plan, server), theirs(plan, migration, server)) {
        (Ok(ours), Ok(theirs)) => Against::Measured { ours, theirs },
        (Err(error), _) => Against::OursFailed(format!("{error:#}")),
        (Ok(_), Err(error)) => Against::TheirsFailed(format!("{error:#}")),
    }
}

/// The schema before with rows made up, the same each time.
fn database(plan: &Plan, server: &ScratchServer) -> anyhow::Result<ScratchDatabase> {
    let database = server.create("authors")?;
    database.apply(&plan.before.statements)?;
    let mut session = database.open_as_admin()?;
    let catalogue = session.read_catalogue(&ReadOptions::default())?.catalogue;
    runner::fill_tables(&mut session, &catalogue, 20, 1)?;
    Ok(database)
}

/// Each statement in a transaction of its own, as `psql` runs a file.
fn theirs(plan: &Plan, migration: &str, server: &ScratchServer) -> anyhow::Result<Taken> {
    let reading = read(Dialect::Postgres, &[SourceText::new("migration.sql", migration)], &Limits::default());
    let database = database(plan, server)?;
    let mut measure = Measure::new(&database, &plan.before.catalogue)?;
    for statement in &reading.statements {
        let concurrently = statement.text.to_ascii_uppercase().contains("CONCURRENTLY");
        let statements = vec![statement.text.clone()];
        let sql = if concurrently { Sql::outside_transaction(statements) } else { Sql::in_transaction(statements) };
        measure.run(&sql).with_context(|| statement.text.clone())?;
    }
    Ok(measure.taken)
}

/// The steps of all phases up to `contract`; where a gate is not met, its remedy runs.
fn ours(plan: &Plan, server: &ScratchServer) -> anyhow::Result<Taken> {
    let database = database(plan, server)?;
    let mut measure = Measure::new(&database, &plan.before.catalogue)?;
    for step in plan.phases.iter().filter(|it| it.name <= PhaseName::Contract).flat_map(|phase| &phase.steps) {
        for action in &step.forward {
            let run = match action {
                Action::Sql(sql) => measure.run(sql),
                Action::Batches(batches) => measure.run(&Sql::outside_transaction(vec![batches.call.clone()])),
                Action::Gate(gate) => measure.gate(gate),
                Action::Approval { .. } | Action::Manual { .. } => Ok(()),
            };
            run.with_context(|| format!("step {}", step.id))?;
        }
    }
    Ok(measure.taken)
}
