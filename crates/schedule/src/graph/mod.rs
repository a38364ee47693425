//! Tasks, what they wait for, and what they need.
//!
//! What times mean, here and everywhere in this crate:
//!
//! - A task is ready when all tasks that it comes `after` are done, at its `not_before` and at the start of the whole,
//!   whichever is last.
//! - It begins at the first opening of its calendars from then on, and when its resources are free. One that can pause does
//!   so where the calendars close; another one begins where one opening holds it whole. Without work it is a milestone,
//!   done where it begins.
//! - From its begin to its end, pauses included, it holds what it demands. Spans of time do not hold their end: what ends
//!   at ten o'clock is free for what begins at ten o'clock.
//! - What is done stays as it was. What has been started goes on with the share of its work that is left, under the same
//!   conditions, and before tasks that have not.

mod build;
mod check;

pub use build::{GraphBuilder, TaskBuilder};

use serde::{Deserialize, Serialize};

use crate::{Calendar, Distribution, Instant};

/// Position of a task in [`TaskGraph`].
pub type TaskIndex = usize;
/// Position of a resource.
pub type ResourceIndex = usize;
/// Position of a calendar.
pub type CalendarIndex = usize;

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Unique in the graph.
    pub id: String,
    /// How long it takes, in seconds of work.
    pub duration: Distribution,
    /// Tasks that are done before it starts.
    pub after: Vec<TaskIndex>,
    /// What it holds while it runs.
    pub demand: Vec<Demand>,
    /// When work on it can be done: all of these are open; none: around the clock.
    pub calendars: Vec<CalendarIndex>,
    /// Whether it can pause where its calendars close; otherwise it waits for an opening that holds it whole.
    pub splittable: bool,
    /// It does not start earlier.
    pub not_before: Option<Instant>,
    /// What makes it slower or faster together with other tasks.
    pub drivers: Vec<DriverLoading>,
    /// How far it is.
    pub progress: Progress,
}

/// How many units of a resource a task holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Which resource.
    pub resource: ResourceIndex,
    /// How many units.
    pub units: u32,
}

/// Something of which there is so much: people of a role, connections, bandwidth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// What it is called.
    pub id: String,
    /// Units at any time.
    pub capacity: u32,
}

/// A common cause: tasks that load on it are slow or fast together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Driver {
    /// What it is called, for example `throughput of the disk`.
    pub id: String,
}

/// How much a task's duration follows a driver.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DriverLoading {
    /// Position of the driver.
    pub driver: usize,
    /// Correlation of the task's standard normal score with the driver's, 0 to 1; squares add up to at most 1.
    pub loading: f64,
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Not begun.
    #[default]
    Waiting,
    /// Begun.
    Started {
        /// When.
        at: Instant,
        /// The share that is done, 0 to 1.
        done: f64,
    },
    /// Done.
    Done {
        /// When it began.
        from: Instant,
        /// When it ended.
        to: Instant,
    },
}

/// Tasks with what they wait for, resources, calendars and common causes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskGraph {
    /// The tasks.
    pub tasks: Vec<Task>,
    /// What tasks hold.
    pub resources: Vec<Resource>,
    /// When tasks can be worked on.
    pub calendars: Vec<Calendar>,
    /// What makes tasks slow or fast together.
    pub drivers: Vec<Driver>,
}
