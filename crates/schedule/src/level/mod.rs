//! Levelling: a schedule in which no resource is asked for more than there is.
//!
//! Schedules are generated serially and in parallel by rules of priority, shifted back and forth (double justification), and
//! bred by a genetic algorithm, for a fixed number of iterations or until a lower bound is met.

mod bound;
mod chunks;
mod flow;
mod hints;
mod lanes;
mod parallel;
mod priority;
mod problem;
mod random;
mod search;
mod serial;
#[cfg(test)]
mod tests;
mod timeline;

use chunks::Chunks;
use problem::{Problem, float};
use search::{Best, search};
use timeline::Units;

use crate::critical_path::forward;
use crate::network::Network;
use crate::timing::Timing;
use crate::{Durations, Error, Instant, ResourceIndex, TaskGraph, TaskIndex};

/// How to level.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LevelOptions {
    /// When the whole starts, or goes on.
    pub start: Instant,
    /// Which figure stands for a duration.
    pub durations: Durations,
    /// Schedules to generate at most, and one at least; none: [`LevelOptions::iterations_for`] the number of tasks.
    pub iterations: Option<u64>,
    /// What chance begins from.
    pub seed: u64,
}

impl LevelOptions {
    /// From this point in time on, with mean durations.
    pub fn new(start: Instant) -> Self {
        Self { start, durations: Durations::Mean, iterations: None, seed: 1 }
    }

    /// With these durations.
    #[must_use]
    pub fn durations(mut self, durations: Durations) -> Self {
        self.durations = durations;
        self
    }

    /// With so many schedules at most.
    #[must_use]
    pub fn iterations(mut self, iterations: u64) -> Self {
        self.iterations = Some(iterations);
        self
    }

    /// With this seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The number of schedules that are generated at most for so many tasks, where none is given: 4,000, and fewer for more
    /// than 75 tasks, 300,000 divided by their number; at least 3.
    pub fn iterations_for(tasks: usize) -> u64 {
        let tasks = u64::try_from(tasks).unwrap_or(u64::MAX).max(1);
        (300_000 / tasks).clamp(3, 4000)
    }
}

/// When each task runs so that no resource is asked for more than there is.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// When the whole starts, or goes on.
    pub start: Instant,
    /// When everything is done.
    pub end: Instant,
    /// Seconds from start to end.
    pub makespan: u64,
    /// Seconds that no schedule is below, resources regarded: the proof that it cannot be shorter where the makespan is the
    /// same.
    pub lower_bound: u64,
    /// The times of each task, in the order of the graph; of one that has been started, those of what is left.
    pub tasks: Vec<Slot>,
    /// Who hands units of a resource to whom, besides the arcs of the graph.
    ///
    /// A task that waits for the tasks that hand it units, whatever those take, never finds a resource in use: with these
    /// further arcs a critical path or a simulation honours the levelled order, in linear time, and in it more work never
    /// ends earlier.
    pub flow: Vec<Handover>,
    /// How many schedules were generated.
    pub iterations: u64,
}

/// When a task runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
}

/// Units of a resource that pass from one task to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// The task that held them.
    pub from: TaskIndex,
    /// The task that waits for them.
    pub to: TaskIndex,
    /// What passes.
    pub resource: ResourceIndex,
    /// How many units.
    pub units: u64,
}

impl Schedule {
    /// The flow as further arcs, each from the task that comes first to the one that waits, every one once.
    pub fn arcs(&self) -> Vec<(TaskIndex, TaskIndex)> {
        let mut arcs: Vec<_> = self.flow.iter().map(|handover| (handover.from, handover.to)).collect();
        arcs.sort_unstable();
        arcs.dedup();
        arcs
    }
}

/// Finds a short schedule. The same graph, options and seed give the same schedule, bit by bit.
///
/// Fails where [`TaskGraph::check`] does, and with [`crate::ErrorKind::Infeasible`] where a task finds no opening.
pub fn level(graph: &TaskGraph, options: &LevelOptions) -> Result<Schedule, Error> {
    graph.check()?;
    let network = Network::new(graph, &[])?;
    let timing = Timing::new(graph, options.start)?;
    let work = options.durations.left(graph, &timing)?;
    let problem = Problem::new(graph, &network, &timing, &work);
    // This finds tasks that never run, too.
    let early = forward(graph, &network, &timing, &work)?;
    let bound = bound::lower(graph, &problem, &early);
    let budget = options.iterations.unwrap_or_else(|| LevelOptions::iterations_for(problem.len()));
    let limits = (bound, budget, options.seed);
    let found = match problem.horizon {
        Some(horizon) => search(&problem, Units::new(&problem.lanes, horizon), limits),
        None => search(&problem, Chunks::new(&problem.lanes), limits),
    };
    let best = found.map_err(|task| never(graph, &problem, &work, task))?;
    Ok(told(graph, options, &problem, &best, bound))
}

fn never(graph: &TaskGraph, problem: &Problem<'_>, work: &[f64], task: u32) -> Error {
    let position = problem.tasks.get(task as usize).copied().unwrap_or(0);
    let id = graph.tasks.get(position).map_or("", |task| task.id.as_str());
    problem.timing.never(id, problem.known(task), 0.0, work.get(position).copied().unwrap_or(0.0))
}

fn told(graph: &TaskGraph, options: &LevelOptions, problem: &Problem<'_>, best: &Best, bound: i64) -> Schedule {
    let instant = |time: i64| problem.timing.instant(float(time * problem.unit));
    let known = |task: TaskIndex| {
        let known = problem.timing.task(task);
        let at = |time: Option<f64>| problem.timing.instant(time.unwrap_or(0.0));
        Slot { start: at(known.began), end: at(known.ended) }
    };
    let mut tasks: Vec<Slot> = (0..graph.tasks.len()).map(known).collect();
    for (number, &task) in problem.tasks.iter().enumerate() {
        tasks[task] = Slot { start: instant(best.begin[number]), end: instant(best.end[number]) };
    }
    let end = tasks.iter().map(|slot| slot.end).max().unwrap_or(options.start);
    let handover = |arc: flow::Arc| Handover {
        from: problem.tasks[arc.from as usize],
        to: problem.tasks[arc.to as usize],
        resource: arc.resource,
        units: arc.units,
    };
    Schedule {
        start: options.start,
        end,
        makespan: u64::try_from(end.seconds().saturating_sub(options.start.seconds())).unwrap_or(0),
        lower_bound: (bound * problem.unit).unsigned_abs(),
        tasks,
        flow: flow::arcs(graph, problem, &best.begin, &best.end).into_iter().map(handover).collect(),
        iterations: best.generated,
    }
}
