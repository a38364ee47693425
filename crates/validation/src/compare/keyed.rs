//! Rows with a key that the two sides do not have in one order: shared out by a hash of the key.

use std::collections::HashMap;
use std::ops::ControlFlow;

use database::{EngineKind, Value};

use crate::canonical::known_as;
use crate::{Result, Row, Side, Stage};

use super::candidates::{WAITING, candidates};
use super::checkpoint::Checkpoint;
use super::hashed::each_group;
use super::ledger::Ledger;
use super::{Job, Pair};

/// Keys that are asked for at once.
pub(super) const KEYS: usize = 2000;
/// Bytes that a row of both sides takes while it is judged, about.
const JUDGED: u64 = 2000;

/// Compares all rows.
pub(super) fn run(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    checkpoint: &mut Option<Checkpoint>,
) -> Result<()> {
    each_group(pair, job, ledger, checkpoint, WAITING, &mut |pair, job, ledger, group| {
        ledger.wait()?;
        let keys = candidates(pair, job, group.buckets, &group.wanted)?;
        ledger.read(group.rows / 2)?;
        ledger.progress(Stage::Digests, group.done, Some(group.of));
        judge(pair, job, &keys, ledger)
    })
}

/// Reads the rows with these keys on both sides and says what is different.
pub(super) fn judge(pair: &mut Pair<'_>, job: &Job, keys: &[Row], ledger: &mut Ledger<'_>) -> Result<()> {
    for keys in keys.chunks(at_once(pair, ledger.options().memory)) {
        ledger.wait()?;
        for (key, source, target) in read(pair, job, keys)? {
            ledger.found(job.judge.rows(&key, source, target)?)?;
        }
    }
    Ok(())
}

/// A file is read as a whole for any number of keys: as many as memory allows.
fn at_once(pair: &Pair<'_>, memory: u64) -> usize {
    let is_file = |side: &dyn Side| side.info().engine.is_none();
    let many = if is_file(pair.source) || is_file(pair.target) { memory / JUDGED } else { 0 };
    usize::try_from(many).unwrap_or(KEYS).max(KEYS)
}

/// The keys in the kinds of the side that is asked for them; one that it cannot hold is left out.
fn known_by(side: &dyn Side, keys: &[Row]) -> Vec<Row> {
    let kinds: Vec<_> = side.selection().key.iter().filter_map(|place| side.info().kinds.get(*place)).collect();
    let engine = side.info().engine;
    let known = |key: &Row| {
        let values = key.iter().zip(&kinds);
        values.map(|(value, kind)| known_as(value, kind).filter(|it| fits(engine, it))).collect()
    };
    keys.iter().filter_map(known).collect()
}

/// Whether an engine takes the value at all: whole numbers of `PostgreSQL` and `SQLite` have 64 bits; those of `MySQL` may have no sign.
fn fits(engine: Option<EngineKind>, value: &Value) -> bool {
    match value {
        Value::Integer(it) if matches!(engine, Some(EngineKind::Postgres | EngineKind::Sqlite)) => {
            i64::try_from(*it).is_ok()
        }
        _ => true,
    }
}

/// A key with the rows of the source and of the target.
pub(super) type OfKey = (Row, Vec<Row>, Vec<Row>);

/// The rows with these keys, of both sides, in the order of the keys.
pub(super) fn read(pair: &mut Pair<'_>, job: &Job, keys: &[Row]) -> Result<Vec<OfKey>> {
    let read = |side: &mut dyn Side| {
        let mut rows: HashMap<Vec<u8>, Vec<Row>> = HashMap::new();
        let keys = known_by(side, keys);
        side.rows_by_key(&keys, &mut |row: &[Value]| {
            let key = crate::hash::key_of(row, &job.judge.key);
            rows.entry(job.judge.key_bytes(&key)).or_default().push(row.to_vec());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    };
    let (mut source, mut target) = pair.both(read)?;
    let mut take = |key: &Row| {
        let bytes = job.judge.key_bytes(key);
        (key.clone(), source.remove(&bytes).unwrap_or_default(), target.remove(&bytes).unwrap_or_default())
    };
    Ok(keys.iter().map(&mut take).collect())
}
