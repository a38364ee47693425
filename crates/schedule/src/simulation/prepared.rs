//! The task graph made ready for many draws: flat arrays in topological order, seconds after the start.

use std::collections::HashMap;
use std::ops::Range;

use super::SimulateOptions;
use super::evidence::Evidence;
use super::layout::{Before, Layout, Place, Way};
use super::random::Stream;
use crate::distribution::LONGEST;
use crate::distribution::pert::{Pert, REACH};
use crate::network::Network;
use crate::timing::{TaskTiming, Timing};
use crate::{Distribution, Error, TaskGraph, TaskIndex};

/// What a draw needs of a task.
#[derive(Debug)]
pub(super) struct Activity {
    /// What it waits for.
    pub(super) before: Range<usize>,
    pub(super) timing: TaskTiming,
    pub(super) work: Work,
    pub(super) way: Way,
    pub(super) place: Place,
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
    pub(super) before: Vec<Before>,
    /// After which nothing comes: their positions, and where their ends are kept as times.
    pub(super) last: Vec<Before>,
    /// Positions and rows: whose ends, as times, make up what is watched.
    pub(super) watched: Vec<(usize, usize)>,
    /// Rows that are watched: groups, then deadlines of single tasks.
    pub(super) rows: usize,
    /// Ends that are kept at once at most.
    pub(super) slots: usize,
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
        let timing = Timing::new(graph, options.start)?;
        let mut tables = HashMap::new();
        let mut work = |&task: &TaskIndex| {
            let score = || Score::new(graph, task, options.seed, evidence);
            Work::new(&graph.tasks[task].duration, timing.task(task), score, &mut tables)
        };
        let work: Vec<Work> = network.order.iter().map(&mut work).collect();
        let layout = Layout::new(&network, &timing, &work, options);
        let (places, ways) = (layout.places, layout.ways);
        let mut activities = Vec::with_capacity(work.len());
        let mut first = 0;
        for (((work, &task), place), way) in work.into_iter().zip(&network.order).zip(places).zip(ways) {
            let before = first..first + network.before.of(task).len();
            first = before.end;
            activities.push(Activity { before, timing: timing.task(task), work, way, place });
        }
        Ok(Self {
            activities,
            before: layout.before,
            last: layout.last,
            watched: layout.watched,
            rows: layout.rows,
            slots: layout.slots,
            positions: layout.positions,
            tasks: network.order,
            timing,
            drivers: drivers(graph, options.seed, evidence),
        })
    }

    /// Whether calendars matter.
    pub(super) fn has_hours(&self) -> bool {
        self.activities.iter().any(|activity| self.timing.openings(activity.timing).is_some())
    }

    /// The openings whose seconds a task's end is told in; none: it is told as a time.
    pub(super) fn clock(&self, position: usize) -> Option<&crate::Openings> {
        match self.activities.get(position)?.way {
            Way::Open { openings, .. } => self.timing.openings_at(openings),
            Way::Around | Way::Pausing | Way::Whole => None,
        }
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
