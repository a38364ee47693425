//! Whether the key tells rows apart, where that was asked for: rows that repeat a key on both sides alike would not be noticed otherwise.

use std::collections::HashSet;
use std::ops::ControlFlow;

use twox_hash::XxHash3_128;

use crate::{Buckets, Result, Side};

use super::scan::{buckets_for, groups};
use super::{Job, Pair};

/// Bytes that a key takes while it is looked for again, about.
const KEPT: u64 = 32;

/// Reads the keys of each side that has no unique index for them.
///
/// # Errors
/// [`ErrorKind::Shape`](crate::ErrorKind::Shape) with the first key that was found twice.
pub(super) fn check(pair: &mut Pair<'_>, job: &Job, memory: u64) -> Result<()> {
    if job.judge.key.is_empty() {
        return Ok(());
    }
    side(pair.source, job, memory, true)?;
    side(pair.target, job, memory, false)
}

fn side(side: &mut dyn Side, job: &Job, memory: u64, is_source: bool) -> Result<()> {
    if has_index(side) {
        return Ok(());
    }
    let buckets = Buckets::Hashed(buckets_for(side.count()?));
    let sums = side.checksums(&job.method, &buckets)?;
    let rows: Vec<(usize, u64)> = sums.iter().map(|it| it.rows).enumerate().filter(|it| it.1 > 1).collect();
    for group in groups(&rows, memory / KEPT) {
        let wanted: Vec<usize> = group.iter().map(|(place, _)| *place).collect();
        let mut seen = HashSet::new();
        let mut bytes = Vec::new();
        side.digests(&job.method, &buckets, &wanted, &mut |key, _| {
            bytes.clear();
            job.judge.append_key_bytes(key, &mut bytes);
            if seen.insert(XxHash3_128::oneshot(&bytes)) {
                Ok(ControlFlow::Continue(()))
            } else {
                Err(job.judge.not_unique(key, is_source))
            }
        })?;
    }
    Ok(())
}

/// Whether an index sees to it: one over columns of the key alone that are never NULL.
fn has_index(side: &dyn Side) -> bool {
    let selection = side.selection();
    let fields = selection.key.iter().filter_map(|place| selection.fields.get(*place));
    let columns: Vec<&String> = fields.filter_map(|it| it.column.as_ref()).collect();
    let tells = |key: &database::Key| !key.is_nullable && key.columns.iter().all(|it| columns.contains(&it));
    side.info().table.as_ref().is_some_and(|table| table.keys.iter().any(tells))
}
