//! When a task that is ready begins and ends: calendars, earliest begin and progress, without resources.
//!
//! Times are seconds after the start of the whole.

use std::collections::{BTreeMap, HashMap};

use crate::{CalendarIndex, Error, Instant, Openings, Progress, Task, TaskGraph, TaskIndex};

/// The tasks of a graph as far as time is concerned.
#[derive(Debug, Clone)]
pub(crate) struct Timing {
    pub(crate) start: Instant,
    /// The openings of every set of calendars that a task has.
    openings: Vec<Openings>,
    /// The first of these that has the same hours, of each.
    alike: Vec<usize>,
    tasks: Vec<TaskTiming>,
}

/// When a task can run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TaskTiming {
    /// It does not go on earlier than this.
    pub(crate) not_before: f64,
    /// Position of its openings; none: around the clock.
    openings: Option<usize>,
    pub(crate) splittable: bool,
    /// The share of its work that is left.
    pub(crate) left: f64,
    /// When it began, where it has.
    pub(crate) began: Option<f64>,
    /// When it ended, where it has.
    pub(crate) ended: Option<f64>,
}

/// When a task runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Run {
    pub(crate) begin: f64,
    pub(crate) end: f64,
}

impl Timing {
    /// Fails with [`crate::ErrorKind::Infeasible`] where calendars of a task are never open together.
    pub(crate) fn new(graph: &TaskGraph, start: Instant) -> Result<Self, Error> {
        start.check()?;
        let (openings, alike) = (Vec::new(), Vec::new());
        let mut timing = Self { start, openings, alike, tasks: Vec::with_capacity(graph.tasks.len()) };
        let mut known = BTreeMap::new();
        for task in &graph.tasks {
            let openings = timing.openings_of(graph, task, &mut known)?;
            timing.tasks.push(TaskTiming::new(task, start, openings));
        }
        timing.find_alike(graph, &known);
        Ok(timing)
    }

    fn openings_of(
        &mut self,
        graph: &TaskGraph,
        task: &Task,
        known: &mut BTreeMap<Vec<CalendarIndex>, usize>,
    ) -> Result<Option<usize>, Error> {
        let mut set = task.calendars.clone();
        set.retain(|&calendar| graph.calendars.get(calendar).is_some_and(|calendar| !calendar.is_around_the_clock()));
        set.sort_unstable();
        set.dedup();
        // What is done does not need an opening any more.
        if set.is_empty() || matches!(task.progress, Progress::Done { .. }) {
            return Ok(None);
        }
        if let Some(&position) = known.get(&set) {
            return Ok(Some(position));
        }
        let calendars: Vec<_> = set.iter().filter_map(|&calendar| graph.calendars.get(calendar)).collect();
        let openings = Openings::new(&calendars, self.start).map_err(|error| error.of_task(&task.id))?;
        self.openings.push(openings);
        known.insert(set, self.openings.len() - 1);
        Ok(Some(self.openings.len() - 1))
    }

    /// Finds out which openings are the same, as those of several roles with the usual hours are.
    fn find_alike(&mut self, graph: &TaskGraph, known: &BTreeMap<Vec<CalendarIndex>, usize>) {
        let mut first_with = HashMap::new();
        let hours = graph.calendars.iter().enumerate();
        let canonical: Vec<usize> = hours.map(|(at, it)| *first_with.entry(it.hours()).or_insert(at)).collect();
        self.alike = (0..self.openings.len()).collect();
        let mut sets: Vec<(usize, Vec<usize>)> = Vec::with_capacity(known.len());
        for (set, &position) in known {
            let mut set: Vec<usize> = set.iter().filter_map(|&it| canonical.get(it).copied()).collect();
            set.sort_unstable();
            set.dedup();
            sets.push((position, set));
        }
        sets.sort_unstable();
        let mut first_of = HashMap::new();
        for (position, set) in sets {
            if let Some(place) = self.alike.get_mut(position) {
                *place = *first_of.entry(set).or_insert(position);
            }
        }
    }

    /// What is known of a task.
    #[inline]
    pub(crate) fn task(&self, task: TaskIndex) -> TaskTiming {
        self.tasks.get(task).copied().unwrap_or(TaskTiming::FREE)
    }

    /// When a task can run; none: around the clock.
    #[inline]
    pub(crate) fn openings(&self, task: TaskTiming) -> Option<&Openings> {
        self.openings.get(task.openings?)
    }

    /// The position of its openings, the same for all tasks with the same hours; none: around the clock.
    pub(crate) fn hours(&self, task: TaskTiming) -> Option<usize> {
        self.alike.get(task.openings?).copied()
    }

    /// The openings at this position.
    #[inline]
    pub(crate) fn openings_at(&self, position: usize) -> Option<&Openings> {
        self.openings.get(position)
    }

