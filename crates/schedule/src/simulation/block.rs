//! One block of draws: a lane per draw, all lanes of a task before those of the next one.

use super::duration;
use super::lanes::{Bits, LANES, Lanes, add, equal, latest};
use super::layout::Way;
use super::prepared::{Activity, Prepared, Work};
use super::random::Scores;

/// Working memory for a block.
#[derive(Debug)]
pub(super) struct Block {
    /// The ends that are still asked for.
    slots: Vec<Lanes>,
    /// When the whole ends.
    pub(super) end: Lanes,
    /// When what is watched ends.
    pub(super) watched: Vec<Lanes>,
    /// By arc and by task, a bit per lane: whether it is what its successor, or the end, waits for.
    binding: Vec<Bits>,
    pub(super) critical: Vec<Bits>,
    drivers: Drivers,
}

/// What a task has come to in a block.
pub(super) struct Drawn<'a> {
    pub(super) position: usize,
    /// Its end, as its ends are told: see [`Prepared::clock`].
    pub(super) end: &'a Lanes,
    /// Its scores; none where it is not drawn.
    pub(super) scores: Option<&'a Lanes>,
}

/// What is drawn for drivers, and their scores.
#[derive(Debug, Clone)]
pub(super) struct Drivers {
    drawn: Vec<Lanes>,
    pub(super) scores: Vec<Lanes>,
}

impl Drivers {
    pub(super) fn new(prepared: &Prepared) -> Self {
        let lanes = vec![[0.0; LANES]; prepared.drivers.len()];
        Self { drawn: lanes.clone(), scores: lanes }
    }

    pub(super) fn draw(&mut self, prepared: &Prepared, number: u64) {
        for (drawn, driver) in self.drawn.iter_mut().zip(&prepared.drivers) {
            driver.stream.scores(Scores::table(), number, drawn);
        }
        for (lanes, driver) in self.scores.iter_mut().zip(&prepared.drivers) {
            *lanes = [driver.mean; LANES];
            for &(other, factor) in &driver.factors {
                add(lanes, &self.drawn[other], factor);
            }
        }
    }

    /// All of them as is expected.
    fn expect(&mut self, prepared: &Prepared) {
        for (lanes, driver) in self.scores.iter_mut().zip(&prepared.drivers) {
            *lanes = [driver.mean; LANES];
        }
    }
}

impl Block {
    pub(super) fn new(prepared: &Prepared) -> Self {
        Self {
            slots: vec![[0.0; LANES]; prepared.slots],
            end: [0.0; LANES],
            watched: vec![[0.0; LANES]; prepared.rows],
            binding: vec![0; prepared.before.len()],
            critical: vec![0; prepared.activities.len()],
            drivers: Drivers::new(prepared),
        }
    }

