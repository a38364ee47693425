//! How the ends of tasks are told and where they are kept while a block runs.
//!
//! Work that may pause is counted in open seconds: where everything that a task waits for has the same hours, it ends so many
//! of them after the last of those, and no opening is looked up. Times are made of them only where somebody asks: a task with
//! other hours, a group, the end of the whole. An end is kept until the last task that waits for it has run, so that few are
//! kept at once.

use super::prepared::Work;
use super::{SimulateOptions, Target};
use crate::TaskIndex;
use crate::network::Network;
use crate::timing::{TaskTiming, Timing};

/// How a task runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Around the clock.
    Around,
    /// In these openings, with pauses; told in open seconds. `chained` where everything that it waits for is told so, too.
    Open { openings: usize, chained: bool },
    /// No work, but at a time at which it is open.
    Pausing,
    /// In one opening.
    Whole,
}

/// Where the end of a task is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// As it is told.
    pub(super) end: usize,
    /// As a time; the same where it is told as one, none where nobody asks.
    pub(super) time: Option<usize>,
}

/// A task that another one, or the end, waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Before {
    /// Its position.
    pub(super) position: usize,
    /// Where its end is kept, told as the one that waits counts.
    pub(super) slot: usize,
}

/// Ways, places and arcs, by position.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) positions: Vec<usize>,
    pub(super) ways: Vec<Way>,
    pub(super) places: Vec<Place>,
    pub(super) before: Vec<Before>,
    pub(super) last: Vec<Before>,
    pub(super) watched: Vec<(usize, usize)>,
    pub(super) rows: usize,
    pub(super) slots: usize,
}

impl Layout {
    pub(super) fn new(network: &Network, timing: &Timing, work: &[Work], options: &SimulateOptions) -> Self {
        let mut positions = vec![0; network.order.len()];
        for (position, &task) in network.order.iter().enumerate() {
            positions[task] = position;
        }
        let mut layout = Self { positions, ..Self::default() };
        layout.choose_ways(network, timing, work);
        layout.watch(network, work, options);
        layout.find_places(network);
        layout
    }

    fn choose_ways(&mut self, network: &Network, timing: &Timing, work: &[Work]) {
        for (&task, work) in network.order.iter().zip(work) {
            let known = timing.task(task);
            let mut way = way(known, timing, work);
            if let Way::Open { openings, chained } = &mut way {
                let is_told_so = |before: &TaskIndex| match self.ways.get(self.positions[*before]) {
                    Some(Way::Open { openings: others, .. }) => others == openings,
                    _ => false,
                };
                *chained = known.not_before <= 0.0 && network.before.of(task).iter().all(is_told_so);
            }
            self.ways.push(way);
        }
    }

    /// Of a group only those ends count after which nothing of the group comes.
    fn watch(&mut self, network: &Network, work: &[Work], options: &SimulateOptions) {
        let mut member_of = vec![usize::MAX; work.len()];
        for (row, group) in options.groups.iter().enumerate() {
            for &task in &group.tasks {
                member_of[task] = row;
            }
            let goes_on = |after: &TaskIndex| {
                member_of[*after] == row && !matches!(work.get(self.positions[*after]), Some(Work::Over(_)))
            };
            let ends = group.tasks.iter().filter(|&&task| !network.after.of(task).iter().any(goes_on));
            self.watched.extend(ends.map(|&task| (self.positions[task], row)));
        }
        self.rows = options.groups.len();
        for deadline in &options.deadlines {
            if let Target::Task(task) = deadline.of {
                self.watched.push((self.positions[task], self.rows));
                self.rows += 1;
            }
        }
        self.watched.sort_unstable();
        self.watched.dedup();
    }

    fn find_places(&mut self, network: &Network) {
        let count = self.ways.len();
        let mut is_asked = vec![false; count];
        let mut last_use: Vec<usize> = (0..count).collect();
        for &(position, _) in &self.watched {
            is_asked[position] = true;
        }
        for (position, (&task, way)) in network.order.iter().zip(&self.ways).enumerate() {
            let is_chained = matches!(way, Way::Open { chained: true, .. });
            for &before in network.before.of(task) {
                let before = self.positions[before];
                last_use[before] = position;
                is_asked[before] |= !is_chained;
            }
            if network.after.of(task).is_empty() {
                (is_asked[position], last_use[position]) = (true, usize::MAX);
            }
        }
        let mut free = Vec::new();
        for (position, &task) in network.order.iter().enumerate() {
            let mut slot = || {
                free.pop().unwrap_or_else(|| {
                    self.slots += 1;
                    self.slots - 1
                })
            };
            let end = slot();
            let is_time = !matches!(self.ways[position], Way::Open { .. });
            let time = if is_time { Some(end) } else { is_asked[position].then(slot) };
            let place = Place { end, time };
            self.places.push(place);
            let is_chained = matches!(self.ways[position], Way::Open { chained: true, .. });
            for &before in network.before.of(task) {
                let position = self.positions[before];
                let place = self.places[position];
                let slot = if is_chained { place.end } else { place.time.unwrap_or(place.end) };
                self.before.push(Before { position, slot });
            }
            if last_use[position] == usize::MAX {
                self.last.push(Before { position, slot: time.unwrap_or(end) });
            }
            // Only now: what a task reads and what it writes are different places.
            let before = network.before.of(task).iter().map(|&before| self.positions[before]);
            for over in before.filter(|&before| last_use[before] == position) {
                let Place { end, time } = self.places[over];
                free.push(end);
                free.extend(time.filter(|&time| time != end));
            }
        }
    }
}

fn way(known: TaskTiming, timing: &Timing, work: &Work) -> Way {
    match timing.hours(known) {
        None => Way::Around,
        Some(_) if matches!(work, Work::Over(_)) => Way::Around,
        Some(_) if !known.splittable => Way::Whole,
        Some(_) if matches!(work, Work::Certain(seconds) if *seconds <= 0.0) => Way::Pausing,
        Some(openings) => Way::Open { openings, chained: false },
    }
}
