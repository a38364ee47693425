//! Both sides in the order of the key, merged.

use std::cmp::Ordering;

use crate::canonical::compare_keys;
use crate::{KeyRange, Result, Row, Stage};

use super::feed::{Feed, feed};
use super::judge::Judge;
use super::ledger::Ledger;
use super::{Job, Pair};

/// Most rows that may share a key.
const MOST_REPEATED: usize = 100_000;
/// Keys between two reports of progress.
const REPORT: u64 = 8192;
/// Rows that travel together.
const BATCH: usize = 512;
/// Keys between two looks at the clock.
const PACED: usize = 4096;

/// Compares a range of keys, which `bounds` cut into parts: how many rows of each side were in it.
pub(super) fn range(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    range: &KeyRange,
    bounds: &[Row],
    of: Option<u64>,
) -> Result<(u64, u64)> {
    ledger.wait()?;
    let batch = ledger.at_once(BATCH);
    let (source_sink, mut source) = feed(&job.judge.key, &pair.source.info().label, batch);
    let (target_sink, mut target) = feed(&job.judge.key, &pair.target.info().label, batch);
    std::thread::scope(|scope| {
        scope.spawn(|| source_sink.fill(pair.source, range, bounds));
        scope.spawn(|| target_sink.fill(pair.target, range, bounds));
        let merged = merge(&mut source, &mut target, job, ledger, of);
        let rows = (source.taken, target.taken);
        // The threads end where nobody listens any more.
        drop((source, target));
        merged.map(|()| rows)
    })
}

fn merge(source: &mut Feed, target: &mut Feed, job: &mut Job, ledger: &mut Ledger<'_>, of: Option<u64>) -> Result<()> {
    let (mut one, mut other) = (source.group(MOST_REPEATED)?, target.group(MOST_REPEATED)?);
    let paced = ledger.at_once(PACED) as u64;
    let mut keys = 0_u64;
    let mut read = 0;
    loop {
        let order = match (&one, &other) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((one, _)), Some((other, _))) => compare_keys(one, other),
        };
        let mut rows: [Vec<Row>; 2] = Default::default();
        let mut key = None;
        if order.is_le()
            && let Some((its_key, its_rows)) = one.take()
        {
            (key, rows[0]) = (Some(its_key), its_rows);
            one = source.group(MOST_REPEATED)?;
        }
        if order.is_ge()
            && let Some((its_key, its_rows)) = other.take()
        {
            (key, rows[1]) = (key.or(Some(its_key)), its_rows);
            other = target.group(MOST_REPEATED)?;
        }
        judge(&job.judge, key, rows, ledger)?;
        keys += 1;
        if keys.is_multiple_of(paced) {
            ledger.read(source.taken.max(target.taken) - read)?;
            read = source.taken.max(target.taken);
        }
        if keys.is_multiple_of(REPORT) {
            ledger.progress(Stage::Rows, source.taken + target.taken, of);
        }
    }
    ledger.read(source.taken.max(target.taken) - read)?;
    ledger.progress(Stage::Rows, source.taken + target.taken, of);
    Ok(())
}

fn judge(judge: &Judge, key: Option<Row>, [source, target]: [Vec<Row>; 2], ledger: &mut Ledger<'_>) -> Result<()> {
    match key {
        Some(key) => ledger.found(judge.rows(&key, source, target)?),
        None => Ok(()),
    }
}
