//! One block of draws: a lane per draw, all lanes of a task before those of the next one.

use super::prepared::{Activity, Model, Prepared, Score, Work};
use super::random::Scores;
use super::{LANES, Lanes};
use crate::distribution::LONGEST;
use crate::distribution::pert::REACH;

/// What is not drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Held {
    Nothing,
    /// The score of the task at this position.
    Task(usize, f64),
    /// The score of this driver.
    Driver(usize, f64),
    /// All scores, at what is expected of them.
    All,
}

/// Working memory for a block.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) finish: Vec<Lanes>,
    /// When the whole ends.
    pub(super) end: Lanes,
    /// By arc and by task, a bit per lane: whether it is what its successor, or the end, waits for.
    binding: Vec<u64>,
    pub(super) critical: Vec<u64>,
    drawn: Vec<Lanes>,
    drivers: Vec<Lanes>,
}

impl Block {
    pub(super) fn new(prepared: &Prepared) -> Self {
        Self {
            finish: vec![[0.0; LANES]; prepared.activities.len()],
            end: [0.0; LANES],
            binding: vec![0; prepared.before.len()],
            critical: vec![0; prepared.activities.len()],
            drawn: vec![[0.0; LANES]; prepared.drivers.len()],
            drivers: vec![[0.0; LANES]; prepared.drivers.len()],
        }
    }

    /// Working memory for scores alone.
    pub(super) fn without_tasks(prepared: &Prepared) -> Self {
        Self {
            finish: Vec::new(),
            end: [0.0; LANES],
            binding: Vec::new(),
            critical: Vec::new(),
            drawn: vec![[0.0; LANES]; prepared.drivers.len()],
            drivers: vec![[0.0; LANES]; prepared.drivers.len()],
        }
    }

    /// Draws durations and runs through the network. With `TRACE` what binds is kept for [`Self::trace`]; without `hours`
    /// everything is open around the clock.
    pub(super) fn run<const TRACE: bool>(&mut self, prepared: &Prepared, number: u64, held: Held, hours: bool) {
        let scores = Scores::table();
        self.draw_drivers(prepared, scores, number, held);
        for (position, activity) in prepared.activities.iter().enumerate() {
            let (done, rest) = self.finish.split_at_mut(position);
            let Some(finish) = rest.first_mut() else { return };
            if let Work::Over(at) = activity.work {
                *finish = [at; LANES];
                continue;
            }
            let ready = ready(&prepared.before[activity.before.clone()], done, activity.timing.not_before);
            if TRACE {
                let arcs = activity.before.clone();
                for (bits, &before) in self.binding[arcs.clone()].iter_mut().zip(&prepared.before[arcs]) {
                    *bits = equal(&done[before], &ready);
                }
            }
            let mut work = [0.0; LANES];
            duration(activity, position, &self.drivers, scores, number, held, &mut work);
            *finish = ends(activity, prepared, &ready, &work, hours);
        }
        let nothing = if self.finish.is_empty() { 0.0 } else { f64::NEG_INFINITY };
        self.end = ready(&prepared.last, &self.finish, nothing);
    }

    fn draw_drivers(&mut self, prepared: &Prepared, scores: &Scores, number: u64, held: Held) {
        for (drawn, driver) in self.drawn.iter_mut().zip(&prepared.drivers) {
            driver.stream.scores(scores, number, drawn);
        }
        for (index, (lanes, driver)) in self.drivers.iter_mut().zip(&prepared.drivers).enumerate() {
            match held {
                Held::Driver(which, score) if which == index => {
                    *lanes = [driver.mean + driver.deviation * score; LANES];
                }
                Held::All => *lanes = [driver.mean; LANES],
                _ => {
                    *lanes = [driver.mean; LANES];
                    for &(other, factor) in &driver.factors {
                        add(lanes, &self.drawn[other], factor);
                    }
                }
            }
        }
    }

    /// Finds what is critical: what the end waits for, and so on backwards. A bit per lane and task.
    pub(super) fn trace(&mut self, prepared: &Prepared) {
        self.critical.fill(0);
        for &last in &prepared.last {
            self.critical[last] = equal(&self.finish[last], &self.end);
        }
        for (position, activity) in prepared.activities.iter().enumerate().rev() {
            let critical = self.critical[position];
            if critical == 0 {
                continue;
            }
            for arc in activity.before.clone() {
                self.critical[prepared.before[arc]] |= critical & self.binding[arc];
            }
        }
    }

    /// The first task that another one waits for in the first lane.
    pub(super) fn binding_before(&self, prepared: &Prepared, position: usize) -> Option<usize> {
        let mut arcs = prepared.activities[position].before.clone();
        arcs.find(|&arc| self.binding[arc] & 1 == 1).map(|arc| prepared.before[arc])
    }

    /// When the last of these tasks ends.
    pub(super) fn latest(&self, positions: &[usize]) -> Lanes {
        ready(positions, &self.finish, f64::NEG_INFINITY)
    }

