//! What would help most: the end with one driver or task held fast or slow, everything else drawn as before.
//!
//! All runs share their random numbers, so that a difference of two ends is what the one thing makes, free of noise.

use super::block::Block;
use super::held::{Held, Runs};
use super::parallel::Jobs;
use super::prepared::{Prepared, Work};
use super::tally::{blocks_of, lanes_of};
use super::{Cause, SimulateOptions, Swing};
use crate::Instant;

/// The normal score of P90.
pub(super) const P90: f64 = 1.281_551_565_544_600_4;

/// The swings of the causes that go most closely with the end, widest first.
///
/// Fewer draws are used than for the whole; the difference to what these give with nothing held is added to the quantile
/// that all draws give.
pub(super) fn swings(
    prepared: &Prepared,
    options: &SimulateOptions,
    whole: &[f64],
    correlations: &[f64],
) -> Vec<Swing> {
    let tasks = prepared.activities.len();
    let mut causes: Vec<(usize, f64)> = correlations.iter().copied().enumerate().collect();
    // What shortens the end when it takes longer does so by chance only.
    causes.retain(|&(_, correlation)| correlation > 0.0);
    causes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    causes.truncate(options.swings);
    let held = |index: usize, score| match index.checked_sub(tasks) {
        None => Held::Task(index, score),
        Some(driver) => Held::Driver(driver, score),
    };
    let runs: Vec<Held> = causes.iter().flat_map(|&(index, _)| [held(index, -P90), held(index, P90)]).collect();
    let ends = ends(prepared, options, &runs, true);
    let quantile = |draws: &[f64]| quantile(draws, options.commit);
    let (all, few) = (quantile(whole), quantile(whole.get(..drawn(options)).unwrap_or_default()));
    let end = |draws: &[f64]| options.start.after(all? + (quantile(draws)? - few?));
    let mut swings: Vec<Swing> = causes
        .iter()
        .zip(ends.chunks_exact(2))
        .map(|(&(index, correlation), ends)| Swing {
            cause: match index.checked_sub(tasks) {
                None => Cause::Task(prepared.tasks[index]),
                Some(driver) => Cause::Driver(driver),
            },
            correlation,
            fast: ends.first().and_then(|draws| end(draws)),
            slow: ends.get(1).and_then(|draws| end(draws)),
        })
        .collect();
    // A stable sort: by correlation where they are as wide.
    let width = |swing: &Swing| match (swing.fast, swing.slow) {
        (Some(fast), Some(slow)) => slow.seconds().saturating_sub(fast.seconds()),
        (Some(_), None) => i64::MAX,
        _ => 0,
    };
    swings.sort_by_key(|swing| std::cmp::Reverse(width(swing)));
    swings.retain(|swing| width(swing) > 0);
    swings
}

/// Mean seconds that the end is later than if everything were open around the clock; draws that never end are left out.
pub(super) fn closed_hours(prepared: &Prepared, options: &SimulateOptions, whole: &[f64]) -> f64 {
    if !prepared.has_hours() {
        return 0.0;
    }
    let without = ends(prepared, options, &[Held::Nothing], false).concat();
    let lost: Vec<f64> = whole.iter().zip(&without).map(|(a, b)| a - b).filter(|lost| lost.is_finite()).collect();
    if lost.is_empty() { 0.0 } else { lost.iter().sum::<f64>() / lost.len() as f64 }
}

/// The critical chain when everything takes as long as is expected, from the first task on.
pub(super) fn chain(prepared: &Prepared) -> Vec<usize> {
    let mut block = Block::new(prepared);
    block.run_expected(prepared);
    block.trace(prepared);
    let critical = |position: &usize| block.critical[*position] & 1 == 1;
    let mut chain = Vec::new();
    let mut next = prepared.last.iter().map(|last| last.position).find(critical);
    while let Some(position) = next {
        if !matches!(prepared.activities[position].work, Work::Over(_)) {
            chain.push(position);
        }
        next = block.binding_before(prepared, position);
    }
    chain.reverse();
    chain
}

/// Runs that share a thread, and so what is drawn for all of them.
const TOGETHER: usize = 6;

/// Ends by draw for each run, over a part of the draws.
fn ends(prepared: &Prepared, options: &SimulateOptions, runs: &[Held], hours: bool) -> Vec<Vec<f64>> {
    let draws = options.draws.min(options.swing_draws);
    let parts: Vec<&[Held]> = runs.chunks(TOGETHER).collect();
    let states =
        Jobs::new(options.threads, prepared.activities.len()).run(parts.len() as u64, Vec::new, |done, number| {
            let Some((at, part)) = usize::try_from(number).ok().and_then(|at| Some((at, parts.get(at)?))) else {
                return;
            };
            let mut ends = vec![Vec::with_capacity(draws as usize); part.len()];
            let mut runs = Runs::new(prepared, part);
            for number in 0..blocks_of(draws) {
                for (ends, lanes) in ends.iter_mut().zip(runs.run(number, hours)) {
                    ends.extend(lanes.iter().take(lanes_of(number, draws)));
                }
            }
            done.push((at, ends));
        });
    let mut all: Vec<(usize, Vec<Vec<f64>>)> = states.into_iter().flatten().collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().flat_map(|(_, ends)| ends).collect()
}

/// How many draws are used.
fn drawn(options: &SimulateOptions) -> usize {
    options.draws.min(options.swing_draws) as usize
}

/// The value that the share `p` of the draws does not exceed; none where that is never.
pub(super) fn quantile(draws: &[f64], p: f64) -> Option<f64> {
    let mut sorted = draws.to_vec();
    sorted.sort_by(f64::total_cmp);
    at_share(&sorted, p)
}

/// The same of what is sorted.
pub(super) fn at_share(sorted: &[f64], p: f64) -> Option<f64> {
    let rank = (p.clamp(0.0, 1.0) * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().filter(|value| value.is_finite())
}

impl Instant {
    /// The point in time so many seconds later, parts of one counting as a whole one; none: never, or when years
    /// have no number any more.
    pub(super) fn after(self, seconds: f64) -> Option<Self> {
        let at = Self::from_seconds(self.seconds().saturating_add(crate::timing::seconds(seconds)));
        (seconds.is_finite() && at.check().is_ok()).then_some(at)
    }
}
