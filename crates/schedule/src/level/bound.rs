//! How short a schedule cannot be.

use super::priority::Ways;
use super::problem::{Problem, float, whole};
use crate::TaskGraph;
use crate::timing::Run;

/// A makespan in units of time that no schedule is below: the end of the critical path, calendars included; and for every
/// resource the work that holds it, after the earliest begin and before the shortest way to the end of its tasks.
pub(super) fn lower(graph: &TaskGraph, problem: &Problem<'_>, early: &[Run]) -> i64 {
    let ways = Ways::new(problem);
    let mut energy = vec![Energy::default(); graph.resources.len()];
    let mut bound = 0;
    for (number, &task) in problem.tasks.iter().enumerate() {
        let (work, run) = (problem.work[number], early[task]);
        bound = bound.max(whole(run.end) / problem.unit);
        for demand in graph.tasks.get(task).map_or(&[][..], |task| &task.demand) {
            if work > 0 && demand.units > 0 {
                energy[demand.resource].add(Share {
                    energy: i128::from(work) * i128::from(demand.units),
                    head: whole(run.begin) / problem.unit,
                    tail: ways.tail[number] - work,
                    task: super::problem::number(number),
                    kind: problem.known(super::problem::number(number)).calendars().0,
                });
            }
        }
    }
    let of = |(energy, resource): (&Energy, &crate::Resource)| energy.bound(problem, resource.capacity);
    energy.iter().zip(&graph.resources).map(of).fold(bound, i64::max)
}

/// What one task asks of a resource.
#[derive(Debug, Clone, Copy)]
struct Share {
    /// Units times time.
    energy: i128,
    head: i64,
    tail: i64,
    task: u32,
    /// Its openings, by position.
    kind: Option<usize>,
}

/// What the tasks of a resource ask of it together.
#[derive(Debug, Clone, Copy, Default)]
struct Energy {
    /// The least head and tail, and one of the tasks.
    sum: Option<Share>,
    has_several_calendars: bool,
}

impl Energy {
    fn add(&mut self, share: Share) {
        let Some(sum) = &mut self.sum else {
            self.sum = Some(share);
            return;
        };
        self.has_several_calendars |= sum.kind != share.kind;
        sum.energy += share.energy;
        sum.head = sum.head.min(share.head);
        sum.tail = sum.tail.min(share.tail);
    }

    fn bound(&self, problem: &Problem<'_>, capacity: u32) -> i64 {
        let Some(sum) = &self.sum else { return 0 };
        let capacity = i128::from(capacity.max(1));
        let work = i64::try_from((sum.energy + capacity - 1) / capacity).unwrap_or(i64::MAX / 4);
        // Where all have the same calendars, all of it is done in their openings.
        let openings = problem.timing.openings(problem.known(sum.task)).filter(|_| !self.has_several_calendars);
        let end =
            openings.map_or(float(sum.head + work), |openings| openings.finish_after(float(sum.head), float(work)));
        // Work beyond all openings is told by the task that finds none.
        if end.is_finite() { whole(end) + sum.tail } else { 0 }
    }
}
