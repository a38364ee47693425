//! Builds a graph name by name.

use super::{Demand, Driver, DriverLoading, Progress, Resource, Task, TaskGraph};
use crate::{Calendar, CalendarIndex, Distribution, Error, Instant, ResourceIndex, TaskIndex};

/// Collects what a [`TaskGraph`] is made of; tasks come after those that they wait for.
#[derive(Debug, Clone, Default)]
pub struct GraphBuilder {
    graph: TaskGraph,
}

impl TaskGraph {
    /// An empty graph to add to.
    pub fn builder() -> GraphBuilder {
        GraphBuilder::default()
    }
}

impl GraphBuilder {
    /// Something of which there are so many units at any time.
    pub fn resource(&mut self, id: impl Into<String>, capacity: u32) -> ResourceIndex {
        self.graph.resources.push(Resource { id: id.into(), capacity });
        self.graph.resources.len() - 1
    }

    /// Hours in which tasks can be worked on.
    pub fn calendar(&mut self, calendar: Calendar) -> CalendarIndex {
        self.graph.calendars.push(calendar);
        self.graph.calendars.len() - 1
    }

    /// A common cause that makes tasks slow or fast together.
    pub fn driver(&mut self, id: impl Into<String>) -> usize {
        self.graph.drivers.push(Driver { id: id.into() });
        self.graph.drivers.len() - 1
    }

    /// Something to do: to be described further, and then added by [`TaskBuilder::add`].
    pub fn task(&mut self, id: impl Into<String>, duration: Distribution) -> TaskBuilder<'_> {
        let task = Task {
            id: id.into(),
            duration,
            after: Vec::new(),
            demand: Vec::new(),
            calendars: Vec::new(),
            splittable: true,
            not_before: None,
            drivers: Vec::new(),
            progress: Progress::Waiting,
        };
        TaskBuilder { graph: &mut self.graph, task }
    }

    /// The graph, checked by [`TaskGraph::check`].
    pub fn build(self) -> Result<TaskGraph, Error> {
        self.graph.check()?;
        Ok(self.graph)
    }
}

/// A task that is being described.
#[derive(Debug)]
#[must_use = "a task becomes part of the graph by `add`"]
pub struct TaskBuilder<'graph> {
    graph: &'graph mut TaskGraph,
    task: Task,
}

impl TaskBuilder<'_> {
    /// Waits for this task.
    pub fn after(mut self, task: TaskIndex) -> Self {
        self.task.after.push(task);
        self
    }

    /// Waits for all of these tasks.
    pub fn after_all(mut self, tasks: impl IntoIterator<Item = TaskIndex>) -> Self {
        self.task.after.extend(tasks);
        self
    }

    /// Holds so many units of a resource while it runs.
    pub fn needs(mut self, resource: ResourceIndex, units: u32) -> Self {
        self.task.demand.push(Demand { resource, units });
        self
    }

    /// Is worked on only while this calendar is open (and all others that are named).
    pub fn during(mut self, calendar: CalendarIndex) -> Self {
        self.task.calendars.push(calendar);
        self
    }

    /// Cannot pause: needs one opening that holds it whole.
    pub fn whole(mut self) -> Self {
        self.task.splittable = false;
        self
    }

    /// Does not begin earlier.
    pub fn not_before(mut self, at: Instant) -> Self {
        self.task.not_before = Some(at);
        self
    }

    /// Is slow or fast together with others: the correlation of its duration's score with the driver's, 0 to 1.
    pub fn follows(mut self, driver: usize, loading: f64) -> Self {
        self.task.drivers.push(DriverLoading { driver, loading });
        self
    }

    /// How far it is.
    pub fn progress(mut self, progress: Progress) -> Self {
        self.task.progress = progress;
        self
    }

    /// Adds the task.
    pub fn add(self) -> TaskIndex {
        self.graph.tasks.push(self.task);
        self.graph.tasks.len() - 1
    }
}
