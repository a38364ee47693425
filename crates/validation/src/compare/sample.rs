//! A sample of each side, looked up on both, and what it shows of all rows.

use crate::comparison::{SampleResult, Strategy};
use crate::{Error, ErrorKind, Result, Row, Sample, Stage};

use super::keyed::{KEYS, read};
use super::ledger::Ledger;
use super::{Job, Pair};

/// Compares the rows that are drawn.
pub(super) fn run(pair: &mut Pair<'_>, job: &mut Job, ledger: &mut Ledger<'_>, sample: Sample) -> Result<()> {
    if job.judge.key.is_empty() {
        let text = "a sample needs a key: without one, the rows drawn from one side cannot be found on the other";
        return Err(Error::new(ErrorKind::Usage, text));
    }
    if !(sample.confidence > 0.0 && sample.confidence < 1.0) || sample.rows == 0 {
        let text = "a sample needs at least one row, and a confidence between 0 and 1 such as 0.99";
        return Err(Error::new(ErrorKind::Usage, text));
    }
    let (source, target) = pair.both(|side| side.sample(sample.rows, sample.seed))?;
    let of_source = looked_up(pair, job, ledger, &source, true)?;
    let of_target = looked_up(pair, job, ledger, &target, false)?;
    let bounds = |rows: &[Row], differing: u64| bounds(rows.len() as u64, differing, sample);
    let (one, other) = (bounds(&source, of_source), bounds(&target, of_target));
    // Both samples show the same changed rows: counted in one of them only.
    let (rows, differing) = if share(of_target, &target) > share(of_source, &source) {
        (target.len(), of_target)
    } else {
        (source.len(), of_source)
    };
    ledger.comparison.source.rows = source.len() as u64;
    ledger.comparison.target.rows = target.len() as u64;
    ledger.comparison.sample = Some(SampleResult {
        rows: rows as u64,
        differing,
        confidence: sample.confidence,
        at_least: one.0.max(other.0),
        at_most: one.1.max(other.1),
        seed: sample.seed,
    });
    let text = format!(
        "{} rows of the source and {} of the target drawn with seed {}, and looked up by key on the other side",
        source.len(),
        target.len(),
        sample.seed
    );
    ledger.took(Strategy::Sample, text);
    Ok(())
}

/// Compares the rows with these keys: how many of the keys differ. Of those drawn from the target, only what the source lacks is told of:
/// a changed row is as likely to be drawn from the source.
fn looked_up(
    pair: &mut Pair<'_>,
    job: &mut Job,
    ledger: &mut Ledger<'_>,
    keys: &[Row],
    from_source: bool,
) -> Result<u64> {
    let mut differing = 0;
    for chunk in keys.chunks(KEYS) {
        ledger.wait()?;
        for (key, source, target) in read(pair, job, chunk)? {
            let is_extra = source.is_empty();
            let found = job.judge.rows(&key, source, target)?;
            differing += u64::from(!found.differences.is_empty());
            if from_source || is_extra {
                ledger.found(found)?;
            }
        }
        ledger.read(chunk.len() as u64)?;
        ledger.progress(Stage::Rows, chunk.len() as u64, Some(keys.len() as u64));
    }
    Ok(differing)
}

#[expect(clippy::cast_precision_loss, reason = "a share")]
fn share(differing: u64, rows: &[Row]) -> f64 {
    differing as f64 / rows.len().max(1) as f64
}

/// The share of rows that differs at least and at most (Clopper and Pearson, 1934). Each bound of each side is missed with half of
/// what the confidence leaves, so that those of both sides hold together. Where all rows were drawn, the share is known.
fn bounds(rows: u64, differing: u64, sample: Sample) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let share = if rows == 0 { 0.0 } else { differing as f64 / rows as f64 };
    if rows < sample.rows {
        return (share, share);
    }
    let missed = (1.0 - sample.confidence) / 2.0;
    let at_most = if differing == rows { 1.0 } else { root(|share| below(rows, differing, share) - missed) };
    let at_least = match differing.checked_sub(1) {
        None => 0.0,
        Some(fewer) => root(|share| below(rows, fewer, share) - (1.0 - missed)),
    };
    (at_least, at_most)
}

/// Where a function that falls from 0 to 1 crosses zero.
fn root(falls: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if falls(middle) > 0.0 { low = middle } else { high = middle }
    }
    high
}

/// How likely at most `most` of `rows` rows differ where a share of all does.
#[expect(clippy::cast_precision_loss, reason = "a probability")]
fn below(rows: u64, most: u64, share: f64) -> f64 {
    if share <= 0.0 {
        return 1.0;
    }
    if share >= 1.0 {
        return f64::from(u8::from(most >= rows));
    }
    let n = rows as f64;
    let odds = libm::log(share) - libm::log1p(-share);
    let factorials = |it: f64| libm::lgamma(it + 1.0);
    let term = |it: f64| factorials(n) - factorials(it) - factorials(n - it) + it * odds + n * libm::log1p(-share);
    // Terms fall off quickly on both sides of the middle: those that are far from it add nothing.
    let spread = 40.0 * libm::sqrt(n * share * (1.0 - share)) + 100.0;
    let (from, to) = ((n * share - spread).max(0.0).floor(), (n * share + spread).min(most as f64));
    let (mut sum, mut place) = (0.0, from);
    while place <= to {
        sum += libm::exp(term(place));
        place += 1.0;
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(rows: u64) -> Sample {
        Sample { rows, confidence: 0.99, seed: 1 }
    }

    #[test]
    fn bounds_are_those_of_the_tables() {
        let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-4 * other.max(1e-3), "{one} {other}");
        // Of the exact binomial sums, two-sided, 99 %.
        near(bounds(100, 0, sample(100)).1, 0.051_604);
        near(bounds(100, 10, sample(100)).0, 0.038_196);
        near(bounds(100, 10, sample(100)).1, 0.201_954);
        near(bounds(26_490, 0, sample(26_490)).1, 0.000_2);
        near(bounds(100, 100, sample(100)).1, 1.0);
    }

    #[test]
    fn where_all_rows_were_drawn_the_share_is_known() {
        assert_eq!(bounds(40, 10, sample(100)), (0.25, 0.25));
        assert_eq!(bounds(0, 0, sample(100)), (0.0, 0.0));
    }
}
