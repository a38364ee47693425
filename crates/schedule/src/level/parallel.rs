//! Parallel schedule generation: time goes on from event to event, and whatever is ready and fits begins, in the order of its
//! priority. It leaves nothing idle that could be used at once, which serves scarce resources.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::lanes::fits;
use super::problem::{Direction, Problem, number};

/// Tasks in the order in which they begin; none where one never runs.
pub(super) fn order(problem: &Problem<'_>, values: &[i64]) -> Option<Vec<u32>> {
    let count = problem.len();
    let mut state = State {
        problem,
        values,
        free: problem.lanes.full.clone(),
        waits: (0..count).map(|task| problem.before.of(number(task)).len()).collect(),
        events: BinaryHeap::new(),
        ready: BTreeSet::new(),
        order: Vec::with_capacity(count),
    };
    for task in 0..number(count) {
        if state.waits[task as usize] == 0 {
            state.events.push(Reverse((problem.floor[task as usize], Event::Ready(task))));
        }
    }
    while let Some(&Reverse((now, _))) = state.events.peek() {
        while let Some(&Reverse((at, event))) = state.events.peek()
            && at == now
        {
            state.events.pop();
            state.take(now, event);
        }
        state.begin_what_fits(now)?;
    }
    // What has been started goes on first, wherever it found its place.
    let is_started = |task: &u32| !problem.started.contains(task);
    if !problem.started.is_empty() {
        state.order.sort_by_key(is_started);
    }
    Some(state.order)
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Ended(u32),
    Ready(u32),
}

struct State<'a> {
    problem: &'a Problem<'a>,
    values: &'a [i64],
    free: Vec<u64>,
    waits: Vec<usize>,
    events: BinaryHeap<Reverse<(i64, Event)>>,
    /// What could begin now if it fitted, by value.
    ready: BTreeSet<(i64, u32)>,
    order: Vec<u32>,
}

impl State<'_> {
    fn take(&mut self, now: i64, event: Event) {
        match event {
            Event::Ready(task) => {
                self.ready.insert((self.values[task as usize], task));
            }
            Event::Ended(task) => {
                for piece in self.problem.demand.of(task) {
                    self.free[piece.word] += piece.units;
                }
                for &after in self.problem.after.of(task) {
                    let waits = &mut self.waits[after as usize];
                    *waits -= 1;
                    if *waits == 0 {
                        let at = self.problem.floor[after as usize].max(now);
                        self.events.push(Reverse((at, Event::Ready(after))));
                    }
                }
            }
        }
    }

    /// None where a task never runs.
    fn begin_what_fits(&mut self, now: i64) -> Option<()> {
        let guards = self.problem.lanes.guards();
        let mut gone = Vec::new();
        for &(value, task) in &self.ready {
            let demand = self.problem.demand.of(task);
            if !demand.iter().all(|piece| fits(guards, self.free[piece.word], piece.units)) {
                continue;
            }
            gone.push((value, task));
            let (begin, end) = self.problem.run(task, now, Direction::Forward)?;
            if begin > now {
                self.events.push(Reverse((begin, Event::Ready(task))));
                continue;
            }
            for piece in demand {
                self.free[piece.word] -= piece.units;
            }
            self.order.push(task);
            self.events.push(Reverse((end, Event::Ended(task))));
        }
        for task in gone {
            self.ready.remove(&task);
        }
        Some(())
    }
}
