//! Keys that cut a table into parts of about the same size.

use std::ops::ControlFlow;

use database::{EngineKind, Session, Value};

use super::source::Source;
use crate::{Result, Row};

/// How many rows a sample has for each part, where there are as many.
const SAMPLED_PER_PART: u64 = 64;
/// Of a table with at most so many rows all keys are looked at: pages of a sample are few there, and parts uneven.
const SMALL: u64 = 30_000;

/// At most `parts - 1` keys, ascending, without repetition.
pub(super) fn of(session: &mut Session, source: &Source, parts: usize, estimated: Option<u64>) -> Result<Vec<Row>> {
    if parts < 2 || source.key.is_empty() {
        return Ok(Vec::new());
    }
    let mut keys = match source.engine {
        EngineKind::Postgres => sampled(session, source, parts, estimated)?,
        _ => scanned(session, source, parts)?,
    };
    keys.dedup();
    Ok(keys)
}

/// From a sample of the table's pages. The sample is the same each time as long as the table is.
fn sampled(session: &mut Session, source: &Source, parts: usize, estimated: Option<u64>) -> Result<Vec<Row>> {
    let wanted = SAMPLED_PER_PART.saturating_mul(parts as u64);
    let share = estimated.filter(|it| *it > wanted.max(SMALL)).map(|rows| to_float(wanted) / to_float(rows) * 100.0);
    if let Some(share) = share {
        let keys = cut(session, source, parts, &format!(" TABLESAMPLE SYSTEM ({share}) REPEATABLE (42)"))?;
        if keys.len() + 1 >= parts.min(8) {
            return Ok(keys);
        }
    }
    // The table is small, the estimate far off, or few rows meet the filter.
    cut(session, source, parts, "")
}

fn cut(session: &mut Session, source: &Source, parts: usize, sample: &str) -> Result<Vec<Row>> {
    let list = source.key_list();
    let names: Vec<String> = (0..source.key.len()).map(|at| format!("k{at}")).collect();
    let keys: Vec<String> =
        source.key_parts().zip(&names).map(|(part, name)| format!("{} AS {name}", part.sql)).collect();
    let names = names.join(", ");
    let rows = format!("FROM {}{sample}{}", source.from, source.conditions([]));
    // Counted apart: a window over all rows would keep them.
    let statement = source.statement(format!(
        "SELECT {names} FROM (SELECT {}, pg_catalog.row_number() OVER (ORDER BY {list}) - 1 AS n, \
         (SELECT pg_catalog.count(*) {rows}) AS c {rows}) AS s \
         WHERE n > 0 AND n * {parts} / c <> (n - 1) * {parts} / c ORDER BY {names}",
        keys.join(", ")
    ));
    statement.rows(session)
}

/// From all keys in their order: every n-th, n doubled as often as more of them come than are wanted.
fn scanned(session: &mut Session, source: &Source, parts: usize) -> Result<Vec<Row>> {
    let list = source.key_list();
    let statement =
        source.statement(format!("SELECT {list} FROM {}{} ORDER BY {list}", source.from, source.conditions([])));
    let (mut kept, mut every, mut seen): (Vec<Row>, u64, u64) = (Vec::new(), 1, 0);
    statement.stream(session, &mut |row: &[Value]| {
        if seen.is_multiple_of(every) {
            kept.push(row.to_vec());
            if kept.len() >= parts.saturating_mul(16) {
                every *= 2;
                let mut keep = false;
                kept.retain(|_| {
                    keep = !keep;
                    keep
                });
            }
        }
        seen += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    let count = kept.len();
    let cut = |at: usize| kept.get(at * count / parts).cloned();
    Ok((1..parts).filter(|at| at * count / parts > 0).filter_map(cut).collect())
}

/// Rounding does no harm to a share.
#[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
fn to_float(count: u64) -> f64 {
    count as f64
}
