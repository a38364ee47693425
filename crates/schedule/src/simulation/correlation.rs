//! How closely the scores of tasks and drivers go with the end of the whole: a rank correlation, of normal scores. Those of
//! tasks and drivers are normal already; those of the ends are made from their ranks among some draws that are run beforehand.
//!
//! Scores are counted in steps of a 1024th, as whole numbers: sums are the same in every order.

use super::block::Block;
use super::lanes::{LANES, Lanes};
use super::prepared::Prepared;
use crate::distribution::normal;

/// Steps per unit of score.
const STEPS: f64 = 1024.0;
/// Scores further out count as here.
const FARTHEST: f64 = 8.0;
/// So many products of two scores fit into 32 bits.
const FEW: usize = 16;
const _: () = assert!(FEW as f64 * FARTHEST * FARTHEST * STEPS * STEPS < 2_147_483_648.0);

/// Scores in steps.
type Steps = [i16; LANES];

/// Normal scores of ends by their ranks.
#[derive(Debug)]
pub(super) struct Ranks {
    /// Ends of some draws, sorted.
    sorted: Vec<f64>,
}

impl Ranks {
    pub(super) fn new(mut ends: Vec<f64>) -> Self {
        ends.sort_unstable_by(f64::total_cmp);
        Self { sorted: ends }
    }

    /// The score of an end: that of the middle of equal ones where there are some, else of a place between its neighbours.
    fn score(&self, end: f64) -> f64 {
        let (low, high) = (self.sorted.partition_point(|&it| it < end), self.sorted.partition_point(|&it| it <= end));
        let (count, middle) = (self.sorted.len() as f64, 0.5 * (low + high) as f64);
        let share = match (low.checked_sub(1).and_then(|at| self.sorted.get(at)), self.sorted.get(low)) {
            (Some(left), Some(right)) if low == high && right.is_finite() => (end - left) / (right - left) - 0.5,
            // Beyond all of them there is half a place.
            (None, Some(_)) if low == high => 0.25,
            (Some(_), None) => -0.25,
            _ => 0.0,
        };
        normal::score((middle + share) / count)
    }
}

/// Scores of a block, and sums over blocks: of tasks by position, then of drivers.
#[derive(Debug)]
pub(super) struct Correlations {
    scores: Vec<Steps>,
    sums: Vec<Sums>,
    ends: Sums,
}

/// Sums of scores, of their squares, and of their products with those of the end.
type Sums = [i64; 3];

impl Correlations {
    pub(super) fn new(prepared: &Prepared) -> Self {
        let rows = prepared.activities.len() + prepared.drivers.len();
        Self { scores: vec![[0; LANES]; rows], sums: vec![[0; 3]; rows], ends: [0; 3] }
    }

    /// Keeps the scores of a row until the end of the block is known.
    #[inline]
    pub(super) fn keep(&mut self, row: usize, scores: &Lanes) {
        if let Some(kept) = self.scores.get_mut(row) {
            for (kept, score) in kept.iter_mut().zip(scores) {
                *kept = steps(*score);
            }
        }
    }

    /// To be called when a block of so many draws has run.
    pub(super) fn add(&mut self, prepared: &Prepared, block: &Block, ranks: &Ranks, count: usize) {
        for driver in 0..prepared.drivers.len() {
            self.keep(prepared.activities.len() + driver, block.driver(driver));
        }
        let mut ends = [0; LANES];
        for (steps_of, end) in ends.iter_mut().zip(&block.end).take(count) {
            *steps_of = steps(ranks.score(*end));
        }
        for (sums, scores) in self.sums.iter_mut().zip(&mut self.scores) {
            // What is not drawn any more counts nothing.
            scores.iter_mut().skip(count).for_each(|score| *score = 0);
            add(sums, scores, &ends);
        }
        add(&mut self.ends, &ends, &ends);
    }

    /// Takes in what another thread has added up.
    pub(super) fn merge(&mut self, other: &Self) {
        for (sums, other) in self.sums.iter_mut().zip(&other.sums).chain([(&mut self.ends, &other.ends)]) {
            sums.iter_mut().zip(other).for_each(|(sum, other)| *sum += other);
        }
    }

    /// The correlations over so many draws, from -1 to 1; 0 where one of the two is always the same.
    pub(super) fn told(&self, draws: u32) -> Vec<f64> {
        let draws = f64::from(draws);
        let moments = |sums: Sums| {
            let [sum, square, product] = sums.map(|it| it as f64 / draws);
            let mean = sum / STEPS;
            (mean, square / (STEPS * STEPS) - mean * mean, product / (STEPS * STEPS))
        };
        let (end, width, _) = moments(self.ends);
        let correlation = |&sums: &Sums| {
            let (mean, variance, product) = moments(sums);
            if variance <= 1e-9 || width <= 1e-9 {
                return 0.0;
            }
            ((product - mean * end) / (variance * width).sqrt()).clamp(-1.0, 1.0)
        };
        self.sums.iter().map(correlation).collect()
    }
}

/// The nearest whole number of steps.
#[inline]
fn steps(score: f64) -> i16 {
    /// Adding it leaves the nearest whole number in the last bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    (score.clamp(-FARTHEST, FARTHEST) * STEPS + ROUND).to_bits() as i16
}

#[inline]
fn add(sums: &mut Sums, scores: &Steps, ends: &Steps) {
    for (scores, ends) in scores.as_chunks::<FEW>().0.iter().zip(ends.as_chunks::<FEW>().0) {
        let mut parts = [0_i32; 3];
        for (&score, &end) in scores.iter().zip(ends) {
            parts[0] += i32::from(score);
            parts[1] += i32::from(score) * i32::from(score);
            parts[2] += i32::from(score) * i32::from(end);
        }
        sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += i64::from(part));
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::{Scores, Stream};
    use super::*;

    #[test]
    fn ranks_of_normal_ends_give_their_scores_back() {
        let stream = Stream::new(5, 0, "end");
        let mut some = Vec::new();
        let mut lanes = [0.0; LANES];
        for block in 0..2 {
            stream.scores(Scores::table(), block, &mut lanes);
            some.extend(lanes.map(|score| 1000.0 + 50.0 * score));
        }
        let ranks = Ranks::new(some);
        for score in [-1.5, -0.5, 0.0, 0.5, 1.5] {
            assert!((ranks.score(1000.0 + 50.0 * score) - score).abs() < 0.2, "{score}");
        }
        assert!(ranks.score(0.0) < -2.5 && ranks.score(f64::INFINITY) > 2.5);
        assert!(Ranks::new(vec![7.0; 5]).score(7.0).abs() < 1e-9);
        let some_never = Ranks::new(vec![1.0, f64::INFINITY, f64::INFINITY, f64::INFINITY]);
        assert!(some_never.score(2.0).is_finite() && some_never.score(2.0) < some_never.score(f64::INFINITY));
    }

    #[test]
    fn sums_are_those_of_the_figures() {
        let (mut scores, mut ends) = ([0; LANES], [0; LANES]);
        for (at, (score, end)) in scores.iter_mut().zip(&mut ends).enumerate() {
            (*score, *end) = (steps(8.0 - at as f64 / 10.0), steps(at as f64 / 8.0 - 9.0));
        }
        let mut sums = [0; 3];
        add(&mut sums, &scores, &ends);
        let product: i64 = scores.iter().zip(&ends).map(|(&a, &b)| i64::from(a) * i64::from(b)).sum();
        assert_eq!((sums[2], scores[0], ends[0]), (product, 8192, -8192));
    }
}
