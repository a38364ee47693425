//! Schedules a task graph, and tells durations as distributions.
//!
//! Tasks, resources and calendars make a [`TaskGraph`]; everything else is a pure function of it. Times are whole seconds
//! since the Unix epoch ([`Instant`]), durations are seconds.

mod calendar;
mod critical_path;
mod distribution;
mod error;
mod graph;
mod instant;
mod level;
mod network;
#[cfg(test)]
mod property_tests;
mod simulation;
mod time_zone;
mod timing;
mod work;

pub use calendar::{Calendar, CalendarSpec, Closed, LocalSpan, Openings, Weekday, WeeklyHours};
pub use critical_path::{CriticalPath, PathOptions, PathTask, critical_path};
pub use distribution::Distribution;
pub use error::{Error, ErrorKind};
pub use graph::{
    CalendarIndex, Demand, Driver, DriverLoading, GraphBuilder, Progress, Resource, ResourceIndex, Task, TaskBuilder,
    TaskGraph, TaskIndex,
};
pub use instant::Instant;
pub use level::{Handover, LevelOptions, Schedule, Slot, level};
pub use simulation::{
    Cause, Deadline, DriverBelief, Group, GroupOutcome, Quantiles, SimulateOptions, Simulation, Swing, Target,
    TaskOutcome, beliefs, simulate, simulate_watched,
};
pub use time_zone::{is_time_zone, time_zones};
pub use work::Durations;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
