//! Predicts a backfill from a calibration, runs it, and compares.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use database::{EngineUrl, ScratchDatabase, ScratchServer, Session};
use findings::SourceText;
use plan_engine::MakeOptions;
use plan_engine::estimate::model::for_schema_step;
use plan_engine::estimate::{Calibration, Statistics, Throughputs};
use plan_engine::plan::{PhaseName, Plan, Side, Step};
use plan_engine::specification::model::{Migration, Places, Table};
use runner::{CalibrateOptions, ExecuteOptions, Executor};
use schema_diff::Dialect;
use schema_diff::read::{Limits, read};

use super::cases::{CASES, Case};

/// Options of the experiment.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A PostgreSQL server; scratch databases are made on it.
    #[arg(long, value_name = "URL")]
    engine: EngineUrl,
    /// Rows of each table.
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// Seconds for a calibration.
    #[arg(long, default_value_t = 240)]
    seconds: u64,
    /// Runs after which it is calibrated anew.
    #[arg(long, default_value_t = 5)]
    every: usize,
    /// Only the first so many runs.
    #[arg(long, default_value_t = CASES.len())]
    runs: usize,
}

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let server = ScratchServer::postgres(&arguments.engine)?;
    let mut speeds = Throughputs::default();
    let (mut within, mut runs) = (0, 0);
    println!(
        "| table | bytes by row | index bytes by row | P5 | P50 | P95 | real | within |\n|---|---|---|---|---|---|---|---|"
    );
    for case in CASES.iter().take(arguments.runs) {
        if runs % arguments.every.max(1) == 0 {
            speeds = calibrated(arguments)?;
        }
        let outcome = one(&server, arguments.rows, case, &speeds).with_context(|| case.name)?;
        runs += 1;
        within += usize::from(outcome.within());
        println!("| {} | {outcome} |", case.name);
    }
    println!("\n{within} of {runs} within P5 to P95");
    Ok(())
}

fn calibrated(arguments: &Arguments) -> Result<Throughputs> {
    let options = CalibrateOptions::default().time(Duration::from_secs(arguments.seconds));
    let calibration = runner::calibrate(&arguments.engine, &options, &AtomicBool::new(false), &mut |_| ())?;
    // As `plan make` reads it: from the text of the file.
    let calibration = Calibration::from_json(&calibration.to_json()?)?;
    let rows = calibration.tables.first().map_or(0.0, |table| table.rows);
    eprintln!("calibrated on {} with {rows} rows", calibration.engine);
    let mut speeds = Throughputs::default();
    speeds.calibrated(&calibration, "throughput.json");
    Ok(speeds)
}

struct Outcome {
    row_bytes: f64,
    index_bytes: f64,
    quantiles: [f64; 3],
    real: f64,
}

impl Outcome {
    fn within(&self) -> bool {
        let [low, _, high] = self.quantiles;
        (low..=high).contains(&self.real)
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [low, middle, high] = self.quantiles;
        let within = if self.within() { "yes" } else { "no" };
        let Self { row_bytes, index_bytes, real, .. } = self;
        write!(
            f,
            "{row_bytes:.0} | {index_bytes:.0} | {low:.1} s | {middle:.1} s | {high:.1} s | {real:.1} s | {within}"
        )
    }
}

