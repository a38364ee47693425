//! What progress so far says of the drivers: tasks that are done have shown how slow or fast things are.
//!
//! A task's duration has a normal score (its place in its distribution), and the model says `score = Σ loading · driver +
//! √(1 − Σ loading²) · own` with drivers that are standard normal beforehand. A score that has been seen is so a linear
//! observation with normal noise, and what is known of the drivers afterwards is normal again: the conjugate update, for a
//! lognormal throughput on the logarithmic scale. A task of which the share `d` is done after `t` seconds is taken for an
//! observation of `t/d`, with further noise of variance `(1 − d)/d`: nothing at the beginning, as good as a task that is
//! done at the end.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::{Calendar, Error, ErrorKind, Instant, Openings, Progress, Task, TaskGraph, TaskIndex};

/// What is known of a driver, as a score: 0 is as expected, 1 slower than expected by one standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DriverBelief {
    /// Position of the driver.
    pub driver: usize,
    /// Mean of the score; 0 without evidence.
    pub mean: f64,
    /// Standard deviation of the score; 1 without evidence.
    pub deviation: f64,
    /// Tasks, done or begun, that say something of it.
    pub observations: usize,
}

/// What the tasks that are done or begun by `now` say of the drivers, in the order of [`TaskGraph::drivers`]. Their time is
/// counted in the open hours of their calendars. [`crate::simulate`] does the same by itself, and a
/// mean or quantile that stands for a duration ([`crate::Durations`]) follows it, too.
///
/// Fails with [`ErrorKind::Invalid`] where a number cannot be, or where more than 256 drivers have evidence.
///
/// ```
/// use schedule::{Distribution, Instant, Progress, TaskGraph, beliefs};
///
/// let mut graph = TaskGraph::builder();
/// let disk = graph.driver("throughput of the disk");
/// let expected = Distribution::Lognormal { median: 600.0, sigma: 0.5 };
/// // It took twice as long as expected: whatever else depends on the disk will be slow, too.
/// let done = Progress::Done { from: Instant::from_seconds(0), to: Instant::from_seconds(1200) };
/// graph.task("copy orders", expected).follows(disk, 0.9).progress(done).add();
/// graph.task("copy customers", expected).follows(disk, 0.9).add();
///
/// let now = Instant::from_seconds(1200);
/// let disk = beliefs(&graph.build()?, now)?[0];
/// assert!(disk.mean > 1.2 && disk.deviation < 0.5);
/// # Ok::<(), schedule::Error>(())
/// ```
pub fn beliefs(graph: &TaskGraph, now: Instant) -> Result<Vec<DriverBelief>, Error> {
    graph.check()?;
    Ok(Evidence::gather(graph, now)?.beliefs)
}

/// How a task's score is drawn: `shift + common · Σ loading · driver + own · √(1 − Σ loading²) · drawn`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TaskKnown {
    pub(super) shift: f64,
    pub(super) common: f64,
    pub(super) own: f64,
}

/// How a driver's score is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DriverKnown {
    pub(super) mean: f64,
    pub(super) deviation: f64,
    /// What to multiply the drivers' draws with.
    pub(super) factors: Vec<(usize, f64)>,
}

/// What is known of drivers and of tasks that have begun.
#[derive(Debug)]
pub(crate) struct Evidence {
    pub(super) beliefs: Vec<DriverBelief>,
    factors: HashMap<usize, Vec<(usize, f64)>>,
    tasks: HashMap<TaskIndex, TaskKnown>,
}

const MOST_DRIVERS: usize = 256;
/// Scores further out say that the estimate was wrong, not that the driver is.
const LIMIT: f64 = 3.0;

struct Observation<'a> {
    task: &'a Task,
    score: f64,
    /// Variance of the score beside what the drivers explain.
    noise: f64,
}

