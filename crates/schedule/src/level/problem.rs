//! What is to be levelled: the tasks that are left, in arrays, with times as whole numbers.

use std::collections::BTreeMap;

use super::lanes::{Lanes, Piece};
use super::timeline::Units;
use crate::network::Network;
use crate::timing::{TaskTiming, Timing};
use crate::{TaskGraph, TaskIndex};

/// The tasks that are left. They have numbers of their own here, in an order in which each comes after those it waits for.
#[derive(Debug)]
pub(super) struct Problem<'a> {
    pub(super) timing: &'a Timing,
    /// The position of each task in the graph.
    pub(super) tasks: Vec<TaskIndex>,
    known: Vec<TaskTiming>,
    /// Units of time of work.
    pub(super) work: Vec<i64>,
    /// The first time at which it can go on, apart from what it waits for.
    pub(super) floor: Vec<i64>,
    pub(super) before: Lists<u32>,
    pub(super) after: Lists<u32>,
    pub(super) demand: Lists<Piece>,
    pub(super) lanes: Lanes,
    /// Tasks that have been started and wait for nothing: they go on before anything else begins.
    pub(super) started: Vec<u32>,
    /// Seconds per unit of time.
    pub(super) unit: i64,
    /// Units of time by which everything is over, where that is soon enough for a word per unit.
    pub(super) horizon: Option<usize>,
    /// Whether any task has a calendar.
    pub(super) has_calendars: bool,
    /// Of what kind each task is: those of a kind hold the same and have the same calendars.
    pub(super) kind: Vec<usize>,
    /// How many kinds there are.
    pub(super) kinds: usize,
}

/// A list for every task.
#[derive(Debug, Clone)]
pub(super) struct Lists<T> {
    first: Vec<u32>,
    items: Vec<T>,
}

impl<T> Lists<T> {
    fn new<I: IntoIterator<Item = T>>(lists: impl Iterator<Item = I>) -> Self {
        let mut all = Self { first: vec![0], items: Vec::new() };
        for list in lists {
            all.items.extend(list);
            all.first.push(number(all.items.len()));
        }
        all
    }

    #[inline]
    pub(super) fn of(&self, task: u32) -> &[T] {
        &self.items[self.first[task as usize] as usize..self.first[task as usize + 1] as usize]
    }
}

/// In which direction time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the start on.
    Forward,
    /// From this deadline back: times are told as distances from it.
    Back(i64),
}

impl<'a> Problem<'a> {
    /// `work` is in seconds, by task of the graph.
    pub(super) fn new(graph: &TaskGraph, network: &Network, timing: &'a Timing, work: &[f64]) -> Self {
        let is_left = |task: &TaskIndex| timing.task(*task).ended.is_none();
        let tasks: Vec<TaskIndex> = network.order.iter().copied().filter(is_left).collect();
        let mut own = vec![u32::MAX; graph.tasks.len()];
        for (position, &task) in tasks.iter().enumerate() {
            own[task] = number(position);
        }
        let lists = |of: &crate::network::Lists| {
            Lists::new(tasks.iter().map(|&task| {
                let left: Vec<u32> =
                    of.of(task).iter().map(|&other| own[other]).filter(|&other| other != u32::MAX).collect();
                left
            }))
        };
        let capacities: Vec<u32> = graph.resources.iter().map(|resource| resource.capacity).collect();
        let lanes = Lanes::new(&capacities);
        let (before, after) = (lists(&network.before), lists(&network.after));
        let known: Vec<TaskTiming> = tasks.iter().map(|&task| timing.task(task)).collect();
        let started =
            (0..number(tasks.len())).filter(|&task| known[task as usize].began.is_some() && before.of(task).is_empty());
        let mut problem = Self {
            timing,
            work: tasks.iter().map(|&task| whole(work[task])).collect(),
            floor: tasks.iter().map(|&task| floor(network, timing, task)).collect(),
            demand: Lists::new(tasks.iter().map(|&task| pieces(graph, &lanes, task))),
            started: started.collect(),
            has_calendars: known.iter().any(|&task| timing.openings(task).is_some()),
            tasks,
            known,
            before,
            after,
            lanes,
            unit: 1,
            horizon: None,
            kind: Vec::new(),
            kinds: 0,
        };
        problem.choose_unit();
        problem.tell_kinds();
        problem
    }