    /// When `work` seconds of a task run that is ready at this time; infinite: never.
    #[inline]
    pub(crate) fn run(&self, task: TaskTiming, ready: f64, work: f64) -> Run {
        let Some(openings) = self.openings(task) else { return Run { begin: ready, end: ready + work } };
        if task.splittable {
            Run { begin: openings.next_open_after(ready), end: openings.finish_after(ready, work) }
        } else {
            let begin = openings.whole_after(ready, work);
            Run { begin, end: begin + work }
        }
    }

    /// The latest run that is over by this time; minus infinity: before the start.
    pub(crate) fn run_back(&self, task: TaskTiming, end: f64, work: f64) -> Run {
        let Some(openings) = self.openings(task) else { return Run { begin: end - work, end } };
        // A milestone cannot pause, either way.
        if task.splittable || work <= 0.0 {
            let begin = openings.latest_start(end, work);
            let last = if begin.is_finite() { openings.finish_after(begin, work).min(end) } else { begin };
            Run { begin, end: if work > 0.0 { last } else { begin } }
        } else {
            let begin = openings.latest_whole(end, work);
            Run { begin, end: begin + work }
        }
    }

    /// Why a task never runs.
    pub(crate) fn never(&self, id: &str, task: TaskTiming, ready: f64, work: f64) -> Error {
        let ready = self.instant(ready);
        let length = seconds(work).unsigned_abs();
        match self.openings(task) {
            Some(openings) if !task.splittable => openings.too_long(ready, length).of_task(id),
            Some(openings) => openings.never(ready).of_task(id),
            None => Error::new(crate::ErrorKind::Invalid, format!("task `{id}` takes longer than can be told")),
        }
    }

    /// Parts of a second count as a whole one.
    pub(crate) fn instant(&self, after: f64) -> Instant {
        Instant::from_seconds(self.start.seconds().saturating_add(seconds(after)))
    }
}

impl TaskTiming {
    const FREE: Self = Self { not_before: 0.0, openings: None, splittable: true, left: 1.0, began: None, ended: None };

    /// The same for tasks that run alike: the position of their openings, and whether they can pause.
    pub(crate) fn calendars(self) -> (Option<usize>, bool) {
        (self.openings, self.splittable)
    }

    fn new(task: &Task, start: Instant, openings: Option<usize>) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "seconds of any date are far below 2^52")]
        let after = |at: Instant| at.seconds().saturating_sub(start.seconds()) as f64;
        let not_before = task.not_before.map_or(0.0, after).max(0.0);
        let common = Self { not_before, openings, splittable: task.splittable, ..Self::FREE };
        match task.progress {
            Progress::Waiting => common,
            Progress::Started { at, done } => Self { left: 1.0 - done, began: Some(after(at)), ..common },
            Progress::Done { from, to } => {
                Self { left: 0.0, began: Some(after(from)), ended: Some(after(to)), ..common }
            }
        }
    }
}

/// Whole seconds, parts of one counting as one.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is meant")]
pub(crate) fn seconds(time: f64) -> i64 {
    time.ceil() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Calendar, CalendarSpec, Distribution, Weekday};

    #[test]
    fn forwards_and_back() {
        let mut graph = TaskGraph::builder();
        let office = graph.calendar(Calendar::new(&CalendarSpec::new("o").hours(&Weekday::ALL, 8, 16)).unwrap());
        let any = Distribution::Fixed { seconds: 1.0 };
        graph.task("splits", any).during(office).add();
        graph.task("whole", any).during(office).whole().add();
        graph.task("machine", any).add();
        let graph = graph.build().unwrap();
        let timing = Timing::new(&graph, "2027-01-11T00:00Z".parse().unwrap()).unwrap();
        let hours = |run: Run| (run.begin / 3600.0, run.end / 3600.0);
        let run = |task, ready: f64, work: f64| hours(timing.run(timing.task(task), ready * 3600.0, work * 3600.0));
        let back = |task, end: f64, work: f64| hours(timing.run_back(timing.task(task), end * 3600.0, work * 3600.0));
        assert_eq!((run(0, 14.0, 4.0), back(0, 34.0, 4.0)), ((14.0, 34.0), (14.0, 34.0)));
        assert_eq!((run(1, 14.0, 4.0), back(1, 35.0, 4.0)), ((32.0, 36.0), (12.0, 16.0)));
        assert_eq!((run(2, 14.0, 4.0), back(2, 18.0, 4.0)), ((14.0, 18.0), (14.0, 18.0)));
        // What is over by an hour at which it is closed ends where it closed.
        assert_eq!(back(0, 20.0, 2.0), (14.0, 16.0));
        assert!(run(1, 0.0, 9.0).1.is_infinite());
    }
}
