//! What a simulation has found.

use serde::{Deserialize, Serialize};

use super::tornado::at_share;
use crate::{DriverBelief, Instant, TaskIndex};

/// Quantiles of a point in time: 5, 50, 80, 90 and 95 % of the draws lie not after it. None: in more than the rest of the
/// draws it never comes, as work fits no opening, or it comes after the year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quantiles {
    /// Hardly ever earlier.
    pub p5: Option<Instant>,
    /// As often earlier as later.
    pub p50: Option<Instant>,
    /// What one commits to.
    pub p80: Option<Instant>,
    /// Rarely later.
    pub p90: Option<Instant>,
    /// Hardly ever later.
    pub p95: Option<Instant>,
}

impl Quantiles {
    pub(super) fn by(at: impl Fn(f64) -> Option<Instant>) -> Self {
        Self { p5: at(0.05), p50: at(0.5), p80: at(0.8), p90: at(0.9), p95: at(0.95) }
    }
}

/// What was found of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskOutcome {
    /// When it ends: exact where tasks and groups times draws are at most 2,000,000, else from a histogram, to a few
    /// hundredths of the standard deviation as a rule. The end of the whole is always exact.
    pub end: Quantiles,
    /// Criticality index: the share of draws in which the end of the whole waits for it, 0 to 1.
    pub criticality: f64,
    /// Cruciality: rank correlation of its duration with the end of the whole, -1 to 1.
    pub cruciality: f64,
    /// Schedule sensitivity index: criticality times its standard deviation over that of the whole.
    pub sensitivity: f64,
    /// The share of draws in which it never ends, as it, or what it waits for, fits no opening.
    pub never: f64,
}

/// What was found of a group of tasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupOutcome {
    /// What it is called.
    pub name: String,
    /// When the last of its tasks ends, as precisely as for a task; none where it has no tasks.
    pub end: Quantiles,
}

/// What makes the end early or late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A driver, by position.
    Driver(usize),
    /// A task, by position.
    Task(TaskIndex),
}

/// A bar of the tornado.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Swing {
    /// What is held fast or slow.
    pub cause: Cause,
    /// Rank correlation with the end, -1 to 1.
    pub correlation: f64,
    /// The quantile of the end to which one commits, were the cause at its P10. None: never.
    pub fast: Option<Instant>,
    /// The same at its P90.
    pub slow: Option<Instant>,
}

/// What many draws of the durations have given.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    pub(super) start: Instant,
    /// Seconds after the start, sorted; infinite: never.
    pub(super) ends: Vec<f64>,
    pub(super) tasks: Vec<TaskOutcome>,
    pub(super) groups: Vec<GroupOutcome>,
    pub(super) deadlines: Vec<f64>,
    pub(super) swings: Vec<Swing>,
    pub(super) chain: Vec<TaskIndex>,
    pub(super) buffer: f64,
    pub(super) closed: f64,
    pub(super) drivers: Vec<DriverBelief>,
}

impl Simulation {
    /// Quantiles of the end of the whole.
    pub fn end(&self) -> Quantiles {
        Quantiles::by(|share| self.quantile(share))
    }

    /// The end that the share `p` of the draws, 0 to 1, does not exceed, in whole seconds. None: never.
    pub fn quantile(&self, p: f64) -> Option<Instant> {
        self.seconds(p).and_then(|seconds| self.start.after(seconds))
    }

    /// The same in seconds after the start.
    pub fn seconds(&self, p: f64) -> Option<f64> {
        at_share(&self.ends, p)
    }

    /// Mean seconds from the start to the end, of the draws that end.
    pub fn mean(&self) -> f64 {
        self.moments().0
    }

    /// Standard deviation of the end in seconds, of the draws that end.
    pub fn standard_deviation(&self) -> f64 {
        self.moments().1
    }

    fn moments(&self) -> (f64, f64) {
        let finite = self.ends.get(..self.finite()).unwrap_or_default();
        let count = finite.len().max(1) as f64;
        let mean = finite.iter().sum::<f64>() / count;
        let variance = finite.iter().map(|end| (end - mean) * (end - mean)).sum::<f64>() / count;
        (mean, variance.sqrt())
    }

    fn finite(&self) -> usize {
        self.ends.partition_point(|end| end.is_finite())
    }

    /// The share of draws in which everything is done at `at`.
    pub fn probability_by(&self, at: Instant) -> f64 {
        let limit = self.start.seconds_until(at);
        self.ends.partition_point(|&end| end <= limit) as f64 / self.ends.len().max(1) as f64
    }

    /// The share of draws that never end, as work fits no opening.
    pub fn never(&self) -> f64 {
        1.0 - self.finite() as f64 / self.ends.len().max(1) as f64
    }

    /// How many draws there were.
    pub fn draws(&self) -> usize {
        self.ends.len()
    }

    /// Tasks, in the order of the graph.
    pub fn tasks(&self) -> &[TaskOutcome] {
        &self.tasks
    }

    /// Groups, in the order of the options.
    pub fn groups(&self) -> &[GroupOutcome] {
        &self.groups
    }

    /// By deadline, in the order of the options: the share of draws in which it is met.
    pub fn deadlines(&self) -> &[f64] {
        &self.deadlines
    }

    /// The tornado: what would move the end most, widest first.
    pub fn swings(&self) -> &[Swing] {
        &self.swings
    }

    /// The critical chain when everything takes as long as is expected, in order.
    pub fn chain(&self) -> &[TaskIndex] {
        &self.chain
    }

    /// A buffer for the end of that chain in seconds: √Σ(P90 − P50)² over its tasks.
    pub fn buffer(&self) -> f64 {
        self.buffer
    }

    /// Mean seconds by which the end is later than with calendars that are open around the clock.
    pub fn closed_hours(&self) -> f64 {
        self.closed
    }

    /// What progress so far says of the drivers, in the order of the graph.
    pub fn drivers(&self) -> &[DriverBelief] {
        &self.drivers
    }
}
