//! Serial schedule generation: task by task in a given order, each as early as what it waits for and what is free permit.

use super::problem::{Direction, Problem};
use super::timeline::Timeline;

/// When the tasks run, and the memory in which that is found out.
#[derive(Debug, Clone)]
pub(super) struct Generator<T> {
    timeline: T,
    /// The last schedule that was generated.
    pub(super) begin: Vec<i64>,
    pub(super) end: Vec<i64>,
    /// How many have been generated.
    pub(super) count: u64,
}

impl<T: Timeline> Generator<T> {
    pub(super) fn new(timeline: T, tasks: usize) -> Self {
        Self { timeline, begin: vec![0; tasks], end: vec![0; tasks], count: 0 }
    }

    /// Generates the schedule of this order, in which each task comes after those it waits for. The end of all, or the task
    /// that never runs.
    pub(super) fn generate(&mut self, problem: &Problem<'_>, order: &[u32], direction: Direction) -> Result<i64, u32> {
        self.timeline.clear();
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
        let mut begin = self.timeline.first_fit(demand, ready, work);
        let mut end = begin + work;
        if !problem.is_plain(task) {
            loop {
                let run = problem.run(task, begin, direction)?;
                // Its work does not fit earlier; with pauses or at a later opening it may take until later.
                match self.timeline.last_conflict(demand, run.0, run.1) {
                    Some(conflict) => begin = self.timeline.first_fit(demand, conflict, work),
                    None => {
                        (begin, end) = run;
                        break;
                    }
                }
            }
        }
        self.timeline.reserve(demand, begin, end);
        Some((begin, end))
    }
}
