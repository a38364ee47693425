//! Which task comes first: rules of priority, and orders by them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::problem::{Problem, number};

/// The longest way from the start to each task, and from each task to the end, its own work included in the latter. Calendars
/// are not regarded: this is for priorities and lower bounds.
#[derive(Debug, Clone)]
pub(super) struct Ways {
    pub(super) head: Vec<i64>,
    pub(super) tail: Vec<i64>,
    /// The longest of all.
    pub(super) length: i64,
}

impl Ways {
    pub(super) fn new(problem: &Problem<'_>) -> Self {
        let count = problem.len();
        let mut ways = Self { head: problem.floor.clone(), tail: problem.work.clone(), length: 0 };
        // Numbers go with the order: what a task waits for has lower ones.
        for task in 0..count {
            for &before in problem.before.of(number(task)) {
                ways.head[task] = ways.head[task].max(ways.head[before as usize] + problem.work[before as usize]);
            }
        }
        for task in (0..count).rev() {
            let after = problem.after.of(number(task)).iter().map(|&after| ways.tail[after as usize]).max();
            ways.tail[task] += after.unwrap_or(0);
        }
        ways.length = (0..count).map(|task| ways.head[task] + ways.tail[task]).max().unwrap_or(0);
        ways
    }
}

/// A rule of priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Least latest finish.
    LatestFinish,
    /// Least latest start.
    LatestStart,
    /// Most tasks that wait for it, directly or not.
    MostSuccessors,
    /// Greatest work of its own and of the tasks that wait for it directly.
    GreatestRank,
}

impl Rule {
    pub(super) const ALL: [Self; 4] = [Self::LatestFinish, Self::LatestStart, Self::MostSuccessors, Self::GreatestRank];

    /// By task: the lower, the sooner.
    pub(super) fn values(self, problem: &Problem<'_>, ways: &Ways) -> Vec<i64> {
        let tasks = 0..problem.len();
        match self {
            Self::LatestFinish => tasks.map(|task| problem.work[task] - ways.tail[task]).collect(),
            Self::LatestStart => tasks.map(|task| -ways.tail[task]).collect(),
            Self::MostSuccessors => successors(problem).into_iter().map(|count| -count).collect(),
            Self::GreatestRank => tasks
                .map(|task| {
                    let after = problem.after.of(number(task)).iter();
                    -problem.work[task] - after.map(|&after| problem.work[after as usize]).sum::<i64>()
                })
                .collect(),
        }
    }
}

/// How many tasks wait for each, counted by bits as long as there are few, and by ways (a task that waits on two ways counts
/// twice) where there are many.
fn successors(problem: &Problem<'_>) -> Vec<i64> {
    const FEW: usize = 2048;
    let count = problem.len();
    if count > FEW {
        let mut sums = vec![0_i64; count];
        for task in (0..count).rev() {
            let after = problem.after.of(number(task)).iter();
            sums[task] = after.fold(0, |sum: i64, &after| sum.saturating_add(sums[after as usize]).saturating_add(1));
        }
        return sums;
    }
    let words = count.div_ceil(64);
    let mut sets = vec![0_u64; count * words];
    for task in (0..count).rev() {
        for &after in problem.after.of(number(task)) {
            let after = after as usize;
            let (low, high) = sets.split_at_mut(after * words);
            let own = &mut low[task * words..][..words];
            for (own, &other) in own.iter_mut().zip(&high[..words]) {
                *own |= other;
            }
            own[after / 64] |= 1 << (after % 64);
        }
    }
    let size = |set: &[u64]| set.iter().map(|word| i64::from(word.count_ones())).sum();
    if words == 0 { Vec::new() } else { sets.chunks_exact(words).map(size).collect() }
}

/// All tasks, each after those it waits for, and else by value, what has been started first.
pub(super) fn order(problem: &Problem<'_>, values: &[i64]) -> Vec<u32> {
    let count = problem.len();
    let mut keys = values.to_vec();
    for &task in &problem.started {
        keys[task as usize] = i64::MIN;
    }
    let mut waits: Vec<usize> = (0..count).map(|task| problem.before.of(number(task)).len()).collect();
    let mut open: BinaryHeap<Reverse<(i64, u32)>> =
        (0..count).filter(|&task| waits[task] == 0).map(|task| Reverse((keys[task], number(task)))).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(Reverse((_, task))) = open.pop() {
        order.push(task);
        for &after in problem.after.of(task) {
            let after = after as usize;
            waits[after] -= 1;
            if waits[after] == 0 {
                open.push(Reverse((keys[after], number(after))));
            }
        }
    }
    order
}