impl Evidence {
    pub(crate) fn gather(graph: &TaskGraph, now: Instant) -> Result<Self, Error> {
        let prior = |driver| DriverBelief { driver, mean: 0.0, deviation: 1.0, observations: 0 };
        let mut evidence = Self {
            beliefs: (0..graph.drivers.len()).map(prior).collect(),
            factors: HashMap::new(),
            tasks: HashMap::new(),
        };
        let mut clock = Clock::new(graph, now);
        let mut observations = Vec::new();
        for (index, task) in graph.tasks.iter().enumerate() {
            let Some((seconds, done)) = clock.seen(task)? else { continue };
            let Some(score) = task.duration.score_of(seconds, LIMIT) else { continue };
            let common: f64 = task.drivers.iter().map(|it| it.loading * it.loading).sum();
            let (own, further) = ((1.0 - common).max(0.0), (1.0 - done) / done);
            if done < 1.0 {
                let gain = own / (own + further);
                let known = TaskKnown { shift: gain * score, common: 1.0 - gain, own: (1.0 - gain).sqrt() };
                evidence.tasks.insert(index, known);
            }
            observations.push(Observation { task, score, noise: (own + further).max(1e-4) });
        }
        evidence.update(&observations)?;
        Ok(evidence)
    }

    pub(super) fn of_task(&self, task: TaskIndex) -> TaskKnown {
        self.tasks.get(&task).copied().unwrap_or(TaskKnown { shift: 0.0, common: 1.0, own: 1.0 })
    }

    pub(super) fn of_driver(&self, driver: usize) -> DriverKnown {
        let (mean, deviation) = self.beliefs.get(driver).map_or((0.0, 1.0), |it| (it.mean, it.deviation));
        let factors = self.factors.get(&driver).cloned().unwrap_or_else(|| vec![(driver, 1.0)]);
        DriverKnown { mean, deviation, factors }
    }

    /// Mean and standard deviation of a task's score; 0 and 1 where nothing is known.
    pub(crate) fn score_of(&self, index: TaskIndex, task: &Task) -> (f64, f64) {
        let known = self.of_task(index);
        let common: f64 = task.drivers.iter().map(|it| it.loading * it.loading).sum();
        let mut mean = known.shift;
        let mut by_driver = BTreeMap::new();
        for it in &task.drivers {
            let driver = self.of_driver(it.driver);
            mean += known.common * it.loading * driver.mean;
            for (drawn, factor) in driver.factors {
                *by_driver.entry(drawn).or_insert(0.0) += known.common * it.loading * factor;
            }
        }
        let explained: f64 = by_driver.values().map(|share| share * share).sum();
        (mean, (explained + (1.0 - common).max(0.0) * known.own * known.own).sqrt())
    }

    fn update(&mut self, observations: &[Observation<'_>]) -> Result<(), Error> {
        let loads = observations.iter().flat_map(|it| &it.task.drivers).filter(|it| it.loading > 0.0);
        let mut drivers: Vec<usize> = loads.map(|it| it.driver).collect();
        drivers.sort_unstable();
        drivers.dedup();
        if drivers.len() > MOST_DRIVERS {
            let message = format!("{} drivers have evidence: at most {MOST_DRIVERS} are updated", drivers.len());
            return Err(Error::new(ErrorKind::Invalid, message));
        }
        let mut normal = Normal::standard(drivers.len());
        for observation in observations {
            let mut loads = vec![0.0; drivers.len()];
            for it in &observation.task.drivers {
                if let Ok(at) = drivers.binary_search(&it.driver) {
                    loads[at] += it.loading;
                    self.beliefs[it.driver].observations += 1;
                }
            }
            normal.observe(&loads, observation.score, observation.noise);
        }
        let factors = normal.factors();
        for (at, (&driver, row)) in drivers.iter().zip(factors).enumerate() {
            self.beliefs[driver].mean = normal.mean[at];
            self.beliefs[driver].deviation = normal.covariance[at][at].max(0.0).sqrt();
            self.factors.insert(driver, drivers.iter().copied().zip(row).take(at + 1).collect());
        }
        Ok(())
    }
}

/// How long tasks have been worked on.
struct Clock<'a> {
    graph: &'a TaskGraph,
    now: Instant,
    first: Instant,
    openings: HashMap<&'a [usize], Option<Openings>>,
}

impl<'a> Clock<'a> {
    fn new(graph: &'a TaskGraph, now: Instant) -> Self {
        let begins = graph.tasks.iter().filter_map(|task| match task.progress {
            Progress::Waiting => None,
            Progress::Started { at, .. } => Some(at),
            Progress::Done { from, .. } => Some(from),
        });
        Self { graph, now, first: begins.min().unwrap_or(now), openings: HashMap::new() }
    }

