//! Which way is cheaper: found out on a few ranges of keys, spread over the table.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::comparison::Strategy;
use crate::{Buckets, KeyRange, Result, Row, Stage};

use super::ledger::Ledger;
use super::{Job, Pair};

/// Fewer rows are read outright.
const SMALL: u64 = 10_000;
/// Ranges that are looked at.
const RANGES: usize = 4;
/// Rows of each, about.
const ROWS: u64 = 2000;

/// Decides between checksums and streaming.
pub(super) fn decide(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    bounds: &[Row],
    rows: u64,
) -> Result<()> {
    if rows < SMALL {
        ledger.took(Strategy::Merge, format!("both sides read in the order of the key: only about {rows} rows"));
        return Ok(());
    }
    let ranges = spread(bounds, rows);
    if ranges.is_empty() {
        ledger.took(Strategy::Buckets, "checksums of buckets: there is no key to cut the rows at");
        return Ok(());
    }
    let count = ranges.len();
    ledger.progress(Stage::Probing, 0, None);
    // Of each the shortest time counts: whatever else runs on the machine only adds to it.
    let (mut hashed, mut read, mut looked_at) = (Duration::MAX, Duration::MAX, 0);
    for range in ranges {
        let buckets = Buckets::Ranges { within: range.clone(), bounds: Vec::new() };
        ledger.wait()?;
        let began = Instant::now();
        let sums = pair.both(|side| side.checksums(&job.method, &buckets))?;
        hashed = hashed.min(began.elapsed());
        let began = Instant::now();
        pair.both(|side| side.rows(&range, &mut |_| Ok(ControlFlow::Continue(()))))?;
        read = read.min(began.elapsed());
        looked_at += sums.0.iter().chain(&sums.1).map(|it| it.rows).sum::<u64>();
    }
    ledger.read(looked_at)?;
    let (hashed, read) = (hashed.as_secs_f64(), read.as_secs_f64());
    let reason = |way: &str| {
        format!(
            "{way}: of {count} ranges with {looked_at} rows of both sides checksums took {:.1} ms at best, and reading {:.1} ms",
            hashed * 1000.0,
            read * 1000.0
        )
    };
    // Reading has to be clearly cheaper: on so few rows the two are hard to tell apart.
    if hashed > read * 1.5 {
        ledger.took(Strategy::Merge, reason("both sides read in the order of the key"));
    } else {
        ledger.took(Strategy::Buckets, reason("checksums of buckets, and only rows that differ travel"));
    }
    Ok(())
}

/// Ranges of about [`ROWS`] rows, spread evenly.
fn spread(bounds: &[Row], rows: u64) -> Vec<KeyRange> {
    let of_bucket = rows / (bounds.len() as u64 + 1);
    let width = usize::try_from(ROWS / of_bucket.max(1)).unwrap_or(1).clamp(1, bounds.len().max(1));
    let step = (bounds.len() / RANGES).max(1);
    let begins = bounds.iter().enumerate().step_by(step).take(RANGES);
    begins.map(|(place, from)| KeyRange { from: Some(from.clone()), to: bounds.get(place + width).cloned() }).collect()
}
