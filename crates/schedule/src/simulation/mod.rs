//! Monte Carlo on the task graph.
//!
//! Every draw gives each task a duration, and the whole an end. Draws run in blocks of 128, one task after the other with
//! all 128 lanes: linear in tasks and draws, in memory for the ends that are still asked for ([`layout`]) and a histogram
//! per task. Random numbers come by counting ([`random`]), so that neither threads nor other tasks change a task's draws:
//! with a duration that is multiplied by a factor of at least 1 no draw ends earlier, but for its rounding.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of tasks and draws are far below 2^32, and what is cut off is meant to be"
)]
// What binds, and what is tied, is the very same number.
#![expect(clippy::float_cmp, reason = "equality is meant")]

mod block;
mod correlation;
mod duration;
mod ends;
mod evidence;
mod held;
mod histogram;
mod lanes;
mod layout;
mod options;
mod outcome;
mod parallel;
mod prepared;
mod random;
mod tally;
mod tornado;

#[cfg(test)]
mod tests;

pub(crate) use evidence::Evidence;
pub use evidence::{DriverBelief, beliefs};
pub use options::{Deadline, Group, SimulateOptions, Target};
pub use outcome::{Cause, GroupOutcome, Quantiles, Simulation, Swing, TaskOutcome};

use crate::{Error, TaskGraph};
use histogram::Histograms;
use prepared::{Prepared, Work};
use tally::Tally;

/// Draws the durations many times and tells how the end is distributed, what it depends on and what would help.
///
/// Times mean what they mean everywhere in this crate; resources count by the arcs of a levelled schedule
/// ([`SimulateOptions::flow`]). Where work that cannot pause fits no opening, that draw never ends. What progress says of the
/// drivers is taken into account ([`beliefs`]).
///
/// Fails where the graph or the options cannot be, with [`crate::ErrorKind::Invalid`] or [`crate::ErrorKind::Cycle`], and
/// with [`crate::ErrorKind::Infeasible`] where calendars are never open together.
///
/// ```
/// use schedule::{Distribution, Instant, SimulateOptions, TaskGraph, simulate};
///
/// let duration = Distribution::ThreePoint { least: 1800.0, likely: 3600.0, most: 14_400.0 };
/// let mut graph = TaskGraph::builder();
/// let copy = graph.task("copy", duration).add();
/// graph.task("check", duration).after(copy).add();
/// let graph = graph.build()?;
/// let start: Instant = "2027-01-11T09:00Z".parse()?;
/// let found = simulate(&graph, &SimulateOptions::new(start).draws(1000))?;
/// assert!(found.end().p50 < found.end().p80);
/// assert_eq!(found.tasks()[0].criticality, 1.0);
/// # Ok::<(), schedule::Error>(())
/// ```
pub fn simulate(graph: &TaskGraph, options: &SimulateOptions) -> Result<Simulation, Error> {
    simulate_watched(graph, options, &|_| {})
}

/// The same, and tells `watch` how many draws are done, from time to time, from any of the threads and in any order.
pub fn simulate_watched(
    graph: &TaskGraph,
    options: &SimulateOptions,
    watch: &(dyn Fn(u32) + Sync),
) -> Result<Simulation, Error> {
    graph.check()?;
    options.check(graph)?;
    let evidence = Evidence::gather(graph, options.start)?;
    let prepared = Prepared::new(graph, options, &evidence)?;
    let tally = Tally::run(&prepared, options, watch);
    let correlations = &tally.correlations;
    let chain: Vec<_> = tornado::chain(&prepared).into_iter().map(|position| prepared.tasks[position]).collect();
    let mut ends = tally.whole.clone();
    ends.sort_by(f64::total_cmp);
    let mut found = Simulation {
        start: options.start,
        ends,
        tasks: Vec::new(),
        groups: groups(&prepared, options, &tally),
        deadlines: tally.met.iter().map(|&met| met as f64 / f64::from(options.draws)).collect(),
        swings: tornado::swings(&prepared, options, &tally.whole, correlations),
        buffer: buffer(&prepared, &chain),
        chain,
        closed: tornado::closed_hours(&prepared, options, &tally.whole),
        drivers: evidence.beliefs,
    };
    found.tasks = tasks(graph, &prepared, options, &tally, found.standard_deviation());
    Ok(found)
}

fn tasks(
    graph: &TaskGraph,
    prepared: &Prepared,
    options: &SimulateOptions,
    tally: &Tally,
    whole: f64,
) -> Vec<TaskOutcome> {
    let draws = f64::from(options.draws);
    let outcome = |(task, &position): (&crate::Task, &usize)| {
        let clock = prepared.clock(position);
        let openings = prepared.timing.openings(prepared.activities[position].timing).filter(|_| clock.is_none());
        // Nothing ends in hours that are closed.
        let within = |from: f64, to: f64, share: f64| match openings {
            None => Histograms::evenly(from, to, share),
            Some(openings) => {
                let open = openings.worked_until(to) - openings.worked_until(from);
                openings.finish_after(from, share * open.max(0.0))
            }
        };
        let quantile = |share| {
            let mut end = [tally.ends.quantile(position, share, within)?];
            if let Some(clock) = clock {
                clock.times_of(&mut end);
            }
            Some(end[0])
        };
        let over = matches!(prepared.activities[position].work, Work::Over(_));
        let criticality = if over { 0.0 } else { tally.critical[position] as f64 / draws };
        let deviation = if over { 0.0 } else { task.duration.scaled(left(task)).standard_deviation() };
        TaskOutcome {
            end: Quantiles::by(|share| quantile(share).and_then(|seconds| options.start.after(seconds))),
            criticality,
            cruciality: tally.correlations.get(position).copied().unwrap_or(0.0),
            sensitivity: if whole > 0.0 { criticality * deviation / whole } else { 0.0 },
            never: tally.ends.never(position) as f64 / draws,
        }
    };
    graph.tasks.iter().zip(&prepared.positions).map(outcome).collect()
}

fn left(task: &crate::Task) -> f64 {
    match task.progress {
        crate::Progress::Waiting => 1.0,
        crate::Progress::Started { done, .. } => 1.0 - done,
        crate::Progress::Done { .. } => 0.0,
    }
}

fn groups(prepared: &Prepared, options: &SimulateOptions, tally: &Tally) -> Vec<GroupOutcome> {
    let quantiles = |at: usize| {
        let quantile = |share| tally.ends.quantile(at, share, Histograms::evenly);
        Quantiles::by(|share| quantile(share).and_then(|seconds| options.start.after(seconds)))
    };
    let outcome = |(at, group): (usize, &Group)| GroupOutcome {
        name: group.name.clone(),
        end: quantiles(prepared.activities.len() + at),
    };
    options.groups.iter().enumerate().map(outcome).collect()
}

/// √Σ(P90 − P50)² over the tasks of the chain.
fn buffer(prepared: &Prepared, chain: &[crate::TaskIndex]) -> f64 {
    let reserve = |&task: &crate::TaskIndex| match &prepared.activities[prepared.positions[task]].work {
        Work::Drawn { model, .. } => model.at(tornado::P90) - model.at(0.0),
        Work::Certain(_) | Work::Over(_) => 0.0,
    };
    chain.iter().map(reserve).map(|reserve| reserve * reserve).sum::<f64>().sqrt()
}
