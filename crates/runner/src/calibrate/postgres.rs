//! One round on one table of PostgreSQL.

use findings::SourceText;
use plan_engine::MakeOptions;
use plan_engine::estimate::Figure;
use plan_engine::plan::{Action, PhaseName, Plan, Side};
use schema_diff::Dialect;
use schema_diff::read::{Limits, read};

use super::bench::{Size, Timed};
use super::shape::{AMOUNT, Shape};
use super::{Run, as_float};
use crate::Error;

/// Makes the table, measures everything on it, the plan's own backfill last, and drops it.
pub(super) fn round(run: &mut Run<'_>, shape: &Shape, rows: u64) -> Result<(Size, Vec<Timed>), Error> {
    let table = shape.name;
    let mut timed = Vec::new();
    let mut put = |figure, amount, seconds| timed.push(Timed { figure, amount, seconds });
    run.next(shape, rows, "insert")?;
    put(Figure::InsertRows, as_float(rows), run.bench.make(shape)?);
    run.bench.execute(&format!("VACUUM (ANALYZE) {table}"))?;
    let size = Size {
        heap: run.bench.number(&format!("SELECT pg_relation_size('{table}')"))?,
        indexes: run.bench.number(&format!("SELECT pg_indexes_size('{table}')"))?,
    };
    run.next(shape, rows, "scan")?;
    let scan = run.bench.time(&format!("SELECT count(*) FROM {table} WHERE {AMOUNT} < -1"))?;
    put(Figure::ScanBytes, size.heap, scan);
    run.next(shape, rows, "validation of a constraint")?;
    // What a constraint asks decides: a comparison of numbers, and a function of a text, which takes several times as long.
    // The spread of the figure holds both.
    for check in [format!("{AMOUNT} >= 0"), format!("{AMOUNT} >= 0 AND length(code) < 1000")] {
        put(Figure::ValidateBytes, size.heap, validate(run, table, &check)?);
    }
    run.next(shape, rows, "index")?;
    let (bytes, seconds) = index(run, table, scan)?;
    put(Figure::IndexBytes, bytes, seconds);
    run.next(shape, rows, "rewrite")?;
    let rewrite = run.bench.time(&format!("ALTER TABLE {table} ALTER COLUMN kind TYPE bigint"))?;
    put(Figure::WriteBytes, size.heap + size.indexes, rewrite);
    run.next(shape, rows, "trigger")?;
    let plan = widening(shape)?;
    let some = (rows / 20).max(1);
    let without = update_some(run, table, some)?;
    steps(run, &plan, |phase| phase < PhaseName::Backfill)?;
    let with = update_some(run, table, some)?;
    // Where the difference drowns in the noise, a trigger costs a twentieth of the write at least.
    put(Figure::TriggerRows, as_float(some), (with - without).max(without / 20.0));
    run.bench.execute(&format!("VACUUM {table}"))?;
    run.next(shape, rows, "backfill in batches")?;
    put(Figure::UpdateRows, as_float(rows), steps(run, &plan, |phase| phase == PhaseName::Backfill)?);
    run.bench.execute(&format!("DROP TABLE {table} CASCADE"))?;
    run.bench.execute("DROP SCHEMA migration_architect CASCADE")?;
    Ok((size, timed))
}

fn validate(run: &mut Run<'_>, table: &str, check: &str) -> Result<f64, Error> {
    run.bench.execute(&format!("ALTER TABLE {table} ADD CONSTRAINT probe CHECK ({check}) NOT VALID"))?;
    let seconds = run.bench.time(&format!("ALTER TABLE {table} VALIDATE CONSTRAINT probe"))?;
    run.bench.execute(&format!("ALTER TABLE {table} DROP CONSTRAINT probe"))?;
    Ok(seconds)
}

/// Bytes of an index, and what building it takes besides the scan.
fn index(run: &mut Run<'_>, table: &str, scan: f64) -> Result<(f64, f64), Error> {
    let seconds = run.bench.time(&format!("CREATE INDEX probe ON {table} ({AMOUNT})"))?;
    let bytes = run.bench.number("SELECT pg_relation_size('probe')")?;
    run.bench.execute("DROP INDEX probe")?;
    Ok((bytes, (seconds - scan).max(seconds / 5.0)))
}

/// Seconds in which the first rows are updated; the update is taken back.
fn update_some(run: &mut Run<'_>, table: &str, some: u64) -> Result<f64, Error> {
    run.bench.execute("BEGIN")?;
    let outcome = run.bench.time(&format!("UPDATE {table} SET kind = kind WHERE id <= {some}"));
    run.bench.execute("ROLLBACK")?;
    outcome
}

/// The plan that brings a column of the table into a wider type.
fn widening(shape: &Shape) -> Result<Plan, Error> {
    let side = |statements: &[String]| {
        let text = statements.join(";\n");
        Side::of(&read(Dialect::Postgres, &[SourceText::new("calibration.sql", text)], &Limits::default()))
    };
    let plan = plan_engine::make(side(&shape.statements), side(&shape.widened()), &MakeOptions::new());
    plan.map_err(|error| Error::invalid(None, error.to_string()))
}

/// Runs the steps of the phases that `of` picks; seconds of all batches.
fn steps(run: &mut Run<'_>, plan: &Plan, of: impl Fn(PhaseName) -> bool) -> Result<f64, Error> {
    let mut seconds = 0.0;
    for step in plan.phases.iter().filter(|phase| of(phase.name)).flat_map(|phase| &phase.steps) {
        for action in &step.forward {
            let executed = run.bench.executor().run(action)?;
            if matches!(action, Action::Batches(_)) {
                seconds += executed.duration.as_secs_f64();
            }
        }
    }
    Ok(seconds)
}