    fn tell_kinds(&mut self) {
        let mut known = BTreeMap::new();
        for task in 0..number(self.tasks.len()) {
            let demand: Vec<(usize, u64)> =
                self.demand.of(task).iter().map(|piece| (piece.word, piece.units)).collect();
            let next = known.len();
            self.kind.push(*known.entry((demand, self.known[task as usize].calendars())).or_insert(next));
        }
        self.kinds = known.len();
    }

    /// Without calendars the greatest common divisor of all times is unit enough.
    fn choose_unit(&mut self) {
        if self.has_calendars {
            return;
        }
        let divisor = self.work.iter().chain(&self.floor).fold(0, |divisor, &time| gcd(divisor, time)).max(1);
        for time in self.work.iter_mut().chain(&mut self.floor) {
            *time /= divisor;
        }
        self.unit = divisor;
        let sum = self.work.iter().sum::<i64>() + self.floor.iter().max().copied().unwrap_or(0);
        self.horizon = usize::try_from(sum + 1).ok().filter(|_| sum < Units::LONGEST);
    }

    pub(super) fn len(&self) -> usize {
        self.tasks.len()
    }

    /// What a task comes after when time goes in this direction.
    #[inline]
    pub(super) fn before(&self, task: u32, direction: Direction) -> &[u32] {
        if direction == Direction::Forward { self.before.of(task) } else { self.after.of(task) }
    }

    /// Whether a task runs around the clock.
    #[inline]
    pub(super) fn is_plain(&self, task: u32) -> bool {
        !self.has_calendars || self.timing.openings(self.known[task as usize]).is_none()
    }

    /// When a task runs that is ready at this time, resources not regarded; none: never.
    pub(super) fn run(&self, task: u32, ready: i64, direction: Direction) -> Option<(i64, i64)> {
        let (known, work) = (self.known[task as usize], self.work[task as usize]);
        if self.is_plain(task) {
            return Some((ready, ready + work));
        }
        let (begin, end) = match direction {
            Direction::Forward => {
                let run = self.timing.run(known, float(ready), float(work));
                (run.begin, run.end)
            }
            Direction::Back(deadline) => {
                let run = self.timing.run_back(known, float(deadline - ready), float(work));
                (float(deadline) - run.end, float(deadline) - run.begin)
            }
        };
        (begin.is_finite() && end.is_finite()).then(|| (whole(begin), whole(end)))
    }

    /// What is known of a task of the graph.
    pub(super) fn known(&self, task: u32) -> TaskTiming {
        self.known[task as usize]
    }
}

/// When a task can go on: not before its own time, nor before the end of what is done.
fn floor(network: &Network, timing: &Timing, task: TaskIndex) -> i64 {
    let done = network.before.of(task).iter().filter_map(|&before| timing.task(before).ended);
    whole(done.fold(timing.task(task).not_before, f64::max))
}

/// What a task holds, by word.
fn pieces(graph: &TaskGraph, lanes: &Lanes, task: TaskIndex) -> Vec<Piece> {
    let demand = graph.tasks.get(task).map_or(&[][..], |task| &task.demand);
    let own = demand.iter().filter(|demand| demand.units > 0);
    let mut pieces: Vec<Piece> = own.map(|demand| lanes.piece(demand.resource, u64::from(demand.units))).collect();
    pieces.sort_unstable_by_key(|piece| piece.word);
    pieces.dedup_by(|next, last| {
        let is_same = next.word == last.word;
        if is_same {
            last.units += next.units;
        }
        is_same
    });
    pieces
}

fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Graphs have fewer tasks and arcs than that; what is beyond is not reached.
pub(super) fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "times are far below 2^52")]
pub(super) fn float(time: i64) -> f64 {
    time as f64
}

#[expect(clippy::cast_possible_truncation, reason = "times are whole already, and far below 2^52")]
pub(super) fn whole(time: f64) -> i64 {
    time as i64
}
