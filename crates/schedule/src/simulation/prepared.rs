//! The task graph made ready for many draws: flat arrays in topological order, seconds after the start.

use std::collections::HashMap;
use std::ops::Range;

use super::SimulateOptions;
use super::evidence::Evidence;
use super::random::Stream;
use crate::distribution::LONGEST;
use crate::distribution::pert::{Pert, REACH};
use crate::network::Network;
use crate::timing::{TaskTiming, Timing};
use crate::{Distribution, Error, TaskGraph, TaskIndex};

/// What a draw needs of a task.
#[derive(Debug)]
pub(super) struct Activity {
    pub(super) before: Range<usize>,
    pub(super) timing: TaskTiming,
    pub(super) work: Work,
}

/// How long a task takes in a draw.
#[derive(Debug)]
pub(super) enum Work {
    /// It has ended, so many seconds after the start.
    Over(f64),
    /// Always the same.
    Certain(f64),
    /// By a score.
    Drawn { score: Score, model: Model },
}

/// A normal score: `shift + Σ loading · driver + own · drawn`.
#[derive(Debug)]
pub(super) struct Score {
    pub(super) stream: Stream,
    pub(super) shift: f64,
    pub(super) own: f64,
    pub(super) loadings: Vec<(usize, f64)>,
}

/// Seconds by score.
#[derive(Debug)]
pub(super) enum Model {
    Pert { least: f64, width: f64, table: Pert },
    Lognormal { log_median: f64, sigma: f64 },
}

impl Model {
    /// What is left of a duration of which the share `left` is to be done.
    fn new(duration: &Distribution, left: f64, tables: &mut HashMap<u64, Pert>) -> Option<Self> {
        match duration.scaled(left) {
            left if left.is_certain() => None,
            Distribution::Fixed { .. } => None,
            Distribution::ThreePoint { least, most, .. } => {
                let mode = duration.mode_share();
                let table = tables.entry(mode.to_bits()).or_insert_with(|| Pert::new(mode)).clone();
                Some(Self::Pert { least, width: most - least, table })
            }
            Distribution::Lognormal { median, sigma } => Some(Self::Lognormal { log_median: libm::log(median), sigma }),
        }
    }

    /// Seconds at one score.
    pub(super) fn at(&self, score: f64) -> f64 {
        match self {
            Self::Pert { least, width, table } => least + width * table.at(score),
            Self::Lognormal { log_median, sigma } => {
                libm::exp(log_median + sigma * score.clamp(-REACH, REACH)).min(LONGEST)
            }
        }
    }
}

/// The whole graph.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) activities: Vec<Activity>,
    pub(super) before: Vec<usize>,
    /// Positions after which nothing comes.
    pub(super) last: Vec<usize>,
    /// Tasks by position, and positions by task.
    pub(super) tasks: Vec<TaskIndex>,
    pub(super) positions: Vec<usize>,
    pub(super) timing: Timing,
    pub(super) drivers: Vec<DriverScore>,
}

/// A driver's score: `mean + Σ factor · drawn` over the streams of drivers.
#[derive(Debug)]
pub(super) struct DriverScore {
    pub(super) stream: Stream,
    pub(super) mean: f64,
    pub(super) deviation: f64,
    /// Other drivers' draws; empty and the deviation 1 where nothing is known.
    pub(super) factors: Vec<(usize, f64)>,
}

impl Prepared {
    pub(super) fn new(graph: &TaskGraph, options: &SimulateOptions, evidence: &Evidence) -> Result<Self, Error> {
        let network = Network::new(graph, &options.flow)?;
        let mut positions = vec![0; graph.tasks.len()];
        for (position, &task) in network.order.iter().enumerate() {
            positions[task] = position;
        }
        let mut prepared = Self {
            activities: Vec::with_capacity(graph.tasks.len()),
            before: Vec::new(),
            last: Vec::new(),
            timing: Timing::new(graph, options.start)?,
            drivers: drivers(graph, options.seed, evidence),
            tasks: Vec::new(),
            positions,
        };
        let mut tables = HashMap::new();
        for (position, &task) in network.order.iter().enumerate() {
            let from = prepared.before.len();
            prepared.before.extend(network.before.of(task).iter().map(|&before| prepared.positions[before]));
            if network.after.of(task).is_empty() {
                prepared.last.push(position);
            }
            let timing = prepared.timing.task(task);
            let score = || Score::new(graph, task, options.seed, evidence);
            let work = Work::new(&graph.tasks[task].duration, timing, score, &mut tables);
            prepared.activities.push(Activity { before: from..prepared.before.len(), timing, work });
        }
        prepared.tasks = network.order;
        Ok(prepared)
    }

    /// Whether calendars matter.
    pub(super) fn has_hours(&self) -> bool {
        self.activities.iter().any(|activity| self.timing.openings(activity.timing).is_some())
    }
}

impl Work {
    fn new(
        duration: &Distribution,
        timing: TaskTiming,
        score: impl Fn() -> Score,
        tables: &mut HashMap<u64, Pert>,
    ) -> Self {
        if let Some(at) = timing.ended {
            return Self::Over(at);
        }
        match Model::new(duration, timing.left, tables) {
            // Parts of a second count as a whole one, as in a schedule.
            None => Self::Certain((duration.mean() * timing.left).ceil()),
            Some(model) => Self::Drawn { score: score(), model },
        }
    }
}

impl Score {
    fn new(graph: &TaskGraph, index: TaskIndex, seed: u64, evidence: &Evidence) -> Self {
        let task = &graph.tasks[index];
        let common: f64 = task.drivers.iter().map(|driver| driver.loading * driver.loading).sum();
        let known = evidence.of_task(index);
        Self {
            stream: Stream::new(seed, 0, &task.id),
            shift: known.shift,
            own: (1.0 - common).max(0.0).sqrt() * known.own,
            loadings: task.drivers.iter().map(|driver| (driver.driver, driver.loading * known.common)).collect(),
        }
    }
}

fn drivers(graph: &TaskGraph, seed: u64, evidence: &Evidence) -> Vec<DriverScore> {
    let prior = |(index, driver): (usize, &crate::Driver)| {
        let known = evidence.of_driver(index);
        DriverScore {
            stream: Stream::new(seed, 1, &driver.id),
            mean: known.mean,
            deviation: known.deviation,
            factors: known.factors,
        }
    };
    graph.drivers.iter().enumerate().map(prior).collect()
}
