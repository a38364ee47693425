//! Serial schedule generation: task by task in a given order, each as early as what it waits for and what is free permit.

use super::hints::Hints;
use super::problem::{Direction, Problem};
use super::timeline::Timeline;

/// When the tasks run, and the memory in which that is found out.
#[derive(Debug, Clone)]
pub(super) struct Generator<T> {
    timeline: T,
    hints: Hints,
    /// The last schedule that was generated.
    pub(super) begin: Vec<i64>,
    pub(super) end: Vec<i64>,
    /// How many have been generated.
    pub(super) count: u64,
}

impl<T: Timeline> Generator<T> {
    pub(super) fn new(timeline: T, problem: &Problem<'_>) -> Self {
        let tasks = problem.len();
        let hints = Hints::new(if T::IS_LONG { problem.kinds } else { 0 });
        Self { timeline, hints, begin: vec![0; tasks], end: vec![0; tasks], count: 0 }
    }

    /// Generates the schedule of this order, in which each task comes after those it waits for. The end of all, or the task
    /// that never runs.
    pub(super) fn generate(&mut self, problem: &Problem<'_>, order: &[u32], direction: Direction) -> Result<i64, u32> {
        self.timeline.clear();
        self.hints.clear();
        self.count += 1;
        let mut all = 0;
        for &task in order {
            let mut ready = if direction == Direction::Forward { problem.floor[task as usize] } else { 0 };
            for &before in problem.before(task, direction) {
                ready = ready.max(self.end[before as usize]);
            }
            let (begin, end) = self.place(problem, task, ready, direction).ok_or(task)?;
            self.begin[task as usize] = begin;
            self.end[task as usize] = end;
            all = all.max(end);
        }
        Ok(all)
    }

    #[inline]
    fn place(&mut self, problem: &Problem<'_>, task: u32, ready: i64, direction: Direction) -> Option<(i64, i64)> {
        let (demand, work) = (problem.demand.of(task), problem.work[task as usize]);
        if demand.is_empty() || work == 0 {
            return problem.run(task, ready, direction);
        }
        let kind = problem.kind[task as usize];
        let first = if T::IS_LONG { self.hints.skip(kind, ready, work) } else { ready };
        let (begin, end) = if problem.is_plain(task) {
            let begin = self.timeline.first_fit(demand, first, work);
            (begin, begin + work)
        } else {
            self.fit_openings(problem, task, first, direction)?
        };
        if T::IS_LONG {
            self.hints.learn(kind, ready, work, begin);
        }
        self.timeline.reserve(demand, begin, end);
        Some((begin, end))
    }

    /// The first run in which both the calendars of a task are open and its demand fits.
    fn fit_openings(&self, problem: &Problem<'_>, task: u32, ready: i64, direction: Direction) -> Option<(i64, i64)> {
        let (demand, work) = (problem.demand.of(task), problem.work[task as usize]);
        let mut ready = ready;
        loop {
            let (begin, end) = problem.run(task, ready, direction)?;
            // Where its work does not fit by itself, it does not with pauses or at a later opening.
            let first = self.timeline.first_fit(demand, begin, work);
            if first > begin {
                ready = first;
            } else if let Some(conflict) = self.timeline.last_conflict(demand, begin, end) {
                ready = conflict;
            } else {
                return Some((begin, end));
            }
        }
    }
}
