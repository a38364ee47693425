//! Checksums of buckets on both sides; of those that differ the keys and digests; of those that differ the rows.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use database::Value;

use crate::{Buckets, KeyRange, Result, Row, RowDigest, Side, Stage};

use super::ledger::Ledger;
use super::scan::{buckets_for, differing, expected, groups};
use super::{Job, Pair, in_one_order};

/// Bytes that a key and digest take while they wait for the other side's, about.
const WAITING: u64 = 200;
/// Keys that are asked for at once.
const KEYS: usize = 2000;

/// Compares all rows.
pub(super) fn run(pair: &mut Pair<'_>, job: &mut Job, ledger: &mut Ledger<'_>) -> Result<()> {
    let count = buckets_for(expected(pair)?);
    let buckets = if in_one_order(pair.source, pair.target) {
        Buckets::Ranges { within: KeyRange::default(), bounds: pair.source.quantiles(count)? }
    } else {
        Buckets::Hashed(count)
    };
    let differing = differing(pair, job, ledger, &buckets)?;
    let of = differing.iter().map(|(_, rows)| rows).sum();
    let mut done = 0;
    for wanted in groups(&differing, ledger.options().memory / WAITING) {
        let read: u64 = wanted.iter().map(|(_, rows)| rows).sum();
        let wanted: Vec<usize> = wanted.iter().map(|(place, _)| *place).collect();
        let keys = candidates(pair, job, &buckets, &wanted)?;
        job.pace.read(read, ledger.observer)?;
        done += read;
        ledger.progress(Stage::Digests, done, Some(of));
        for keys in keys.chunks(KEYS) {
            judge(pair, job, keys, ledger)?;
        }
    }
    Ok(())
}

/// The keys of rows that are not the same on both sides, in the order of their bytes.
fn candidates(pair: &mut Pair<'_>, job: &Job, buckets: &Buckets, wanted: &[usize]) -> Result<Vec<Row>> {
    let read = |side: &mut dyn Side| {
        let mut keys: HashMap<Vec<u8>, (Row, Vec<RowDigest>)> = HashMap::new();
        side.digests(&job.method, buckets, wanted, &mut |key, digest| {
            keys.entry(job.judge.key_bytes(key)).or_insert_with(|| (key.to_vec(), Vec::new())).1.push(digest);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(keys)
    };
    let (source, mut target) = pair.both(read)?;
    let mut keys = BTreeMap::new();
    for (bytes, (key, mut digests)) in source {
        let same = target.remove(&bytes).is_some_and(|(_, mut others)| {
            digests.sort_unstable();
            others.sort_unstable();
            digests == others
        });
        if !same {
            keys.insert(bytes, key);
        }
    }
    keys.extend(target.into_iter().map(|(bytes, (key, _))| (bytes, key)));
    Ok(keys.into_values().collect())
}

/// Reads the rows with these keys on both sides and says what is different.
pub(super) fn judge(pair: &mut Pair<'_>, job: &Job, keys: &[Row], ledger: &mut Ledger<'_>) -> Result<()> {
    let read = |side: &mut dyn Side| {
        let mut rows: HashMap<Vec<u8>, Vec<Row>> = HashMap::new();
        side.rows_by_key(keys, &mut |row: &[Value]| {
            let key = crate::hash::key_of(row, &job.judge.key);
            rows.entry(job.judge.key_bytes(&key)).or_default().push(row.to_vec());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    };
    let (mut source, mut target) = pair.both(read)?;
    for key in keys {
        let bytes = job.judge.key_bytes(key);
        let rows = (source.remove(&bytes).unwrap_or_default(), target.remove(&bytes).unwrap_or_default());
        ledger.found(job.judge.rows(key, rows.0, rows.1)?)?;
    }
    Ok(())
}