    /// Draws durations and runs through the network; `see` is told of each task. With `TRACE` what binds is kept for
    /// [`Self::trace`].
    pub(super) fn run<const TRACE: bool>(&mut self, prepared: &Prepared, number: u64, see: impl FnMut(&Drawn<'_>)) {
        self.drivers.draw(prepared, number);
        self.go::<TRACE>(prepared, Some(number), see);
    }

    /// The same with all durations as is expected.
    pub(super) fn run_expected(&mut self, prepared: &Prepared) {
        self.drivers.expect(prepared);
        self.go::<true>(prepared, None, |_| {});
    }

    fn go<const TRACE: bool>(&mut self, prepared: &Prepared, number: Option<u64>, mut see: impl FnMut(&Drawn<'_>)) {
        let nothing = if prepared.activities.is_empty() { 0.0 } else { f64::NEG_INFINITY };
        self.end = [nothing; LANES];
        self.watched.fill([f64::NEG_INFINITY; LANES]);
        let mut watched = prepared.watched.iter().peekable();
        let (mut scores, mut work, mut ready) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for (position, activity) in prepared.activities.iter().enumerate() {
            let is_drawn = match &activity.work {
                Work::Drawn { score, model } => {
                    match number {
                        Some(number) => duration::scores(score, number, &self.drivers.scores, &mut scores),
                        None => duration::expected(score, &self.drivers.scores, &mut scores),
                    }
                    duration::seconds(model, &scores, &mut work);
                    true
                }
                Work::Certain(seconds) | Work::Over(seconds) => {
                    work = [*seconds; LANES];
                    false
                }
            };
            wait(prepared, activity, &self.slots, &mut ready);
            if TRACE {
                self.bind(prepared, activity, &ready);
            }
            end(prepared, activity, &mut self.slots, &ready, &work);
            let end = &self.slots[activity.place.end];
            see(&Drawn { position, end, scores: is_drawn.then_some(&scores) });
            while let Some((_, row)) = watched.next_if(|it| it.0 == position) {
                latest(&mut self.watched[*row], time(activity, &self.slots));
            }
        }
        for last in &prepared.last {
            latest(&mut self.end, &self.slots[last.slot]);
        }
    }

    fn bind(&mut self, prepared: &Prepared, activity: &Activity, ready: &Lanes) {
        let arcs = activity.before.clone();
        if let (1, Way::Open { chained: true, .. }) = (arcs.len(), activity.way) {
            // What it waits for is when it is ready.
            self.binding[arcs.start] = Bits::MAX;
            return;
        }
        for (bits, before) in self.binding[arcs.clone()].iter_mut().zip(&prepared.before[arcs]) {
            *bits = equal(&self.slots[before.slot], ready);
        }
    }

    /// Finds what is critical: what the end waits for, and so on backwards. A bit per lane and task.
    pub(super) fn trace(&mut self, prepared: &Prepared) {
        self.critical.fill(0);
        for last in &prepared.last {
            self.critical[last.position] = equal(&self.slots[last.slot], &self.end);
        }
        for (position, activity) in prepared.activities.iter().enumerate().rev() {
            let critical = self.critical[position];
            if critical == 0 {
                continue;
            }
            for arc in activity.before.clone() {
                self.critical[prepared.before[arc].position] |= critical & self.binding[arc];
            }
        }
    }

    /// The first task that another one waits for in the first lane.
    pub(super) fn binding_before(&self, prepared: &Prepared, position: usize) -> Option<usize> {
        let mut arcs = prepared.activities[position].before.clone();
        arcs.find(|&arc| self.binding[arc] & 1 == 1).map(|arc| prepared.before[arc].position)
    }

    /// A driver's score in each lane of the block that was run last.
    pub(super) fn driver(&self, driver: usize) -> &Lanes {
        &self.drivers.scores[driver]
    }
}

/// Where the end of a task stands as a time.
fn time<'a>(activity: &Activity, slots: &'a [Lanes]) -> &'a Lanes {
    &slots[activity.place.time.unwrap_or(activity.place.end)]
}

/// When everything before has ended, in open seconds where all of that is told so.
#[inline]
pub(super) fn wait(prepared: &Prepared, activity: &Activity, slots: &[Lanes], ready: &mut Lanes) {
    let mut before = &prepared.before[activity.before.clone()];
    *ready = [activity.timing.not_before; LANES];
    // Then nothing else holds it back.
    if let (Way::Open { chained: true, .. }, [first, rest @ ..]) = (activity.way, before) {
        *ready = slots[first.slot];
        before = rest;
    }
    for it in before {
        latest(ready, &slots[it.slot]);
    }
}

/// When work ends that can begin when `ready`.
#[inline]
pub(super) fn end(prepared: &Prepared, activity: &Activity, slots: &mut [Lanes], ready: &Lanes, work: &Lanes) {
    let mut end = *ready;
    let openings = prepared.timing.openings(activity.timing);
    match (activity.way, openings) {
        _ if matches!(activity.work, Work::Over(_)) => end = *work,
        (Way::Around, _) | (_, None) => add(&mut end, work, 1.0),
        (Way::Open { chained, .. }, Some(openings)) => {
            if !chained {
                openings.open_until(&mut end);
            }
            add(&mut end, work, 1.0);
            openings.limit(&mut end);
        }
        (Way::Pausing, Some(openings)) => {
            end.iter_mut().zip(work).for_each(|(end, &work)| *end = openings.finish_after(*end, work));
        }
        (Way::Whole, Some(openings)) => {
            end.iter_mut().zip(work).for_each(|(end, &work)| *end = openings.whole_after(*end, work) + work);
        }
    }
    slots[activity.place.end] = end;
    if let (Some(time), Way::Open { .. }, Some(openings)) = (activity.place.time, activity.way, openings) {
        openings.times_of(&mut end);
        slots[time] = end;
    }
}