    /// What a task would take in all as far as it can be told, in seconds of work, and the share that is done; none: nothing.
    fn seen(&mut self, task: &'a Task) -> Result<Option<(f64, f64)>, Error> {
        let (from, to, done) = match task.progress {
            Progress::Waiting => return Ok(None),
            Progress::Started { at, done } => (at, self.now, done),
            Progress::Done { from, to } => (from, to, 1.0),
        };
        if done <= 0.0 || to <= from {
            return Ok(None);
        }
        let wall = from.seconds_until(to);
        let open = self.openings(&task.calendars)?.map_or(wall, |openings| openings.open_seconds(from, to));
        // Who has worked outside the hours has worked all the same.
        Ok(Some((if open > 0.0 { open } else { wall } / done, done)))
    }

    fn openings(&mut self, calendars: &'a [usize]) -> Result<Option<&Openings>, Error> {
        let known = match self.openings.entry(calendars) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(place) => {
                let all: Vec<&Calendar> = calendars.iter().filter_map(|&it| self.graph.calendars.get(it)).collect();
                let openings = if all.is_empty() { None } else { Some(Openings::new(&all, self.first)?) };
                place.insert(openings)
            }
        };
        Ok(known.as_ref())
    }
}

/// A normal distribution of several drivers.
struct Normal {
    mean: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

impl Normal {
    fn standard(size: usize) -> Self {
        let row = |index| (0..size).map(|at| if at == index { 1.0 } else { 0.0 }).collect();
        Self { mean: vec![0.0; size], covariance: (0..size).map(row).collect() }
    }

    /// Takes into account that `Σ load · driver + noise` was `value`, with noise of this variance.
    fn observe(&mut self, loads: &[f64], value: f64, noise: f64) {
        let dot = |row: &[f64]| row.iter().zip(loads).map(|(a, b)| a * b).sum::<f64>();
        let with: Vec<f64> = self.covariance.iter().map(|row| dot(row)).collect();
        let surprise = value - dot(&self.mean);
        let variance = dot(&with) + noise;
        for ((mean, row), own) in self.mean.iter_mut().zip(&mut self.covariance).zip(&with) {
            *mean += own / variance * surprise;
            for (cell, other) in row.iter_mut().zip(&with) {
                *cell -= own * other / variance;
            }
        }
    }

    /// Cholesky's lower triangle of the covariance.
    fn factors(&self) -> Vec<Vec<f64>> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(self.mean.len());
        for (index, covariance) in self.covariance.iter().enumerate() {
            let mut row = vec![0.0; self.mean.len()];
            for at in 0..=index {
                let before = |other: &[f64]| row.iter().zip(other).take(at).map(|(a, b)| a * b).sum::<f64>();
                row[at] = match rows.get(at) {
                    Some(other) if other[at] > 0.0 => (covariance[at] - before(other)) / other[at],
                    Some(_) => 0.0,
                    None => (covariance[at] - before(&row)).max(0.0).sqrt(),
                };
            }
            rows.push(row);
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_driver_by_the_formula() {
        let mut normal = Normal::standard(1);
        normal.observe(&[0.8], 2.0, 0.36);
        // Precision 1 + 0.64/0.36, mean 0.8·2/0.36 over it.
        let precision = 1.0 + 0.64 / 0.36;
        assert!((normal.covariance[0][0] - 1.0 / precision).abs() < 1e-12);
        assert!((normal.mean[0] - 0.8 * 2.0 / 0.36 / precision).abs() < 1e-12);
    }

    #[test]
    fn factors_give_the_covariance_back() {
        let mut normal = Normal::standard(3);
        normal.observe(&[0.7, 0.5, 0.0], 1.0, 0.26);
        normal.observe(&[0.0, 0.6, 0.6], -0.5, 0.28);
        let factors = normal.factors();
        for a in 0..3 {
            for b in 0..3 {
                let product: f64 = factors[a].iter().zip(&factors[b]).map(|(a, b)| a * b).sum();
                assert!((product - normal.covariance[a][b]).abs() < 1e-12);
            }
        }
        assert!(normal.covariance[0][1] < -0.1);
    }
}
