//! What to simulate.

use crate::{Error, ErrorKind, Instant, TaskGraph, TaskIndex};

/// Draws at most: the ends of all of them are kept.
const MOST_DRAWS: u32 = 10_000_000;

/// How to simulate. `SimulateOptions::new(start)` gives 10,000 draws with seed 1 and as many threads as the machine has.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SimulateOptions {
    /// Now: nothing that is not done begins earlier, and what has begun goes on.
    pub start: Instant,
    /// How many times durations are drawn, 1 to 10,000,000.
    pub draws: u32,
    /// The same seed gives the same bytes; a task's draws depend on it and on the task's id alone.
    pub seed: u64,
    /// Threads, at most 16; 0: as many as the machine runs at once. The result does not depend on it.
    pub threads: usize,
    /// Further pairs of tasks of which the first is done before the second begins: the arcs of a levelled schedule.
    pub flow: Vec<(TaskIndex, TaskIndex)>,
    /// Groups of tasks, phases for example, whose end is wanted.
    pub groups: Vec<Group>,
    /// Deadlines whose probability is wanted.
    pub deadlines: Vec<Deadline>,
    /// The quantile of the end that swings are told of, between 0 and 1: that to which one commits.
    pub commit: f64,
    /// Swings of so many drivers and tasks, at most.
    pub swings: usize,
    /// Draws that are used for each of them, at most.
    pub swing_draws: u32,
}

/// Tasks of which the end of the last is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it is called.
    pub name: String,
    /// The tasks.
    pub tasks: Vec<TaskIndex>,
}

/// A point in time by which something has to be done: the end of a project, of a phase, of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What has to be done.
    pub of: Target,
    /// By when.
    pub at: Instant,
}

/// What has an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Everything.
    Whole,
    /// One task.
    Task(TaskIndex),
    /// A group of tasks, by its position in [`SimulateOptions::groups`].
    Group(usize),
}

impl SimulateOptions {
    /// 10,000 draws with seed 1, swings of at most 12 drivers and tasks at P80.
    pub fn new(start: Instant) -> Self {
        Self {
            start,
            draws: 10_000,
            seed: 1,
            threads: 0,
            flow: Vec::new(),
            groups: Vec::new(),
            deadlines: Vec::new(),
            commit: 0.8,
            swings: 12,
            swing_draws: 128,
        }
    }

    /// How many draws.
    pub fn draws(mut self, draws: u32) -> Self {
        self.draws = draws;
        self
    }

    /// The seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many threads.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// The arcs of a levelled schedule.
    pub fn flow(mut self, flow: impl IntoIterator<Item = (TaskIndex, TaskIndex)>) -> Self {
        self.flow.extend(flow);
        self
    }

    /// A group whose end is wanted.
    pub fn group(mut self, name: impl Into<String>, tasks: impl IntoIterator<Item = TaskIndex>) -> Self {
        self.groups.push(Group { name: name.into(), tasks: tasks.into_iter().collect() });
        self
    }

    /// A deadline whose probability is wanted.
    pub fn deadline(mut self, of: Target, at: Instant) -> Self {
        self.deadlines.push(Deadline { of, at });
        self
    }

    /// The quantile to which one commits.
    pub fn commit(mut self, share: f64) -> Self {
        self.commit = share;
        self
    }

    /// How many swings, each from how many draws.
    pub fn swings(mut self, swings: usize, draws: u32) -> Self {
        self.swings = swings;
        self.swing_draws = draws;
        self
    }

    /// Whether it fits the graph.
    pub(super) fn check(&self, graph: &TaskGraph) -> Result<(), Error> {
        let wrong = |why: String| Err(Error::new(ErrorKind::Invalid, why));
        let tasks = graph.tasks.len();
        if self.draws == 0 || self.draws > MOST_DRAWS {
            return wrong(format!("{} draws: give 1 to {MOST_DRAWS}", self.draws));
        }
        if !(0.0..=1.0).contains(&self.commit) {
            return wrong(format!("a commitment to the share {} of cases: give 0 to 1, for example 0.8", self.commit));
        }
        for group in &self.groups {
            if let Some(task) = group.tasks.iter().find(|&&task| task >= tasks) {
                return wrong(format!("group `{}` holds task {task}, and there are {tasks}", group.name));
            }
        }
        let known = |target: Target| match target {
            Target::Whole => true,
            Target::Task(task) => task < tasks,
            Target::Group(group) => group < self.groups.len(),
        };
        match self.deadlines.iter().find(|deadline| !known(deadline.of)) {
            Some(deadline) => wrong(format!("a deadline of {:?}, which is not there", deadline.of)),
            None => Ok(()),
        }
    }
}