fn one(server: &ScratchServer, rows: u64, case: &Case, speeds: &Throughputs) -> Result<Outcome> {
    let database = server.create("experiment")?;
    let mut executor = executor(&database)?;
    let [before, after] = [case.columns, case.after].map(|columns| statements(case, columns));
    let session = executor.session();
    session.execute_all(&before)?;
    session.execute(&format!("INSERT INTO it SELECT {} FROM generate_series(1::bigint, {rows}) AS g", case.values))?;
    session.execute("VACUUM (ANALYZE) it")?;
    let number = |session: &mut Session, query: &str| -> Result<f64> {
        Ok(session.query(query)?.scalar().context("a number")?.parse()?)
    };
    let bytes = number(session, "SELECT pg_relation_size('it')")?;
    let index_bytes = number(session, "SELECT pg_indexes_size('it')")?;
    let count = number(session, "SELECT count(*) FROM it")?;
    let plan = plan(&before, &after)?;
    let known = Table {
        name: "it".to_owned(),
        rows: Some(count),
        bytes: Some(bytes),
        index_bytes: Some(index_bytes),
        ..Table::default()
    };
    let migration = Migration { tables: vec![known], ..Migration::default() };
    let statistics = Statistics::of(&migration, &Places::default());
    let steps = |wanted: fn(PhaseName) -> bool| {
        plan.phases.iter().filter(move |phase| wanted(phase.name)).flat_map(|phase| &phase.steps)
    };
    for step in steps(|phase| phase < PhaseName::Backfill) {
        take(&mut executor, step)?;
    }
    let backfill: Vec<&Step> = steps(|phase| phase == PhaseName::Backfill).collect();
    let [step] = backfill.as_slice() else { anyhow::bail!("one step of backfill, not {}", backfill.len()) };
    let estimate = for_schema_step("experiment", step, &statistics, speeds);
    let real = under_load(&database, case, || take(&mut executor, step))?;
    let left = executor.session().query("SELECT count(*) FROM it WHERE migration_architect_n IS NULL")?.scalar();
    ensure!(left.as_deref() == Some("0"), "the backfill left {left:?} rows");
    let quantiles = [0.05, 0.5, 0.95].map(|p| estimate.distribution.quantile(p));
    Ok(Outcome { row_bytes: bytes / count, index_bytes: index_bytes / count, quantiles, real })
}

/// A session that is as durable as those of applications: what a scratch database is spared, a real one is not.
fn executor(database: &ScratchDatabase) -> Result<Executor> {
    let commit = database.open_as_admin()?.query("SHOW synchronous_commit")?.scalar();
    let mut session = database.open()?;
    session.execute(&format!("SET synchronous_commit = {}", commit.as_deref().unwrap_or("on")))?;
    Ok(Executor::new(session, ExecuteOptions::default())?)
}

fn statements(case: &Case, columns: &str) -> Vec<String> {
    let indexes = case.indexes.iter().enumerate();
    let indexes = indexes.map(|(at, columns)| format!("CREATE INDEX it_{at} ON it ({columns})"));
    [format!("CREATE TABLE it ({columns})")].into_iter().chain(indexes).collect()
}

fn plan(before: &[String], after: &[String]) -> Result<Plan> {
    let side = |statements: &[String]| {
        let text = statements.join(";\n");
        Side::of(&read(Dialect::Postgres, &[SourceText::new("experiment.sql", text)], &Limits::default()))
    };
    Ok(plan_engine::make(side(before), side(after), &MakeOptions::new())?)
}

/// Seconds in which all actions of a step are done.
fn take(executor: &mut Executor, step: &Step) -> Result<f64> {
    let mut seconds = 0.0;
    for action in &step.forward {
        seconds += executor.run(action)?.duration.as_secs_f64();
    }
    Ok(seconds)
}

/// Does `work` while the case's sessions write and read.
fn under_load(database: &ScratchDatabase, case: &Case, work: impl FnOnce() -> Result<f64>) -> Result<f64> {
    let done = &AtomicBool::new(false);
    let others = (0..case.writers).map(|_| true).chain((0..case.readers).map(|_| false));
    let others = others.map(|writes| Ok((writes, database.open()?))).collect::<Result<Vec<_>>>()?;
    std::thread::scope(|scope| {
        let loads: Vec<_> =
            others.into_iter().map(|(writes, session)| scope.spawn(move || load(session, writes, done))).collect();
        let outcome = work();
        done.store(true, Ordering::Relaxed);
        for load in loads {
            load.join().map_err(|_| anyhow::anyhow!("a session of the load ended early"))??;
        }
        outcome
    })
}

fn load(mut session: Session, writes: bool, done: &AtomicBool) -> Result<()> {
    let mut key: u64 = 1;
    while !done.load(Ordering::Relaxed) {
        // Scattered over the keys, the same in every run.
        key = key.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if writes {
            session.execute(&format!("UPDATE it SET n = n WHERE id = {}", 1 + (key >> 33) % 1_000_000))?;
            std::thread::sleep(Duration::from_millis(5));
        } else {
            session.query("SELECT count(*) FROM it WHERE id IS NOT NULL")?;
        }
    }
    Ok(())
}
