//! How short a schedule cannot be.

use super::priority::Ways;
use super::problem::Problem;
use crate::TaskGraph;

/// A makespan in units of time that no schedule is below: the longest way; and for every resource the work that holds it,
/// after the shortest head and before the shortest tail of its tasks.
pub(super) fn lower(graph: &TaskGraph, problem: &Problem<'_>, ways: &Ways) -> i64 {
    let mut energy = vec![Energy::default(); graph.resources.len()];
    for (number, &task) in problem.tasks.iter().enumerate() {
        let work = problem.work[number];
        for demand in graph.tasks.get(task).map_or(&[][..], |task| &task.demand) {
            if work > 0 && demand.units > 0 {
                energy[demand.resource].add(work, demand.units, ways.head[number], ways.tail[number] - work);
            }
        }
    }
    let of = |(energy, resource): (&Energy, &crate::Resource)| energy.bound(resource.capacity);
    energy.iter().zip(&graph.resources).map(of).fold(ways.length, i64::max)
}

/// What the tasks of a resource ask of it.
#[derive(Debug, Clone, Copy, Default)]
struct Energy {
    /// Units times time.
    sum: i128,
    head: Option<i64>,
    tail: Option<i64>,
}

impl Energy {
    fn add(&mut self, work: i64, units: u32, head: i64, tail: i64) {
        self.sum += i128::from(work) * i128::from(units);
        self.head = Some(self.head.map_or(head, |least| least.min(head)));
        self.tail = Some(self.tail.map_or(tail, |least| least.min(tail)));
    }

    fn bound(&self, capacity: u32) -> i64 {
        let capacity = i128::from(capacity.max(1));
        let whole = (self.sum + capacity - 1) / capacity;
        i64::try_from(whole).unwrap_or(i64::MAX / 2) + self.head.unwrap_or(0) + self.tail.unwrap_or(0)
    }
}
