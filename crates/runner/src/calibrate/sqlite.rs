//! One round on one table of SQLite.

use plan_engine::estimate::Figure;

use super::bench::{Size, Timed};
use super::shape::{AMOUNT, Shape};
use super::{Run, as_float};
use crate::Error;

/// Makes the table, measures everything on it and drops it.
pub(super) fn round(run: &mut Run<'_>, shape: &Shape, rows: u64) -> Result<(Size, Vec<Timed>), Error> {
    let table = shape.name;
    let mut timed = Vec::new();
    let mut put = |figure, amount, seconds| timed.push(Timed { figure, amount, seconds });
    run.next(shape, rows, "insert")?;
    put(Figure::InsertRows, as_float(rows), run.bench.make(shape)?);
    let bytes = |name: &str| format!("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name {name}");
    let size = Size {
        heap: run.bench.number(&bytes(&format!("= '{table}'")))?,
        indexes: run.bench.number(&bytes(&format!("GLOB '{table}_[0-9]'")))?,
    };
    run.next(shape, rows, "scan")?;
    let scan = run.bench.time(&format!("SELECT count(*) FROM {table} WHERE {AMOUNT} < -1"))?;
    put(Figure::ScanBytes, size.heap, scan);
    run.next(shape, rows, "check of a constraint")?;
    let validate = format!("SELECT count(*) FROM {table} WHERE NOT ({AMOUNT} >= 0 AND typeof({AMOUNT}) = 'integer')");
    put(Figure::ValidateBytes, size.heap, run.bench.time(&validate)?);
    run.next(shape, rows, "index")?;
    let seconds = run.bench.time(&format!("CREATE INDEX probe ON {table} ({AMOUNT})"))?;
    let index = run.bench.number(&bytes("= 'probe'"))?;
    put(Figure::IndexBytes, index, (seconds - scan).max(seconds / 5.0));
    run.bench.execute("DROP INDEX probe")?;
    run.next(shape, rows, "rewrite")?;
    put(Figure::WriteBytes, size.heap + size.indexes, rebuild(run, shape)?);
    run.next(shape, rows, "trigger")?;
    let some = (rows / 20).max(1);
    let without = update_some(run, table, some)?;
    run.bench.execute(&format!("ALTER TABLE {table} ADD COLUMN twin integer"))?;
    run.bench.execute(&format!(
        "CREATE TRIGGER probe AFTER UPDATE OF kind ON {table} BEGIN UPDATE {table} SET twin = NEW.{AMOUNT} WHERE id = NEW.id; END"
    ))?;
    let with = update_some(run, table, some)?;
    put(Figure::TriggerRows, as_float(some), (with - without).max(without / 20.0));
    run.bench.execute("DROP TRIGGER probe")?;
    run.next(shape, rows, "update of all rows")?;
    put(Figure::UpdateRows, as_float(rows), run.bench.time(&format!("UPDATE {table} SET twin = {AMOUNT}"))?);
    run.bench.execute(&format!("DROP TABLE {table}"))?;
    Ok((size, timed))
}

/// The table made anew, as a plan does it: a new one, the rows, the names, the indexes, in one transaction.
fn rebuild(run: &mut Run<'_>, shape: &Shape) -> Result<f64, Error> {
    let (table, anew) = (shape.name, format!("{}_anew", shape.name));
    let create = shape.statements.first().map(|it| it.replacen(table, &anew, 1)).unwrap_or_default();
    let indexes = shape.statements.get(1..).unwrap_or_default().join("; ");
    let indexes = if indexes.is_empty() { indexes } else { format!("; {indexes}") };
    let whole = format!(
        "BEGIN; {create}; INSERT INTO {anew} SELECT * FROM {table}; DROP TABLE {table}; ALTER TABLE {anew} RENAME TO {table}{indexes}; COMMIT"
    );
    run.bench.time(&whole)
}

/// Seconds in which the first rows are updated; the update is taken back.
fn update_some(run: &mut Run<'_>, table: &str, some: u64) -> Result<f64, Error> {
    run.bench.execute("BEGIN")?;
    let outcome = run.bench.time(&format!("UPDATE {table} SET kind = kind + 1 WHERE id <= {some}"));
    run.bench.execute("ROLLBACK")?;
    outcome
}
