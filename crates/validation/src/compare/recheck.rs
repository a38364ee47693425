//! Differences are read again: two databases never share one snapshot, so what is being written at the moment differs for a while.

use std::collections::HashMap;

use crate::{Difference, Result, Row, Settling, Stage};

use super::keyed::{KEYS, read};
use super::ledger::Ledger;
use super::spool::Spool;
use super::{Job, Pair};

/// Reads the rows of all differences again, after pauses that grow, and tells of those that are still there.
pub(super) fn run(pair: &mut Pair<'_>, job: &Job, ledger: &mut Ledger<'_>, waiting: Spool) -> Result<()> {
    let recheck = ledger.options().recheck;
    let mut waiting = waiting;
    let mut pause = recheck.pause;
    for _ in 0..recheck.rounds {
        if waiting.is_empty() {
            break;
        }
        std::thread::sleep(pause);
        pause = pause.saturating_mul(2);
        waiting = round(pair, job, ledger, waiting)?;
    }
    waiting.drain(KEYS, &mut |differences| differences.iter().try_for_each(|it| ledger.difference(it)))
}

/// Once: what is still different afterwards.
fn round(pair: &mut Pair<'_>, job: &Job, ledger: &mut Ledger<'_>, waiting: Spool) -> Result<Spool> {
    pair.both(|side| side.refresh())?;
    let of = waiting.len();
    let mut left = Spool::new(ledger.options().memory);
    let mut done = 0;
    waiting.drain(KEYS, &mut |differences| {
        done += differences.len() as u64;
        again(pair, job, ledger, differences, &mut left)?;
        ledger.progress(Stage::Rechecking, done, Some(of));
        Ok(())
    })?;
    Ok(left)
}

fn again(
    pair: &mut Pair<'_>,
    job: &Job,
    ledger: &mut Ledger<'_>,
    before: Vec<Difference>,
    left: &mut Spool,
) -> Result<()> {
    // Several differences can have one key where it does not tell rows apart.
    let mut by_key: HashMap<Vec<u8>, Vec<Difference>> = HashMap::new();
    let mut keys: Vec<Row> = Vec::new();
    for difference in before {
        let known = by_key.entry(job.judge.key_bytes(&difference.key)).or_default();
        if known.is_empty() {
            keys.push(difference.key.clone());
        }
        known.push(difference);
    }
    ledger.wait()?;
    for (key, source, target) in read(pair, job, &keys)? {
        let earlier = by_key.remove(&job.judge.key_bytes(&key)).unwrap_or_default();
        let now = job.judge.rows(&key, source, target)?.differences;
        ledger.comparison.settled.vanished += (earlier.len() as u64).saturating_sub(now.len() as u64);
        for mut difference in now {
            let same = earlier.iter().find(|it| same(job, it, &difference));
            difference.settling = match same.map(|it| it.settling) {
                Some(Settling::Unchecked | Settling::Stable) => Settling::Stable,
                _ => Settling::Transient,
            };
            left.push(difference)?;
        }
    }
    Ok(())
}

/// Whether two readings of a key show the same.
fn same(job: &Job, one: &Difference, other: &Difference) -> bool {
    let bytes = |row: &Option<Row>| row.as_ref().map(|row| job.judge.row_bytes(row));
    one.kind == other.kind
        && (one.in_source, one.in_target) == (other.in_source, other.in_target)
        && bytes(&one.source) == bytes(&other.source)
        && bytes(&one.target) == bytes(&other.target)
}