    /// The normal score of a task in each lane, by the drivers of the block that was run last.
    pub(super) fn score(&self, score: &Score, number: u64, lanes: &mut Lanes) {
        score.stream.scores(Scores::table(), number, lanes);
        combine(score, &self.drivers, lanes);
    }

    /// Draws nothing but the drivers.
    pub(super) fn draw(&mut self, prepared: &Prepared, number: u64) {
        self.draw_drivers(prepared, Scores::table(), number, Held::Nothing);
    }

    /// A driver's score in each lane of the block that was run last.
    pub(super) fn driver(&self, driver: usize) -> &Lanes {
        &self.drivers[driver]
    }
}

/// When everything before has ended.
#[inline]
fn ready(before: &[usize], finish: &[Lanes], floor: f64) -> Lanes {
    let mut ready = [floor; LANES];
    for &before in before {
        for (ready, &finish) in ready.iter_mut().zip(&finish[before]) {
            *ready = if finish > *ready { finish } else { *ready };
        }
    }
    ready
}

/// A bit per lane.
#[inline]
fn equal(left: &Lanes, right: &Lanes) -> u64 {
    let mut bits = 0;
    for (index, (left, right)) in left.as_chunks::<8>().0.iter().zip(right.as_chunks::<8>().0).enumerate() {
        let mut byte = 0;
        for lane in 0..8 {
            byte |= u64::from(left[lane] == right[lane]) << lane;
        }
        bits |= byte << (8 * index);
    }
    bits
}

#[inline]
fn add(lanes: &mut Lanes, other: &Lanes, factor: f64) {
    for (lane, other) in lanes.iter_mut().zip(other) {
        *lane += factor * other;
    }
}

/// Seconds of work in each lane.
#[inline]
fn duration(
    activity: &Activity,
    position: usize,
    drivers: &[Lanes],
    scores: &Scores,
    number: u64,
    held: Held,
    lanes: &mut Lanes,
) {
    let (score, model) = match &activity.work {
        Work::Drawn { score, model } => (score, model),
        Work::Certain(seconds) | Work::Over(seconds) => {
            *lanes = [*seconds; LANES];
            return;
        }
    };
    match held {
        Held::Task(which, at) if which == position => *lanes = [at; LANES],
        Held::All => {
            *lanes = [0.0; LANES];
            combine(score, drivers, lanes);
        }
        _ => {
            score.stream.scores(scores, number, lanes);
            combine(score, drivers, lanes);
        }
    }
    match model {
        Model::Pert { least, width, table } => {
            for lane in lanes {
                *lane = least + width * table.at(*lane);
            }
        }
        Model::Lognormal { log_median, sigma } => {
            for lane in lanes {
                *lane = exp(log_median + sigma * lane.clamp(-REACH, REACH)).min(LONGEST);
            }
        }
    }
}

/// Makes a task's scores of what was drawn for it.
#[inline]
fn combine(score: &Score, drivers: &[Lanes], lanes: &mut Lanes) {
    if score.loadings.is_empty() && score.own == 1.0 {
        return;
    }
    for lane in lanes.iter_mut() {
        *lane = score.shift + score.own * *lane;
    }
    for &(driver, loading) in &score.loadings {
        add(lanes, &drivers[driver], loading);
    }
}

/// `exp` for what lies between -700 and 700, to some 1e-10: 2ⁿ times a polynomial.
#[inline]
fn exp(x: f64) -> f64 {
    /// Adding it leaves the nearest whole number in the last bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = x - whole * std::f64::consts::LN_2;
    let series = r * (1.0 / 5040.0 + r * (1.0 / 40_320.0));
    let series = 0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + series))));
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    (1.0 + r * (1.0 + r * series)) * power
}

/// When work ends.
#[inline]
fn ends(activity: &Activity, prepared: &Prepared, ready: &Lanes, work: &Lanes, hours: bool) -> Lanes {
    let mut finish = *ready;
    match prepared.timing.openings(activity.timing).filter(|_| hours) {
        None => add(&mut finish, work, 1.0),
        Some(openings) if activity.timing.splittable => {
            for (finish, &work) in finish.iter_mut().zip(work) {
                *finish = openings.finish_after(*finish, work);
            }
        }
        Some(openings) => {
            for (finish, &work) in finish.iter_mut().zip(work) {
                *finish = openings.whole_after(*finish, work) + work;
            }
        }
    }
    finish
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials() {
        for step in -700..=700 {
            let x = f64::from(step) + 0.37;
            assert!((exp(x) / x.clamp(-700.0, 700.0).exp() - 1.0).abs() < 1e-9, "{x}");
        }
        for step in -2000..2000 {
            let x = f64::from(step) / 1000.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-9, "{x}");
            assert!(exp(x) < exp(x + 0.000_01), "{x}");
        }
    }

    #[test]
    fn a_bit_per_lane() {
        let (mut left, right) = ([1.0; LANES], [1.0; LANES]);
        assert_eq!(equal(&left, &right), u64::MAX);
        left[0] = 2.0;
        left[63] = f64::INFINITY;
        assert_eq!(equal(&left, &right), u64::MAX >> 1 & !1);
    }
}
